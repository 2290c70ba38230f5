// Who could be matched at all and what binds: counted by classes of alike people (site and languages), then corrected
// for the pairs about which something is known.
#include <algorithm>
#include <bit>
#include <map>
#include <unordered_map>

#include "engines/matching/best_educators.h"
#include "engines/matching/candidates.h"

namespace chiron::matching {
namespace {

/// Educators by the educator-only rules they break: none, or exactly one of three. Who breaks two is out of reach of
/// any single remedy and is not counted.
enum Standing : std::size_t { admitted, no_seat, untrained, undeclared, standing_count };
using Counts = std::array<std::uint32_t, standing_count>;

Counts operator+(Counts a, const Counts& b) {
  for (std::size_t n = 0; n < standing_count; ++n) a[n] += b[n];
  return a;
}

/// Educators of one site (or of all) by their languages.
struct Group {
  std::unordered_map<std::uint64_t, Counts> by_languages;
  Counts all = {};

  void add(std::uint64_t languages, std::size_t standing) {
    ++by_languages[languages][standing];
    ++all[standing];
  }
  Counts speaking(std::uint64_t languages) const {
    Counts sum = {};
    for (const auto& [theirs, counts] : by_languages) {
      if ((theirs & languages) != 0) sum = sum + counts;
    }
    return sum;
  }
};

}  // namespace

Result<Eligibility> eligibility(const Pool& pool, const HardRules& rules, std::stop_token stop) {
  TRY(validate_pool(pool));
  const std::uint32_t learners = pool.learner_count();
  const std::uint32_t educators = pool.educator_count();

  std::vector<RuleSet> own_rules(educators);
  Group everywhere;
  std::unordered_map<std::uint16_t, Group> at_site;
  for (EducatorIndex j = 0; j < educators; ++j) {
    own_rules[j] = educator_rules(pool, rules, j);
    if (std::popcount(own_rules[j]) > 1) continue;
    const std::size_t standing = own_rules[j] == 0                         ? admitted
                                 : own_rules[j] == bit(HardRule::capacity) ? no_seat
                                 : own_rules[j] == bit(HardRule::training) ? untrained
                                                                           : undeclared;
    const std::uint64_t languages = rules.common_language_required ? pool.educators.languages[j] : 1;
    everywhere.add(languages, standing);
    const std::uint16_t site = pool.educators.site[j];
    if (rules.same_site_required && site != 0) at_site[site].add(languages, standing);
  }

  struct ClassCounts {
    std::uint32_t eligible = 0;
    std::array<std::uint32_t, hard_rule_count> only = {};
  };
  std::map<std::pair<std::uint16_t, std::uint64_t>, ClassCounts> of_class;
  std::unordered_map<std::uint64_t, Counts> speaking_anywhere;
  const auto count_class = [&](std::uint16_t site, std::uint64_t languages) {
    auto anywhere = speaking_anywhere.find(languages);
    if (anywhere == speaking_anywhere.end()) {
      anywhere = speaking_anywhere.emplace(languages, everywhere.speaking(languages)).first;
    }
    Counts near_all = everywhere.all;
    Counts near_speaking = anywhere->second;
    if (rules.same_site_required) {
      const auto here = at_site.find(site);
      near_all = here == at_site.end() ? Counts{} : here->second.all;
      near_speaking = here == at_site.end() ? Counts{} : here->second.speaking(languages);
    }
    ClassCounts counts;
    const auto only = [&](HardRule rule) -> std::uint32_t& { return counts.only[static_cast<std::size_t>(rule)]; };
    counts.eligible = near_speaking[admitted];
    only(HardRule::capacity) = near_speaking[no_seat];
    only(HardRule::training) = near_speaking[untrained];
    only(HardRule::declaration) = near_speaking[undeclared];
    only(HardRule::same_site) = anywhere->second[admitted] - near_speaking[admitted];
    only(HardRule::common_language) = near_all[admitted] - near_speaking[admitted];
    return counts;
  };

  Eligibility result;
  result.eligible.resize(learners);
  result.only.resize(learners);
  for (LearnerIndex i = 0; i < learners; ++i) {
    if (i % 1024 == 0 && stop.stop_requested()) return err(fail(ErrorCode::unavailable, "matching.stopped"));
    const std::uint16_t site = rules.same_site_required ? pool.learners.site[i] : std::uint16_t{0};
    const std::uint64_t languages = rules.common_language_required ? pool.learners.languages[i] : 1;
    auto known = of_class.find({site, languages});
    if (known == of_class.end()) {
      known = of_class.emplace(std::pair(site, languages), count_class(site, languages)).first;
    }
    std::uint32_t eligible = known->second.eligible;
    auto& only = result.only[i];
    only = known->second.only;

    const std::uint64_t first = pool.fact_start.empty() ? 0 : pool.fact_start[i];
    const std::uint64_t last = pool.fact_start.empty() ? 0 : pool.fact_start[i + 1];
    for (std::uint64_t f = first; f < last; ++f) {
      const RuleSet blocked = pool.facts[f].blocked & pair_rules;
      if (blocked == 0) continue;
      const EducatorIndex j = pool.facts[f].educator;
      RuleSet others = own_rules[j];
      if (rules.same_site_required && (site == 0 || site != pool.educators.site[j])) {
        others = static_cast<RuleSet>(others | bit(HardRule::same_site));
      }
      if (rules.common_language_required && (languages & pool.educators.languages[j]) == 0) {
        others = static_cast<RuleSet>(others | bit(HardRule::common_language));
      }
      if (others == 0) {
        --eligible;
        if (std::popcount(blocked) == 1) ++only[static_cast<std::size_t>(std::countr_zero(blocked))];
      } else if (std::popcount(others) == 1) {
        --only[static_cast<std::size_t>(std::countr_zero(others))];  // now it is two rules
      }
    }

    result.eligible[i] = eligible;
    ++result.histogram[std::min<std::uint32_t>(eligible, 3)];
    if (eligible >= 3) continue;
    const auto most = std::max_element(only.begin(), only.end());
    if (*most > 0) ++result.binding[static_cast<std::size_t>(most - only.begin())];
    for (std::size_t rule = 0; rule < hard_rule_count; ++rule) {
      if (eligible == 0 && only[rule] > 0) ++result.freed[rule];
    }
  }
  return result;
}

}  // namespace chiron::matching
