// One reproducible computation of proposals: a roster, its conflict facts and a program in; who could be matched, who
// was, why, and who was not, out. Pure: the command line and the server call the same function.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "engines/conflict/judge.h"
#include "engines/matching/candidates.h"
#include "engines/matching/explain.h"
#include "engines/matching/fairness.h"
#include "engines/matching/solve.h"
#include "features/duties/roster.h"
#include "features/match_runs/side_by_side.h"
#include "features/programs/program.h"

namespace chiron::match_runs {

/// A person's position in Roster::people.
using Person = conflict::Person;

/// Two people by roster position.
struct RosterPair {
  Person learner = 0;
  Person educator = 0;
};

/// What a program's own people answered (features/preferences), by roster position. It goes before what the roster says
/// of the same people; of whom nobody answered, the roster holds.
struct Answers {
  struct Educator {
    Person person = 0;
    bool takes_part = false;
    std::int32_t capacity = 0;
    bool ready = false;     ///< passed the questions on the role, which counts as its training
    bool declared = false;  ///< declared that every duty and tie is named
  };
  struct Wish {
    Person learner = 0, educator = 0;
    std::uint8_t rank = 1;
  };
  struct Veto {
    Person person = 0, not_with = 0;
  };
  std::vector<Educator> educators;  ///< learners who said yes are near-peers: they teach whoever is of an earlier stage
  std::vector<Wish> wishes;
  std::vector<Veto> vetoes;
  bool asked = true;  ///< whether anybody was asked, whatever they answered
};

/// The parts of a run, in order; announced as each begins, so that long work shows progress.
enum class Stage : std::uint8_t { conflicts, eligibility, candidates, solve, explain, compare };
/// "conflicts", "eligibility" …
std::string_view name_of(Stage stage);

/// What a run is asked. The roster and the index are borrowed for the call.
struct Request {
  const duties::Roster& roster;
  const conflict::Index& index;      ///< of the same roster: conflict::Person i is roster.people[i]
  const programs::Program& program;  ///< with a closed, non-empty term
  std::vector<RosterPair>
      keep;  ///< pairs that must stay together; one whose learner is not part of the run takes a seat
  std::vector<RosterPair> forbid;  ///< pairs a coordinator rules out
  matching::Threads threads = matching::Threads::two;
  std::function<void(Stage)> progress;  ///< called as each stage begins; may be empty
  Effort effort = {};
  matching::Progress listed = {};    ///< called while candidates are listed; may be empty
  const Answers* answers = nullptr;  ///< borrowed; none where only files speak
  std::vector<Person> placed = {};   ///< learners who hold a place already, ascending: no part of the run
};

/// A requirement that the program asks for but the roster cannot answer, so that it was not applied.
enum class NotChecked : std::uint8_t { training, declaration, site, language };
std::string_view name_of(NotChecked what);

/// How far the wishes of two people agree: all that is told of wishes (docs/foundations.md 12).
enum class Wished : std::uint8_t { neither, one, both };
/// "neither", "one", "both".
std::string_view name_of(Wished wished);

/// How a learner's proposal came about.
struct Proposal {
  std::uint32_t learner = 0;               ///< position in Run::learners
  std::uint32_t educator = 0;              ///< position in Run::educators
  std::int32_t score = 0;                  ///< the fit, without points for wishes
  std::vector<matching::ScorePart> parts;  ///< their sum is the score
  conflict::Answer verdict = conflict::Answer::allow;
  Wished wished = Wished::neither;
  bool kept = false;  ///< pinned by the caller
  /// Points the whole would lose at least if this pair were forbidden: small = least certain. Empty when the learner
  /// has no other candidate, in every run with private answers, and for objectives other than the two totals.
  std::optional<std::int64_t> margin;
};

/// Why a learner has no proposal.
struct Unplaced {
  std::uint32_t learner = 0;
  matching::UnmatchedExplanation why;
  /// When nobody is eligible: the rule that alone excludes the most educators, and how many.
  std::optional<matching::HardRule> binding;
  std::uint32_t freed_by_binding = 0;
  /// When that rule is `conflict`: the conflict rule that alone blocks the most educators.
  std::optional<conflict::RuleIndex> binding_conflict;
};

/// How often a conflict rule kept pairs apart.
struct KeptApart {
  conflict::RuleIndex rule = 0;
  std::uint64_t pairs = 0;     ///< pairs of the pool that it blocks
  std::uint32_t learners = 0;  ///< learners with at least one such pair
};

/// Fairness for one way of grouping learners.
struct Grouping {
  enum class By : std::uint8_t { site, unit, stage };
  By by = By::site;
  std::vector<std::string_view> names;          ///< by group number; "" = not known
  std::vector<matching::GroupFigures> figures;  ///< by name, "not known" last
};

/// Everything a run found. Indices into `learners` and `educators` unless said otherwise.
///
/// Wishes and vetoes are private answers. They decide who gets whom; every figure kept here is worked out without them,
/// so that nothing made from a run tells how somebody ranked whom, or who ruled whom out: two runs whose private
/// answers lead to the same proposals (wished for by as many) are equal in all that stands here. Foundations 4 and 12.
struct Run {
  bool private_answers = false;  ///< wishes or vetoes were asked for (not: were given)
  std::vector<Person> learners;  ///< who takes part: roster positions, in the order of the ids
  std::vector<Person> educators;
  std::uint32_t learners_not_present = 0, learners_not_selected = 0, educators_not_present = 0;
  std::int64_t seats = 0;         ///< after those that kept pairs outside the run take
  std::uint32_t seats_taken = 0;  ///< by kept pairs whose learner is not part of the run
  std::vector<NotChecked> not_checked;
  std::uint32_t interests_left_out = 0;  ///< distinct interests beyond the 128 that are compared (rarest first)
  matching::HardRules rules;             ///< those that were applied

  matching::Eligibility eligibility;
  std::vector<KeptApart> kept_apart;   ///< in table order
  std::uint64_t pairs_kept_apart = 0;  ///< distinct pairs a conflict blocks
  std::uint32_t learners_unknown = 0;  ///< learners with days on which conflict facts are missing
  std::uint32_t widened = 0;           ///< learners whose candidate lists were lengthened
  /// What "best" is about: every pair that no rule excludes, or, where those are too many, each learner's list.
  bool all_pairs = true;

  /// As solved; where there are private answers, as it would stand without them: fit alone, no vetoed pair left out,
  /// the proposals among the candidates, and a solution that is the proposals without the figures of its proof.
  matching::Problem problem;
  matching::Solution solution;
  std::vector<Proposal> proposals;           ///< in the order of the roster
  std::vector<Unplaced> unplaced;            ///< in the order of the roster
  std::vector<matching::Remedy> remedies;    ///< best first; groups are sites
  std::vector<std::string_view> site_names;  ///< by Remedy::group
  matching::Fairness fairness;
  std::vector<Grouping> groupings;
  /// What other objectives would do with the same people. Where there are private answers, all of it without them, the
  /// chosen objective too: as if nobody had been asked, which is not these proposals.
  SideBySide side_by_side;
};

/// Runs. Errors: match_runs.no_learners, match_runs.everybody_placed, match_runs.no_educators {reason},
/// match_runs.open_term,
/// match_runs.keep_breaks_rule {learner, educator, rule}, match_runs.keep_private {learner, educator},
/// match_runs.keep_below_floor {learner, educator, fit, floor},
/// match_runs.keep_over_capacity {educator, pairs, seats},
/// match_runs.keep_not_in_run {learner, educator, who}, match_runs.too_many_values {what}, match_runs.proof_failed
/// (internal: the independent check found the solver wrong; nothing is published), and the engines' own.
Result<Run> run(const Request& request, std::stop_token stop = {});

/// Whom a learner may wish for, under exactly the rules of a run that has no wishes yet.
struct Suggested {
  std::vector<Person> best;      ///< educators whom no rule keeps away, vetoes included: (score, id), so many at most
  std::vector<Person> possible;  ///< of `also`: whom no rule keeps away, vetoes left aside
};
/// What suggestions to every learner share: the people of a request with what is compared of them, and what educators
/// answered. Holds nothing of the request.
class Pooled;
/// Errors: those of run() that concern people and columns.
Result<std::shared_ptr<const Pooled>> pooled(const Request& request);
/// Of a request with the same people; of its answers only the vetoes of the learner and the near-peers are asked for.
/// Nobody for a learner who is not part of the run.
Result<Suggested> suggest(const Request& request, const Pooled& pool, Person learner, std::uint32_t most,
                          std::span<const Person> also);
/// Both in one.
Result<Suggested> suggest(const Request& request, Person learner, std::uint32_t most, std::span<const Person> also);

}  // namespace chiron::match_runs
