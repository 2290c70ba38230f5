// Peer groups: everybody into groups of nearly equal size, mixed over stage and site, with as many wishes met as can
// be. NP-hard for groups of three and more, so what is given is a good answer with a bound on how far the best can be
// from it. Plain arrays; indices are 0-based positions.
#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "engines/matching/peers.h"

namespace chiron::matching {

/// One person would like to be in the same group as another.
struct GroupWish {
  PersonIndex person = 0;
  PersonIndex wished = 0;
  bool operator==(const GroupWish&) const = default;
  auto operator<=>(const GroupWish&) const = default;
};

/// Points, each 0 … 1000; first_wish >= later_wish.
struct GroupWeights {
  std::int32_t same_stage = 3;  ///< lost for every two people of a stage in one group, beyond what cannot be avoided
  std::int32_t same_site = 2;   ///< the same for a site
  std::int32_t first_wish = 6;  ///< won for everybody who is with at least one person they wished for
  std::int32_t later_wish = 2;  ///< won for each further wish met
};

struct GroupProblem {
  std::uint32_t person_count = 0;
  std::uint32_t smallest = 5, largest = 8;  ///< people in a group; 2 <= smallest <= largest <= max_group
  std::vector<std::int32_t> stage;          ///< one per person: any number from 0, or `unknown_category`; or empty
  std::vector<std::int32_t> site;           ///< the same
  std::vector<GroupWish> wishes;            ///< each once, nobody themselves
  GroupWeights weights;
  std::uint64_t lottery_seed = 0;  ///< decides among equals, and which way the search goes; publish it
  std::vector<CanonicalKey> key;   ///< one per person, without repeats, or empty when positions are in a fixed order
};

inline constexpr std::int32_t unknown_category = -1;  ///< counts neither with nor against anybody
inline constexpr std::uint32_t max_group = 50;

enum class GroupOutcome : std::uint8_t {
  optimal,  ///< proven: no grouping into as many groups is worth more, because the value meets the bound
  bounded,  ///< no grouping can be worth more than `bound`; whether any reaches it is not known
  stopped,  ///< the same, and the search was broken off
};

std::string_view name_of(GroupOutcome outcome);

struct GroupSolution {
  std::vector<std::uint32_t> group_of;  ///< one per person: 0 … groups − 1
  std::uint32_t groups = 0;
  std::int64_t value =
      0;  ///< points: wishes met, less people of the same stage or site together beyond the unavoidable
  std::int64_t bound = 0;          ///< no grouping into as many groups is worth more
  std::uint64_t stage_excess = 0;  ///< times two people of a stage meet in a group beyond the unavoidable
  std::uint64_t site_excess = 0;
  std::uint32_t with_wish = 0;  ///< people with at least one wish met
  std::uint64_t wishes_met = 0;
  /// Why no more than some number of people can have a wish met: these can each be with largest − 1 others only, and
  /// whoever wishes for none but these needs one of those places. Evidence for `bound`; may be empty.
  std::vector<PersonIndex> sought_after;
  GroupOutcome outcome = GroupOutcome::stopped;
  std::uint64_t work = 0;  ///< work units used
  std::string solver;      ///< name and version of the method, for the run record
};

/// How many groups: as many as make their average size nearest the middle of smallest and largest, rather more than
/// fewer. Error: matching.group_sizes {people, smallest, largest, one_size: yes or no}: no number of groups
/// fits.
Result<std::uint32_t> group_count(std::uint32_t people, std::uint32_t smallest, std::uint32_t largest);

/// Says what is wrong with a problem. Error keys (details are indices and numbers as decimal text):
///   matching.too_large            {what, count, limit}
///   matching.bad_problem          {what}             arrays contradict each other: a bug (internal)
///   matching.group_size_range     {smallest, largest, limit}
///   matching.group_sizes          {people, smallest, largest, one_size}
///   matching.bad_group_weight           {weight, value, low, limit}
///   matching.wish_self            {person}
///   matching.wish_repeated        {person, peer}
Result<> validate(const GroupProblem& problem);

/// Groups people: dealt out by stage and site, then improved by exchanging two people at a time while ever smaller
/// losses are allowed (threshold accepting: Dueck and Scheuer 1990). The same people, wishes, keys and seed give the
/// same groups, in whatever order they are listed. max_work 0: an effort that grows with the number of people, seconds
/// at most.
Result<GroupSolution> group_up(const GroupProblem& problem, const Limits& limits = {}, std::stop_token stop = {});

/// One way in which groups are not what they claim to be.
struct GroupViolation {
  enum class Kind : std::uint8_t {
    wrong_size,     ///< arrays do not fit the problem
    bad_group,      ///< a group number that does not exist
    uneven_groups,  ///< a group too small, too large, or two people larger than another
    wrong_figures,  ///< stage_excess, site_excess, with_wish, wishes_met or value is not what the groups add up to
    bound_too_low,  ///< a bound that the evidence does not support
    not_optimal,    ///< claims optimal below the bound
  };
  Kind kind = Kind::wrong_size;
  std::int64_t group = -1;  ///< -1 when it concerns no one group
};

std::string_view name_of(GroupViolation::Kind kind);

/// Checks groups, figures and bound. Shares no code with group_up.
std::vector<GroupViolation> check(const GroupProblem& problem, const GroupSolution& solution);

}  // namespace chiron::matching
