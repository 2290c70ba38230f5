// From a roster to proposals: attributes to columns, conflicts and vetoes to blocked pairs, then the matching engine.
#include "features/match_runs/match_run.h"

#include <algorithm>
#include <bit>
#include <map>
#include <numeric>
#include <unordered_map>

#include "features/people/stage.h"

namespace chiron::match_runs {
namespace {

using programs::folded;

constexpr std::uint32_t nowhere = 0xFFFFFFFF;

/// Gives each distinct text a number from 1; 0 is "not known".
class Codes {
 public:
  std::uint32_t code(std::string_view text) {
    if (text.empty()) return 0;
    // Most texts repeat by address (the roster's pool keeps each once), so the fold is looked up once per distinct
    // text.
    auto [seen, is_new] = by_view_.try_emplace(text, 0);
    if (is_new) {
      auto [entry, fresh] = by_fold_.try_emplace(folded(text), static_cast<std::uint32_t>(names_.size() + 1));
      if (fresh) names_.push_back(text);
      seen->second = entry->second;
    }
    return seen->second;
  }
  std::size_t count() const { return names_.size(); }
  /// Names by code; [0] is "".
  std::vector<std::string_view> names() const {
    std::vector<std::string_view> out{""};
    out.insert(out.end(), names_.begin(), names_.end());
    return out;
  }

 private:
  std::unordered_map<std::string_view, std::uint32_t> by_view_;
  std::unordered_map<std::string, std::uint32_t> by_fold_;
  std::vector<std::string_view> names_;
};

/// The most used values get the bits; the rest are counted as left out.
class BitSets {
 public:
  explicit BitSets(std::size_t bits) : bits_(bits) {}
  void count(std::string_view text) {
    const std::uint32_t code = codes_.code(text);
    if (code >= uses_.size()) uses_.resize(code + 1);
    ++uses_[code];
  }
  void settle() {
    std::vector<std::uint32_t> order;
    for (std::uint32_t code = 1; code < uses_.size(); ++code) order.push_back(code);
    const auto names = codes_.names();
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
      return uses_[a] != uses_[b] ? uses_[a] > uses_[b] : folded(names[a]) < folded(names[b]);
    });
    bit_.assign(uses_.size(), -1);
    for (std::size_t i = 0; i < order.size() && i < bits_; ++i) bit_[order[i]] = static_cast<int>(i);
    left_out_ = order.size() > bits_ ? order.size() - bits_ : 0;
  }
  /// The bit of a text, or -1.
  int bit(std::string_view text) {
    const std::uint32_t code = codes_.code(text);
    return code < bit_.size() ? bit_[code] : -1;
  }
  std::size_t left_out() const { return left_out_; }

 private:
  std::size_t bits_;
  Codes codes_;
  std::vector<std::uint32_t> uses_;
  std::vector<int> bit_;
  std::size_t left_out_ = 0;
};

matching::CanonicalKey key_of(std::string_view id) {
  // FNV-1a twice with different offsets: an order that depends on the school's id only. Ids are distinct, and a clash
  // of both halves would merely leave two people in roster order.
  std::uint64_t high = 0xcbf29ce484222325ULL, low = 0x84222325cbf29ce4ULL;
  for (unsigned char c : id) {
    high = (high ^ c) * 0x100000001b3ULL;
    low = (low ^ (c + 0x9EU)) * 0x100000001b3ULL;
  }
  return {high, low};
}

/// The work in progress: a pool with the maps from roster positions to it.
struct Prepared {
  Run run;
  matching::Pool pool;
  std::vector<std::uint32_t> learner_at;  ///< roster position → position in run.learners, or nowhere
  std::vector<std::uint32_t> educator_at;
  std::unordered_map<Person, const Answers::Educator*> answered;
  Codes sites, units, specialties, professions, stages;
};

Result<> choose_people(const Request& request, Prepared& prepared) {
  const auto& everyone = request.roster.people;
  const Date first_day = request.program.term.from;
  Run& run = prepared.run;
  prepared.learner_at.assign(everyone.size(), nowhere);
  prepared.educator_at.assign(everyone.size(), nowhere);
  if (request.answers)
    for (const auto& one : request.answers->educators) prepared.answered.emplace(one.person, &one);
  for (Person person = 0; person < everyone.size(); ++person) {
    const auto& entry = everyone[person];
    if (!entry.on_list) continue;  // known for their duties only
    if (people::can_learn(entry.listed_as)) {
      if (!entry.present.contains(first_day)) ++run.learners_not_present;
      else if (!programs::selects(request.program.learners, entry)) ++run.learners_not_selected;
      else if (!std::ranges::binary_search(request.placed, person)) run.learners.push_back(person);
    }
    const auto answer = prepared.answered.find(person);
    const bool silent = answer == prepared.answered.end();
    if (silent ? people::can_teach(entry.listed_as) : answer->second->takes_part) {
      if (!entry.present.contains(first_day)) ++run.educators_not_present;
      else run.educators.push_back(person);
    }
  }
  // By id, so that candidate lists, where equal scores go by position, do not depend on the order of rows in a file.
  const auto by_id = [&](std::vector<Person>& group, std::vector<std::uint32_t>& at) {
    std::sort(group.begin(), group.end(), [&](Person a, Person b) { return everyone[a].id < everyone[b].id; });
    for (std::uint32_t position = 0; position < group.size(); ++position) at[group[position]] = position;
  };
  by_id(run.learners, prepared.learner_at);
  by_id(run.educators, prepared.educator_at);
  if (run.learners.empty() && !request.placed.empty()) return err(refuse("match_runs.everybody_placed"));
  if (run.learners.empty())
    return err(refuse("match_runs.no_learners")
                   .with("not_present", std::to_string(run.learners_not_present))
                   .with("not_selected", std::to_string(run.learners_not_selected)));
  if (run.educators.empty())
    return err(refuse("match_runs.no_educators").with("not_present", std::to_string(run.educators_not_present)));
  return {};
}

Result<std::uint16_t> narrow(std::uint32_t code, std::string_view what) {
  if (code > 65'535) return err(fail(ErrorCode::limit, "match_runs.too_many_values").with("what", std::string(what)));
  return static_cast<std::uint16_t>(code);
}

Result<> fill_columns(const Request& request, Prepared& prepared) {
  const auto& everyone = request.roster.people;
  BitSets interests(128), languages(64);
  const auto count_sets = [&](const std::vector<Person>& group) {
    for (Person person : group) {
      for (auto text : everyone[person].interests) interests.count(text);
      for (auto text : everyone[person].languages) languages.count(text);
    }
  };
  count_sets(prepared.run.learners);
  count_sets(prepared.run.educators);
  interests.settle();
  languages.settle();
  prepared.run.interests_left_out = static_cast<std::uint32_t>(interests.left_out());

  const auto fill = [&](const std::vector<Person>& group, matching::Columns& columns) -> Result<> {
    for (Person person : group) {
      const auto& entry = everyone[person];
      columns.site.push_back(TRY(narrow(prepared.sites.code(entry.site), "sites")));
      columns.specialty.push_back(TRY(narrow(prepared.specialties.code(entry.specialty), "specialties")));
      columns.profession.push_back(TRY(narrow(prepared.professions.code(entry.profession), "professions")));
      columns.unit.push_back(TRY(narrow(prepared.units.code(entry.unit), "units")));
      columns.stage.push_back(people::stage_number(entry.stage));
      std::uint64_t spoken = 0;
      for (auto text : entry.languages)
        if (const int bit = languages.bit(text); bit >= 0) spoken |= std::uint64_t{1} << bit;
      columns.languages.push_back(spoken);
      matching::InterestSet set;
      for (auto text : entry.interests)
        if (const int bit = interests.bit(text); bit >= 0)
          (bit < 64 ? set.low : set.high) |= std::uint64_t{1} << (bit & 63);
      columns.interests.push_back(set);
    }
    return {};
  };
  TRY(fill(prepared.run.learners, prepared.pool.learners));
  TRY(fill(prepared.run.educators, prepared.pool.educators));
  return {};
}

/// Seats, training and declarations; and which of the program's requirements the roster can answer at all.
void fill_readiness(const Request& request, Prepared& prepared) {
  const auto& program = request.program;
  Run& run = prepared.run;
  bool any_trained = false, any_declared = false;
  for (Person person : run.educators) {
    const auto& entry = request.roster.people[person];
    const auto answer = prepared.answered.find(person);
    const bool silent = answer == prepared.answered.end();
    const bool ready = !silent && answer->second->ready, declared = !silent && answer->second->declared;
    const std::int32_t seats =
        std::min<std::int32_t>(silent ? entry.capacity.value_or(static_cast<std::uint16_t>(program.default_capacity))
                                      : answer->second->capacity,
                               program.capacity_cap);
    prepared.pool.capacity.push_back(seats);
    run.seats += seats;
    // A declaration of conflicts is yearly (domain.md 2.3): one made more than a year before the term is out of date.
    prepared.pool.trained.push_back(ready || (entry.trained_on && *entry.trained_on <= program.term.from));
    prepared.pool.declared.push_back(declared || (entry.declared_on && *entry.declared_on + 366 > program.term.from));
    any_trained = any_trained || ready || entry.trained_on;
    any_declared = any_declared || declared || entry.declared_on;
  }
  for (const RosterPair& pair : request.keep) {
    const std::uint32_t educator = prepared.educator_at[pair.educator];
    if (prepared.learner_at[pair.learner] != nowhere || educator == nowhere || prepared.pool.capacity[educator] == 0)
      continue;
    --prepared.pool.capacity[educator];
    --run.seats;
    ++run.seats_taken;
  }
  const auto known = [](const auto& column) {
    return std::any_of(column.begin(), column.end(), [](auto v) { return v != 0; });
  };
  run.rules = program.require;
  const auto drop_unless = [&](bool answerable, bool& rule, NotChecked what) {
    if (rule && !answerable) {
      rule = false;
      run.not_checked.push_back(what);
    }
  };
  const auto& pool = prepared.pool;
  drop_unless(any_trained, run.rules.training_required, NotChecked::training);
  drop_unless(any_declared, run.rules.declaration_required, NotChecked::declaration);
  drop_unless(known(pool.learners.site) && known(pool.educators.site), run.rules.same_site_required, NotChecked::site);
  drop_unless(known(pool.learners.languages) && known(pool.educators.languages), run.rules.common_language_required,
              NotChecked::language);
}

Result<> fill_facts(const Request& request, Prepared& prepared) {
  using matching::HardRule;
  Run& run = prepared.run;
  std::vector<matching::PairFactRow> rows;
  const auto add = [&](Person learner, Person educator, matching::PairFact fact) {
    const std::uint32_t i = prepared.learner_at[learner], j = prepared.educator_at[educator];
    if (i == nowhere || j == nowhere) return;
    fact.educator = j;
    rows.push_back({i, fact});
  };

  // Conflicts: every pair that can have a finding, visited once, counted by rule.
  std::vector<KeptApart> counts(conflict::rules().size());
  std::vector<std::uint32_t> last_learner(counts.size(), nowhere);
  for (std::size_t rule = 0; rule < counts.size(); ++rule) counts[rule].rule = static_cast<conflict::RuleIndex>(rule);
  for_each_finding(request.index, request.program.policy, run.learners, run.educators, request.program.term,
                   [&](conflict::Pair pair, std::span<const conflict::Finding> findings) {
                     std::uint64_t blocking = 0;
                     for (const auto& finding : findings)
                       if (finding.level == conflict::Level::block && finding.standing == conflict::Standing::applies)
                         blocking |= std::uint64_t{1} << finding.rule;
                     if (!blocking) return true;
                     ++run.pairs_kept_apart;
                     add(pair.learner, pair.educator, {.blocked = matching::bit(HardRule::conflict)});
                     for (std::uint64_t rest = blocking; rest; rest &= rest - 1) {
                       const auto rule = static_cast<std::size_t>(std::countr_zero(rest));
                       ++counts[rule].pairs;
                       if (last_learner[rule] != pair.learner) {
                         last_learner[rule] = pair.learner;
                         ++counts[rule].learners;
                       }
                     }
                     return true;
                   });
  for (const KeptApart& count : counts)
    if (count.pairs) run.kept_apart.push_back(count);
  for (Person learner : run.learners)
    run.learners_unknown += !unknown_days(request.index, request.program.policy, learner, request.program.term).empty();

  const auto& roster = request.roster;
  for (const auto& veto : roster.vetoes) {
    const auto a = roster.find(veto.person), b = roster.find(veto.not_with);
    if (!a || !b) continue;
    add(*a, *b, {.blocked = matching::bit(HardRule::veto)});
    add(*b, *a, {.blocked = matching::bit(HardRule::veto)});
  }
  for (const auto& wish : roster.preferences) {
    const auto learner = roster.find(wish.learner), educator = roster.find(wish.educator);
    if (!learner || !educator) continue;
    add(*learner, *educator, {.learner_wish = static_cast<std::uint8_t>(std::clamp<int>(wish.rank, 1, 255))});
  }
  if (request.answers) {
    for (const auto& veto : request.answers->vetoes) {
      add(veto.person, veto.not_with, {.blocked = matching::bit(HardRule::veto)});
      add(veto.not_with, veto.person, {.blocked = matching::bit(HardRule::veto)});
    }
    for (const auto& wish : request.answers->wishes) add(wish.learner, wish.educator, {.learner_wish = wish.rank});
    // A near-peer is a stage ahead; who stands beside or before them is not theirs to lead.
    for (const auto& near_peer : request.answers->educators) {
      if (!near_peer.takes_part || people::can_teach(roster.people[near_peer.person].listed_as)) continue;
      const auto stage = people::stage_number(roster.people[near_peer.person].stage);
      for (Person learner : run.learners)
        if (learner != near_peer.person && people::stage_number(roster.people[learner].stage) >= stage)
          add(learner, near_peer.person, {.blocked = matching::bit(HardRule::forbidden)});
    }
  }
  for (Person person : run.learners)
    if (prepared.educator_at[person] != nowhere) add(person, person, {.blocked = matching::bit(HardRule::same_person)});
  for (const RosterPair& pair : request.forbid)
    add(pair.learner, pair.educator, {.blocked = matching::bit(HardRule::forbidden)});
  for (const RosterPair& pair : request.keep) add(pair.learner, pair.educator, {.kept = true, .always_list = true});
  return matching::set_facts(prepared.pool, std::move(rows));
}

std::string id_of(const Request& request, Person person) { return std::string(request.roster.people[person].id); }

/// The floor as the engine takes it.
std::int32_t floor_of(const programs::Program& program) {
  return program.score_floor > 0 ? program.score_floor : -matching::max_score;
}

/// Pins are checked here so that the refusal names people and the rule, not indices. Wishes, which only add points,
/// cannot bring a pin below the floor later.
Result<std::vector<matching::Pair>> pins_of(const Request& request, const Prepared& prepared,
                                            const matching::Pool& open) {
  std::vector<matching::Pair> pins;
  std::vector<std::int32_t> taken(prepared.run.educators.size(), 0);
  for (const RosterPair& pair : request.keep) {
    const std::uint32_t learner = prepared.learner_at[pair.learner], educator = prepared.educator_at[pair.educator];
    if (learner == nowhere) continue;  // takes a seat, see fill_readiness
    if (educator == nowhere)
      return err(refuse("match_runs.keep_not_in_run")
                     .with("learner", id_of(request, pair.learner))
                     .with("educator", id_of(request, pair.educator))
                     .with("who", id_of(request, pair.educator)));
    const auto all = matching::broken_rules(prepared.pool, prepared.run.rules, learner, educator);
    const auto broken = matching::rules_in(all & ~matching::bit(matching::HardRule::veto));
    if (broken.empty() && all)
      return err(refuse("match_runs.keep_private")
                     .with("learner", id_of(request, pair.learner))
                     .with("educator", id_of(request, pair.educator)));
    if (!broken.empty())
      return err(refuse("match_runs.keep_breaks_rule")
                     .with("learner", id_of(request, pair.learner))
                     .with("educator", id_of(request, pair.educator))
                     .with("rule", std::string(matching::name_of(broken.front()))));
    const std::int32_t fit = matching::score(open, request.program.weights, learner, educator);
    if (fit < floor_of(request.program))
      return err(refuse("match_runs.keep_below_floor")
                     .with("learner", id_of(request, pair.learner))
                     .with("educator", id_of(request, pair.educator))
                     .with("fit", std::to_string(fit))
                     .with("floor", std::to_string(request.program.score_floor)));
    if (++taken[educator] > prepared.pool.capacity[educator])
      return err(refuse("match_runs.keep_over_capacity")
                     .with("educator", id_of(request, pair.educator))
                     .with("seats", std::to_string(prepared.pool.capacity[educator])));
    pins.push_back({learner, educator});
  }
  return pins;
}

/// For each matched learner: what the proof says losing this pair costs at least. The prices of other objectives are
/// about something else than the total, or about some of the pairs only.
void fill_margins(Run& run) {
  const auto& dual = run.solution.certificate.learner_dual;
  const auto& price = run.solution.certificate.educator_price;
  if (dual.empty() || !counts_totals(run.problem.objective)) return;
  for (Proposal& proposal : run.proposals) {
    if (proposal.kept) continue;
    for (auto at = run.problem.row_start[proposal.learner]; at < run.problem.row_start[proposal.learner + 1]; ++at) {
      const auto other = run.problem.educator[at];
      if (other == proposal.educator || run.problem.score[at] < run.problem.score_floor) continue;
      const std::int64_t loss = dual[proposal.learner] + price[other] - run.problem.score[at];
      if (!proposal.margin || loss < *proposal.margin) proposal.margin = loss;
    }
  }
}

Wished wished_in(const matching::Pool& pool, std::uint32_t learner, std::uint32_t educator) {
  if (!pool.fact_start.empty())
    for (auto at = pool.fact_start[learner]; at < pool.fact_start[learner + 1]; ++at)
      if (const auto& fact = pool.facts[at]; fact.educator == educator)
        return fact.learner_wish && fact.educator_wish   ? Wished::both
               : fact.learner_wish || fact.educator_wish ? Wished::one
                                                         : Wished::neither;
  return Wished::neither;
}

/// The pool as somebody sees it who knows nobody's private answers.
matching::Pool without_private_answers(const matching::Pool& pool) {
  matching::Pool open = pool;
  for (auto& fact : open.facts) {
    fact.blocked &= static_cast<matching::RuleSet>(~matching::bit(matching::HardRule::veto));
    fact.learner_wish = fact.educator_wish = 0;
  }
  return open;
}

/// The floor counts the fit without wishes. The engine holds it against the score that decides, which wishes only
/// raise: the pairs below the floor lose theirs, so that it is right about every pair, listed or priced.
void leave_below_floor(const Request& request, const matching::Pool& open, matching::Pool& pool) {
  for (std::uint32_t learner = 0; learner + 1 < pool.fact_start.size(); ++learner)
    for (auto at = pool.fact_start[learner]; at < pool.fact_start[learner + 1]; ++at) {
      auto& fact = pool.facts[at];
      if ((fact.learner_wish || fact.educator_wish) &&
          matching::score(open, request.program.weights, learner, fact.educator) < floor_of(request.program))
        fact.learner_wish = fact.educator_wish = 0;
    }
}

/// A problem of this open pool that has the proposals' pairs among its candidates, and the proposals as its solution.
Result<> show_without_private_answers(const Request& request, const matching::Pool& open, std::uint32_t list_length,
                                      Run& run, std::stop_token stop) {
  const auto& weights = request.program.weights;
  auto candidates = TRY(matching::find_candidates(open, run.rules, weights,
                                                  {.list_length = list_length, .threads = request.threads}, stop));
  run.widened = static_cast<std::uint32_t>(candidates.widened.size());
  matching::Problem shown;
  shown.educator_count = run.problem.educator_count;
  shown.capacity = run.problem.capacity;
  shown.pins = run.problem.pins;
  shown.score_floor = run.problem.score_floor;
  shown.objective = run.problem.objective;
  shown.unmatched_penalty = run.problem.unmatched_penalty;
  shown.lottery_seed = run.problem.lottery_seed;
  shown.learner_key = std::move(run.problem.learner_key);
  shown.educator_key = std::move(run.problem.educator_key);
  matching::Solution solution;
  solution.educator_of = run.solution.educator_of;
  solution.matched = run.solution.matched;
  solution.outcome = run.solution.outcome;
  solution.solver = run.solution.solver;
  for (std::uint32_t learner = 0; learner < run.learners.size(); ++learner) {
    const std::int32_t made = solution.educator_of[learner];
    bool listed = made == matching::unmatched;
    for (auto at = candidates.row_start[learner]; at < candidates.row_start[learner + 1]; ++at) {
      shown.educator.push_back(candidates.educator[at]);
      shown.score.push_back(candidates.score[at]);
      listed = listed || static_cast<std::int32_t>(candidates.educator[at]) == made;
    }
    if (made != matching::unmatched) {
      const std::int32_t fit = matching::score(open, weights, learner, static_cast<std::uint32_t>(made));
      solution.total += fit;
      if (!listed) {
        shown.educator.push_back(static_cast<std::uint32_t>(made));
        shown.score.push_back(fit);
      }
    }
    shown.row_start.push_back(shown.educator.size());
  }
  run.problem = std::move(shown);
  run.solution = std::move(solution);
  return {};
}

void fill_proposals(const Request& request, const Prepared& prepared, const matching::Pool& open, Run& run) {
  std::vector<std::uint8_t> kept(run.learners.size(), 0);
  for (const auto& pin : run.problem.pins) kept[pin.learner] = 1;
  for (std::uint32_t learner = 0; learner < run.learners.size(); ++learner) {
    if (run.solution.educator_of[learner] == matching::unmatched) continue;
    Proposal proposal;
    proposal.learner = learner;
    proposal.educator = static_cast<std::uint32_t>(run.solution.educator_of[learner]);
    proposal.parts = matching::explain_score(open, request.program.weights, learner, proposal.educator);
    for (const auto& part : proposal.parts) proposal.score += part.points;
    proposal.verdict = answer(request.index, request.program.policy, run.learners[learner],
                              run.educators[proposal.educator], request.program.term);
    proposal.kept = kept[learner];
    proposal.wished = wished_in(prepared.pool, learner, proposal.educator);
    run.proposals.push_back(std::move(proposal));
  }
  fill_margins(run);
}

void explain_unplaced(const Request& request, Run& run) {
  matching::UnmatchedExplainer explainer(run.problem, run.solution);
  for (std::uint32_t learner = 0; learner < run.learners.size(); ++learner) {
    if (run.solution.educator_of[learner] != matching::unmatched) continue;
    Unplaced unplaced;
    unplaced.learner = learner;
    unplaced.why = explainer.explain(learner);
    if (run.eligibility.eligible[learner] == 0) {
      const auto& only = run.eligibility.only[learner];
      const auto most = std::max_element(only.begin(), only.end());
      if (*most > 0) {
        unplaced.binding = static_cast<matching::HardRule>(most - only.begin());
        unplaced.freed_by_binding = *most;
      }
      if (unplaced.binding == matching::HardRule::conflict || !unplaced.binding) {
        const auto binds = what_binds(request.index, request.program.policy, run.learners[learner], run.educators,
                                      request.program.term);
        // A tie counts whole: the panel now, ahead and back is one thing to act on.
        if (!binds.by_tie.empty() && binds.by_tie.front().binding.alone > 0) {
          const auto& tie = binds.by_tie.front();
          for (std::size_t rule = 0; rule < conflict::rules().size() && !unplaced.binding_conflict; ++rule)
            if (conflict::rules()[rule].tie == tie.tie)
              unplaced.binding_conflict = static_cast<conflict::RuleIndex>(rule);
          unplaced.freed_by_binding = tie.binding.alone;
        }
      }
    }
    run.unplaced.push_back(std::move(unplaced));
  }
}

Result<> fill_fairness(const Request& request, Prepared& prepared, Run& run) {
  const auto group = [&](Grouping::By by, auto value_of) -> Result<> {
    Codes codes;
    std::vector<std::uint32_t> group_of;
    for (Person person : run.learners) group_of.push_back(codes.code(value_of(request.roster.people[person])));
    if (codes.count() < 2 || codes.count() > 60) return {};
    auto figures = TRY(matching::fairness(run.problem, run.solution, group_of));
    const auto names = codes.names();
    const auto by_name = [&](const matching::GroupFigures& one) {
      return std::pair(names[one.group].empty(), folded(names[one.group]));
    };
    std::sort(figures.groups.begin(), figures.groups.end(),
              [&](const auto& a, const auto& b) { return by_name(a) < by_name(b); });
    run.groupings.push_back({by, names, std::move(figures.groups)});
    return {};
  };
  run.fairness = TRY(matching::fairness(run.problem, run.solution));
  TRY(group(Grouping::By::site, [](const people::Person& p) { return p.site; }));
  TRY(group(Grouping::By::unit, [](const people::Person& p) { return p.unit; }));
  TRY(group(Grouping::By::stage, [](const people::Person& p) { return p.stage; }));
  run.site_names = prepared.sites.names();
  return {};
}

/// One learner with every educator; the others counted for what can be compared.
Prepared with_one(const Prepared& all, std::uint32_t at) {
  Prepared one;
  one.run.learners = {all.run.learners[at]};
  one.run.educators = all.run.educators;
  one.run.rules = all.run.rules;
  one.learner_at.assign(all.learner_at.size(), nowhere);
  one.learner_at[all.run.learners[at]] = 0;
  one.educator_at = all.educator_at;
  one.pool.educators = all.pool.educators;
  one.pool.capacity = all.pool.capacity, one.pool.trained = all.pool.trained, one.pool.declared = all.pool.declared;
  const auto& from = all.pool.learners;
  auto& to = one.pool.learners;
  to.site = {from.site[at]}, to.specialty = {from.specialty[at]}, to.profession = {from.profession[at]};
  to.stage = {from.stage[at]}, to.unit = {from.unit[at]};
  to.languages = {from.languages[at]}, to.interests = {from.interests[at]};
  return one;
}

/// Every pair is listed anew where the run itself did with lists and prices: the others have no such prices.
Result<> compare_objectives(const Request& request, const matching::Pool& open, bool few_pairs, bool priced, Run& run,
                            std::stop_token stop) {
  matching::Problem problem = run.problem;
  if (few_pairs && priced) {
    auto all = TRY(matching::find_candidates(open, run.rules, request.program.weights,
                                             {.list_length = 0, .threads = request.threads}, stop));
    problem.row_start = std::move(all.row_start);
    problem.educator = std::move(all.educator);
    problem.score = std::move(all.score);
  }
  run.side_by_side =
      TRY(side_by_side(std::move(problem), run.private_answers ? nullptr : &run.solution, request.effort, stop));
  run.side_by_side.all_pairs = few_pairs;
  return {};
}

}  // namespace

std::string_view name_of(NotChecked what) {
  switch (what) {
    case NotChecked::training: return "training";
    case NotChecked::declaration: return "declaration";
    case NotChecked::site: return "site";
    case NotChecked::language: return "language";
  }
  return "";
}

std::string_view name_of(Wished wished) {
  switch (wished) {
    case Wished::neither: return "neither";
    case Wished::one: return "one";
    case Wished::both: return "both";
  }
  return "";
}

std::string_view name_of(Stage stage) {
  switch (stage) {
    case Stage::conflicts: return "conflicts";
    case Stage::eligibility: return "eligibility";
    case Stage::candidates: return "candidates";
    case Stage::solve: return "solve";
    case Stage::explain: return "explain";
    case Stage::compare: return "compare";
  }
  return "";
}

Result<Run> run(const Request& request, std::stop_token stop) {
  const auto begin = [&](Stage stage) {
    if (request.progress) request.progress(stage);
  };
  const auto& program = request.program;
  if (program.term.empty() || program.term.from == Date::min() || program.term.to == Date::max())
    return err(refuse("match_runs.open_term"));
  Prepared prepared;
  Run& run = prepared.run;
  TRY(choose_people(request, prepared));
  TRY(fill_columns(request, prepared));
  fill_readiness(request, prepared);
  begin(Stage::conflicts);
  TRY(fill_facts(request, prepared));

  const auto& roster = request.roster;
  run.private_answers = roster.asked_privately || !roster.preferences.empty() || !roster.vetoes.empty() ||
                        (request.answers && request.answers->asked);
  const auto open_copy = run.private_answers ? without_private_answers(prepared.pool) : matching::Pool{};
  const matching::Pool& open = run.private_answers ? open_copy : prepared.pool;
  auto pins = TRY(pins_of(request, prepared, open));
  if (run.private_answers) leave_below_floor(request, open, prepared.pool);

  begin(Stage::eligibility);
  run.eligibility = TRY(matching::eligibility(open, run.rules, stop));
  begin(Stage::candidates);
  // Prices prove a total over the pairs that no list holds, too. Nothing does for the rest, so that all pairs are
  // listed where they are not too many. Counted without private answers: what is told of it is, too.
  const bool few_pairs = std::accumulate(run.eligibility.eligible.begin(), run.eligibility.eligible.end(),
                                         std::uint64_t{0}) <= request.effort.all_pairs;
  const bool priced = counts_totals(program.objective);
  run.all_pairs = few_pairs || priced;
  matching::CandidateOptions lists{.list_length = few_pairs && !priced ? 0 : program.list_length,
                                   .threads = request.threads};
  lists.progress = request.listed;
  auto candidates = TRY(matching::find_candidates(prepared.pool, run.rules, program.weights, lists, stop));
  run.widened = static_cast<std::uint32_t>(candidates.widened.size());
  const auto unlisted_at_most = std::move(candidates.unlisted_at_most);
  run.problem = matching::problem_from(prepared.pool, std::move(candidates));
  run.problem.objective = program.objective;
  run.problem.unmatched_penalty = program.unmatched_penalty;
  run.problem.score_floor = floor_of(program);
  run.problem.lottery_seed = program.lottery_seed;
  run.problem.pins = std::move(pins);
  for (Person person : run.learners) run.problem.learner_key.push_back(key_of(request.roster.people[person].id));
  for (Person person : run.educators) run.problem.educator_key.push_back(key_of(request.roster.people[person].id));

  begin(Stage::solve);
  run.solution = TRY(matching::solve(run.problem, request.effort.solve, stop));
  // Short lists could hide a better pair: price every eligible pair against the proof until none can improve it.
  const matching::Pricing pricing{.unlisted_at_most = unlisted_at_most, .threads = request.threads};
  while (priced && run.solution.outcome == matching::Outcome::optimal &&
         TRY(matching::add_missed_pairs(run.problem, run.solution, prepared.pool, run.rules, program.weights, pricing,
                                        stop)) > 0)
    run.solution = TRY(matching::solve_on(run.problem, run.solution, request.effort.solve, stop));
  if (!matching::check(run.problem, run.solution).empty())
    return err(fail(ErrorCode::internal, "match_runs.proof_failed"));

  begin(Stage::explain);
  if (run.private_answers) TRY(show_without_private_answers(request, open, lists.list_length, run, stop));
  fill_proposals(request, prepared, open, run);
  if (run.proposals.size() < run.learners.size()) {
    explain_unplaced(request, run);
    std::vector<std::uint32_t> site_of(prepared.pool.educators.site.begin(), prepared.pool.educators.site.end());
    run.remedies = TRY(matching::cheapest_remedies(run.problem, run.solution, site_of));
  }
  TRY(fill_fairness(request, prepared, run));
  begin(Stage::compare);
  TRY(compare_objectives(request, open, few_pairs, priced, run, stop));
  // Told in the order of the files.
  std::sort(run.proposals.begin(), run.proposals.end(),
            [&](const Proposal& a, const Proposal& b) { return run.learners[a.learner] < run.learners[b.learner]; });
  std::sort(run.unplaced.begin(), run.unplaced.end(),
            [&](const Unplaced& a, const Unplaced& b) { return run.learners[a.learner] < run.learners[b.learner]; });
  return std::move(prepared.run);
}

class Pooled {
 public:
  explicit Pooled(Prepared all) : all(std::move(all)) {}
  Prepared all;
};

Result<std::shared_ptr<const Pooled>> pooled(const Request& request) {
  Prepared prepared;
  TRY(choose_people(request, prepared));
  TRY(fill_columns(request, prepared));
  fill_readiness(request, prepared);
  prepared.answered.clear();  // borrowed from the request
  return std::make_shared<const Pooled>(std::move(prepared));
}

Result<Suggested> suggest(const Request& request, const Pooled& pool, Person learner, std::uint32_t most,
                          std::span<const Person> also) {
  const Prepared& all = pool.all;
  if (learner >= all.learner_at.size() || all.learner_at[learner] == nowhere) return Suggested{};
  Prepared prepared = with_one(all, all.learner_at[learner]);
  const Run& run = prepared.run;
  TRY(fill_facts(request, prepared));
  for (auto& fact : prepared.pool.facts) fact.learner_wish = fact.educator_wish = 0;
  const auto candidates =
      TRY(matching::find_candidates(prepared.pool, run.rules, request.program.weights, {.list_length = most}));
  Suggested out;
  for (std::size_t at = 0; at < candidates.educator.size() && out.best.size() < most; ++at)
    if (candidates.score[at] >= floor_of(request.program)) out.best.push_back(run.educators[candidates.educator[at]]);
  const auto open = without_private_answers(prepared.pool);
  for (const Person person : also) {
    const auto educator = person < prepared.educator_at.size() ? prepared.educator_at[person] : nowhere;
    if (educator != nowhere && matching::broken_rules(open, run.rules, 0, educator) == 0)
      out.possible.push_back(person);
  }
  return out;
}

Result<Suggested> suggest(const Request& request, Person learner, std::uint32_t most, std::span<const Person> also) {
  return suggest(request, *TRY(pooled(request)), learner, most, also);
}

}  // namespace chiron::match_runs
