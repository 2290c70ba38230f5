// The rule table itself (domain.md 2.2 with the floor of foundations 7) and the policies that move within it.
#include "engines/conflict/rules.h"

#include <string>

#include "engines/conflict/names.h"

namespace chiron::conflict {
namespace {

constexpr std::array<std::string_view, 3> level_names{"allow", "disclose", "block"};
constexpr std::array<std::string_view, 3> window_names{"now", "ahead", "back"};
constexpr std::array<std::string_view, 5> path_names{"direct", "chain", "delegated", "reports_to", "relative"};

constexpr std::uint32_t bit(DutyKind kind) { return 1u << static_cast<unsigned>(kind); }

// One cell of the table: what a charter gets when it says nothing / how far it may go down.
using S = RoleSetting;
constexpr Level allow = Level::allow, disclose = Level::disclose, block = Level::block;
constexpr S always_block{block, block};                     // the floor: no charter, no waiver
constexpr S block_or_recuse{block, block, false, true};     // the panel's floor: a recusal alone lifts it
constexpr S block_rather{block, disclose};                  // a charter may soften it to a disclosure
constexpr S block_rather_or_recuse{block, disclose, false, true};
constexpr S block_unless_waived{block, disclose, true};
constexpr S block_unless_waived_or_recused{block, disclose, true, true};
constexpr S always_disclose{disclose, disclose};
constexpr S disclose_or_recuse{disclose, disclose, false, true};
constexpr S disclose_rather{disclose, allow};               // a charter may drop it
constexpr S disclose_rather_or_recuse{disclose, allow, false, true};
constexpr S nothing{allow, allow};                          // a charter may still tighten it

constexpr std::uint32_t supervising =
    bit(DutyKind::supervises_clinically) | bit(DutyKind::writes_evaluation) | bit(DutyKind::supervises);
constexpr std::uint32_t evaluating = bit(DutyKind::writes_evaluation) | bit(DutyKind::supervises) |
                                     bit(DutyKind::assesses) | bit(DutyKind::appraises);
constexpr std::uint32_t judging = supervising | evaluating;

using enum Window;
constexpr auto direct = Path::direct;

// Columns: mentor, peer_mentor, coach, academic_advisor, academic_counselor, career_advisor, supervisory_coach.
// The rows of one tie stand together. A peer mentor is a near-peer: clinical supervision alone is disclosed.
// The academic counselor follows the "BLOCK for counselling" cells, the academic advisor "may inform".
constexpr std::array table{
    Rule{"supervises_now", "supervises", now, direct, bit(DutyKind::supervises),
         {always_block, always_block, always_block, always_disclose, always_block, disclose_rather, nothing}},
    Rule{"supervises_ahead", "supervises", ahead, direct, bit(DutyKind::supervises),
         {block_rather, always_disclose, block_rather, disclose_rather, block_rather, disclose_rather, nothing}},
    Rule{"supervises_back", "supervises", back, direct, bit(DutyKind::supervises),
         {block_unless_waived, disclose_rather, block_unless_waived, disclose_rather, disclose_rather, nothing,
          nothing}},

    Rule{"supervises_clinically_now", "supervises_clinically", now, direct, bit(DutyKind::supervises_clinically),
         {always_block, always_disclose, always_block, always_disclose, always_block, disclose_rather, nothing}},
    Rule{"supervises_clinically_ahead", "supervises_clinically", ahead, direct, bit(DutyKind::supervises_clinically),
         {block_rather, disclose_rather, block_rather, disclose_rather, block_rather, disclose_rather, nothing}},
    Rule{"supervises_clinically_back", "supervises_clinically", back, direct, bit(DutyKind::supervises_clinically),
         {block_unless_waived, disclose_rather, block_unless_waived, disclose_rather, disclose_rather, nothing,
          nothing}},

    Rule{"evaluates_now", "evaluates", now, direct, bit(DutyKind::writes_evaluation),
         {always_block, always_block, always_block, always_disclose, always_block, disclose_rather, nothing}},
    Rule{"evaluates_ahead", "evaluates", ahead, direct, bit(DutyKind::writes_evaluation),
         {block_rather, always_disclose, block_rather, disclose_rather, block_rather, disclose_rather, nothing}},
    Rule{"evaluates_back", "evaluates", back, direct, bit(DutyKind::writes_evaluation),
         {block_unless_waived, disclose_rather, block_unless_waived, disclose_rather, disclose_rather, nothing,
          nothing}},

    Rule{"assesses_now", "assesses", now, direct, bit(DutyKind::assesses),
         {always_block, always_block, always_block, always_disclose, always_block, disclose_rather, nothing}},
    Rule{"assesses_ahead", "assesses", ahead, direct, bit(DutyKind::assesses),
         {block_rather, always_disclose, block_rather, disclose_rather, block_rather, disclose_rather, nothing}},
    Rule{"assesses_back", "assesses", back, direct, bit(DutyKind::assesses),
         {block_unless_waived, disclose_rather, block_unless_waived, disclose_rather, disclose_rather, nothing,
          nothing}},

    // A delegate assesses in another's name. A stand-in on a panel is recorded as sitting on it.
    Rule{"delegated_assessment_now", "delegated_assessment", now, Path::delegated, evaluating,
         {always_block, always_block, always_block, always_disclose, always_block, disclose_rather, nothing}},
    Rule{"delegated_assessment_ahead", "delegated_assessment", ahead, Path::delegated, evaluating,
         {block_rather, always_disclose, block_rather, disclose_rather, block_rather, disclose_rather, nothing}},
    Rule{"delegated_assessment_back", "delegated_assessment", back, Path::delegated, evaluating,
         {block_unless_waived, disclose_rather, block_unless_waived, disclose_rather, disclose_rather, nothing,
          nothing}},

    Rule{"appraises_now", "appraises", now, direct, bit(DutyKind::appraises),
         {always_block, always_block, always_block, always_disclose, always_block, disclose_rather, nothing}},
    Rule{"appraises_ahead", "appraises", ahead, direct, bit(DutyKind::appraises),
         {block_rather, always_disclose, block_rather, disclose_rather, block_rather, disclose_rather, nothing}},
    Rule{"appraises_back", "appraises", back, direct, bit(DutyKind::appraises),
         {block_unless_waived, disclose_rather, block_unless_waived, disclose_rather, disclose_rather, nothing,
          nothing}},

    Rule{"manages_now", "manages", now, direct, bit(DutyKind::manages),
         {always_block, always_block, always_block, always_disclose, always_block, disclose_rather, nothing}},
    Rule{"manages_ahead", "manages", ahead, direct, bit(DutyKind::manages),
         {block_rather, always_disclose, block_rather, disclose_rather, block_rather, disclose_rather, nothing}},
    Rule{"manages_back", "manages", back, direct, bit(DutyKind::manages),
         {block_unless_waived, disclose_rather, block_unless_waived, disclose_rather, disclose_rather, nothing,
          nothing}},

    // Counseling a learner in difficulty belongs to people outside promotion altogether: no recusal for the counselor.
    Rule{"panel_now", "panel", now, direct, bit(DutyKind::sits_on),
         {block_or_recuse, always_block, block_or_recuse, always_disclose, always_block, disclose_rather, nothing}},
    Rule{"panel_ahead", "panel", ahead, direct, bit(DutyKind::sits_on),
         {block_rather_or_recuse, always_disclose, block_rather_or_recuse, disclose_rather, block_rather,
          disclose_rather, nothing}},
    Rule{"panel_back", "panel", back, direct, bit(DutyKind::sits_on),
         {block_unless_waived_or_recused, disclose_rather, block_unless_waived_or_recused, disclose_rather,
          disclose_rather, nothing, nothing}},

    // The file's author knows every assessment but does not vote. Advisors often prepare it: that is no secret.
    Rule{"panel_file", "panel_file", now, direct, bit(DutyKind::prepares_panel_file),
         {block_rather_or_recuse, block_rather, block_rather_or_recuse, disclose_rather, block_rather,
          disclose_rather, nothing}},

    Rule{"management_chain", "management_chain", now, Path::chain, bit(DutyKind::manages),
         {block_rather, nothing, block_rather, disclose_rather, disclose_rather, disclose_rather, nothing}},
    Rule{"directs_unit", "directs_unit", now, direct, bit(DutyKind::directs),
         {block_rather, nothing, block_rather, disclose_rather, block_rather, disclose_rather, nothing}},
    Rule{"reports_to_supervisor", "reports_to_supervisor", now, Path::reports_to, judging,
         {disclose_rather, disclose_rather, disclose_rather, nothing, nothing, nothing, nothing}},
    Rule{"related_to_assessor", "related_to_assessor", now, Path::relative, judging | bit(DutyKind::sits_on),
         {always_disclose, always_disclose, always_disclose, always_disclose, always_disclose, nothing, nothing}},

    Rule{"selects", "selects", now, direct, bit(DutyKind::selects),
         {disclose_or_recuse, block_rather, block_rather_or_recuse, nothing, nothing, always_block, nothing}},
    Rule{"referees", "referees", now, direct, bit(DutyKind::referees),
         {disclose_rather_or_recuse, disclose_rather, block_rather_or_recuse, nothing, nothing, disclose_rather,
          nothing}},
    Rule{"sets_rota", "sets_rota", now, direct, bit(DutyKind::sets_rota_of),
         {always_disclose, block_rather, always_disclose, nothing, disclose_rather, nothing, nothing}},
    Rule{"investigates", "investigates", now, direct, bit(DutyKind::investigates),
         {always_block, always_block, always_block, block_rather, always_block, block_rather, disclose_rather}},
    Rule{"thesis", "thesis", now, direct, bit(DutyKind::supervises_thesis),
         {disclose_rather, disclose_rather, block_rather, nothing, disclose_rather, nothing, nothing}},
    Rule{"related", "related", now, direct, bit(DutyKind::related_to),
         {block_rather, block_rather, block_rather, disclose_rather, block_rather, disclose_rather, disclose_rather}},
    Rule{"declared_other", "declared_other", now, direct, bit(DutyKind::other),
         {always_disclose, always_disclose, always_disclose, disclose_rather, always_disclose, disclose_rather,
          disclose_rather}},
};
static_assert(table.size() <= most_rules);

/// Supervision and assessment, where a present duty of the class is anything but allowed: unknown is not none.
std::bitset<coverage_class_count> coverage_where(Role role, Level RoleSetting::*level) {
  std::bitset<coverage_class_count> needed;
  for (const Rule& rule : table) {
    if (rule.window != now || rule.path != direct || rule.of(role).*level == Level::allow) continue;
    for (CoverageClass what : {CoverageClass::supervision, CoverageClass::assessment})
      for (DutyKind kind : all_duty_kinds)
        if (rule.has(kind) && coverage_class_of(kind) == what) needed.set(static_cast<std::size_t>(what));
  }
  return needed;
}

}  // namespace

std::string_view name_of(Level level) { return level_names[static_cast<std::size_t>(level)]; }
std::string_view name_of(Window window) { return window_names[static_cast<std::size_t>(window)]; }
std::string_view name_of(Path path) { return path_names[static_cast<std::size_t>(path)]; }

Result<Level> parse_level(std::string_view name) {
  if (auto level = named<Level>(level_names, name)) return *level;
  return err(refuse("conflict.unknown_level").with("level", std::string(name)));
}

std::span<const Rule> rules() { return table; }

std::optional<RuleIndex> find_rule(std::string_view id) {
  for (std::size_t at = 0; at < table.size(); ++at)
    if (table[at].id == id) return static_cast<RuleIndex>(at);
  return std::nullopt;
}

Result<RuleIndex> parse_rule(std::string_view id) {
  if (auto at = find_rule(id)) return *at;
  return err(refuse("conflict.unknown_rule").with("rule", std::string(id)));
}

Policy Policy::standard(Role role) {
  Policy policy;
  policy.role_ = role;
  for (std::size_t at = 0; at < table.size(); ++at) policy.levels_[at] = table[at].of(role).standard;
  policy.needed_ = coverage_where(role, &RoleSetting::standard);
  return policy;
}

Result<Policy> Policy::with(RuleIndex rule, Level level) const {
  if (rule >= table.size()) return err(refuse("conflict.unknown_rule").with("rule", std::to_string(rule)));
  const Level weakest = table[rule].of(role_).weakest;
  if (level < weakest || level > Level::block) {
    return err(refuse("conflict.level_out_of_range")
                   .with("rule", std::string(table[rule].id))
                   .with("role", std::string(name_of(role_)))
                   .with("level", std::string(level > Level::block ? "?" : name_of(level)))
                   .with("weakest", std::string(name_of(weakest)))
                   .with("strictest", std::string(name_of(Level::block))));
  }
  Policy changed = *this;
  changed.levels_[rule] = level;
  return changed;
}

Result<Policy> Policy::with(std::string_view rule_id, Level level) const {
  return with(TRY(parse_rule(rule_id)), level);
}

namespace {
Result<> look_in_range(std::int32_t days) {
  if (days >= 0 && days <= longest_look_days) return {};
  return err(refuse("conflict.look_out_of_range")
                 .with("days", std::to_string(days))
                 .with("from", "0")
                 .with("to", std::to_string(longest_look_days)));
}
}  // namespace

Result<Policy> Policy::with_look_ahead(std::int32_t days) const {
  TRY(look_in_range(days));
  Policy changed = *this;
  changed.look_ahead_days_ = days;
  return changed;
}

Result<Policy> Policy::with_look_back(std::int32_t days) const {
  TRY(look_in_range(days));
  Policy changed = *this;
  changed.look_back_days_ = days;
  return changed;
}

Result<Policy> Policy::with_chain_depth(int depth) const {
  if (depth < shallowest_chain || depth > deepest_chain) {
    return err(refuse("conflict.depth_out_of_range")
                   .with("depth", std::to_string(depth))
                   .with("from", std::to_string(shallowest_chain))
                   .with("to", std::to_string(deepest_chain)));
  }
  Policy changed = *this;
  changed.chain_depth_ = depth;
  return changed;
}

Result<Policy> Policy::with_coverage(std::bitset<coverage_class_count> needed) const {
  const auto dropped = coverage_where(role_, &RoleSetting::weakest) & ~needed;
  for (CoverageClass what : all_coverage_classes) {
    if (!dropped.test(static_cast<std::size_t>(what))) continue;
    return err(refuse("conflict.coverage_required")
                   .with("role", std::string(name_of(role_)))
                   .with("coverage", std::string(name_of(what))));
  }
  Policy changed = *this;
  changed.needed_ = needed;
  return changed;
}

}  // namespace chiron::conflict
