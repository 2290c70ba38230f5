// The conflict rules as one data table: what between an educator and a learner counts, on which days, for which role,
// how strictly, and within which limits a site may move it. docs/conflict-rules.md is printed from this table.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/error.h"
#include "engines/conflict/duty_kind.h"
#include "engines/conflict/facts.h"
#include "engines/conflict/role.h"

namespace chiron::conflict {

/// What a rule asks for when it applies.
enum class Level : std::uint8_t {
  allow,     ///< nothing
  disclose,  ///< both are told the kind of tie before they begin
  block,     ///< not on these days
};
/// "allow", "disclose", "block".
std::string_view name_of(Level level);
/// Reads a stable name; refuses with "conflict.unknown_level" (detail `level`).
Result<Level> parse_level(std::string_view name);

/// Which days, seen from the day the tie holds.
enum class Window : std::uint8_t {
  now,    ///< the tie holds on the day
  ahead,  ///< it does not hold on the day, but begins within the look-ahead
  back,   ///< it does not hold on the day, but ended within the look-back
};
/// "now", "ahead", "back".
std::string_view name_of(Window window);

/// Rows the table may have at most (a policy holds a level for each).
inline constexpr std::size_t most_rules = 64;

/// How a tie between educator X and learner L is put together from facts on one day.
enum class Path : std::uint8_t {
  direct,      ///< X holds a duty towards L, or towards a group L is a member of on that day
  chain,       ///< X manages someone who manages … L, but not L: from two steps up to the policy's chain depth
  delegated,   ///< someone holds the duty towards L and delegates_to X (one step)
  reports_to,  ///< someone holds the duty towards L and manages X (directly or through X's group)
  relative,    ///< someone holds the duty towards L and is related_to X (stated in either direction)
};
std::string_view name_of(Path path);

/// How one role stands to one rule.
struct RoleSetting {
  Level standard = Level::allow;  ///< the level when a charter says nothing
  Level weakest = Level::allow;   ///< no charter may go below this (it may always go up to block)
  bool waivable = false;          ///< an approved waiver lifts it
  bool recusable = false;         ///< a recusal of the same duty kind lifts it (rules with one kind, path direct)
};

/// One row. Ids are stable: stored, exported, and the middle of text keys `rule.<id>.title`, `.why`, `.remedy`.
struct Rule {
  std::string_view id;
  std::string_view tie;  ///< rules that share a tie differ in window only ("supervises" of "supervises_ahead")
  Window window = Window::now;
  Path path = Path::direct;
  std::uint32_t kinds = 0;  ///< bit (1 << DutyKind) of each duty kind towards the learner
  std::array<RoleSetting, role_count> roles{};

  const RoleSetting& of(Role role) const { return roles[static_cast<std::size_t>(role)]; }
  bool has(DutyKind kind) const { return (kinds >> static_cast<unsigned>(kind)) & 1u; }
  /// The text key of its "title", "why" or "remedy".
  std::string text_key(std::string_view what) const { return std::string("rule.").append(id).append(".").append(what); }
};

/// The table, in its stable display order.
std::span<const Rule> rules();
/// The row with this id, or nothing.
std::optional<RuleIndex> find_rule(std::string_view id);
/// The row with this id; refuses with "conflict.unknown_rule" (detail `rule`).
Result<RuleIndex> parse_rule(std::string_view id);

/// How many days a policy may look ahead or back.
inline constexpr std::int32_t longest_look_days = 3650;
inline constexpr std::int32_t standard_look_days = 365;
inline constexpr int shallowest_chain = 1, standard_chain = 2, deepest_chain = 4;

/// The rules for one role under one charter: the table's defaults and what the charter changes within the limits.
class Policy {
 public:
  /// The table's defaults for a role: look-ahead and look-back 365 days, chain depth 2.
  static Policy standard(Role role);

  /// Sets one rule's level. Refuses with "conflict.level_out_of_range" (details `rule`, `role`, `level`, `weakest`,
  /// `strictest`) below the weakest setting the table allows.
  Result<Policy> with(RuleIndex rule, Level level) const;
  Result<Policy> with(std::string_view rule_id, Level level) const;
  /// 0 … 3650 days; refuses with "conflict.look_out_of_range" (details `days`, `from`, `to`).
  Result<Policy> with_look_ahead(std::int32_t days) const;
  Result<Policy> with_look_back(std::int32_t days) const;
  /// 1 … 4 steps (1 switches the chain off: direct managers only); refuses with "conflict.depth_out_of_range".
  Result<Policy> with_chain_depth(int depth) const;
  /// Which classes of facts must be known for the learner before a verdict may be green. Refuses to drop a class in
  /// which the role has a rule no charter may set to allow, with "conflict.coverage_required" (`role`, `coverage`).
  Result<Policy> with_coverage(std::bitset<coverage_class_count> needed) const;

  Role role() const { return role_; }
  Level level(RuleIndex rule) const { return levels_[rule]; }
  std::int32_t look_ahead_days() const { return look_ahead_days_; }
  std::int32_t look_back_days() const { return look_back_days_; }
  int chain_depth() const { return chain_depth_; }
  /// Standard: supervision and assessment for every role for which such a duty is anything but allowed.
  std::bitset<coverage_class_count> needed_coverage() const { return needed_; }
  bool operator==(const Policy&) const = default;

 private:
  Role role_ = Role::mentor;
  std::int32_t look_ahead_days_ = standard_look_days;
  std::int32_t look_back_days_ = standard_look_days;
  int chain_depth_ = standard_chain;
  std::bitset<coverage_class_count> needed_;
  std::array<Level, most_rules> levels_{};
};

/// A small scenario, a day and what a rule must say on it: tests and the generated document both read these.
/// Person 0 is the learner L, person 1 the educator X; 2, 3 … are others; group 0 is the learner's group.
struct Example {
  std::string_view rule;  ///< rule id
  Role role = Role::mentor;
  std::string_view text;  ///< English, for the document: what is special about the day
  Date day;
  Level expected = Level::allow;  ///< what this rule says on that day
  Facts facts;
};
/// Three for each rule, in table order.
const std::vector<Example>& examples();

}  // namespace chiron::conflict
