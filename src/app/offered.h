// Whom a learner may wish for, or be offered while they wait, what keeps learners from an educator, and whom a program
// is about by name: the rules of a match run on the facts of the database.
#pragma once

#include <memory>

#include "app/known_facts.h"
#include "features/educators/duties_in_the_way.h"
#include "features/match_runs/match_run.h"
#include "features/match_runs/waiting_actions.h"
#include "features/people/people_store.h"
#include "features/preferences/preference_actions.h"

namespace chiron::app {

/// What a program's people answered, as a run takes it: by position in the roster that these people were read into.
/// Whoever is in the roster no more is left out.
match_runs::Answers answers_in(const duties::Roster& roster, const std::vector<people::Named>& people,
                               const preferences::Collected& collected);

/// What suggestions in a program share, made of facts and of what its educators answered.
struct KnownPool {
  KnownFacts::Ready facts;
  std::shared_ptr<const match_runs::Pooled> people;     ///< none where nobody is to choose, or to choose from
  std::vector<match_runs::Answers::Educator> answered;  ///< near-peers only: others are in `people`
};

/// What takes long to work out of an institution's facts, kept between requests: whom to suggest to learners, and what
/// keeps learners from educators. Safe to call from many threads. In a large institution what educators answered is
/// read once a minute at most: who said no since is still suggested, and refused where it is decided.
class Suggestions {
 public:
  /// Both must outlive it.
  Suggestions(db::Database& database, const Clock& clock) : database_(database), clock_(clock), known_(database) {}

  KnownFacts& facts() { return known_; }

  /// Whoever asks waits for facts that are read.
  Result<preferences::Offered> now(db::ReadTransaction& read, InstitutionId institution,
                                   const programs::ProgramNow& program, PersonId learner, std::uint32_t most,
                                   const std::vector<PersonId>& also);
  /// For what is shown and decides nothing: of a large institution what is ready, which may be nothing yet.
  Result<preferences::Offered> shown(db::ReadTransaction& read, InstitutionId institution,
                                     const programs::ProgramNow& program, PersonId learner, std::uint32_t most,
                                     const std::vector<PersonId>& also);
  /// Which duties of an educator's keep learners from them; nothing while that is worked out for the first time.
  Result<std::optional<std::vector<educators::InTheWay>>> in_the_way(db::ReadTransaction& read,
                                                                     InstitutionId institution,
                                                                     const programs::ProgramNow& program,
                                                                     PersonId educator);

 private:
  /// Of which change of facts, which charter, in which minute.
  struct Mark {
    std::int64_t change = -1, charter = 0, minute = 0;
    bool operator==(const Mark&) const = default;
  };
  using Pools = Kept<programs::ProgramId, Mark, KnownPool>;
  /// Of a change of facts and of a charter.
  using Ways = Kept<std::pair<programs::ProgramId, PersonId>, std::pair<std::int64_t, std::int64_t>,
                    std::vector<educators::InTheWay>>;

  db::Database& database_;
  const Clock& clock_;
  KnownFacts known_;  // before what is made of it
  Pools pools_{16};
  Ways ways_{500};  // as many as look at their own pages at a time

  Result<Mark> mark_of(db::ReadTransaction& read, InstitutionId institution, const programs::ProgramNow& program);
};

/// Safe to call from many threads.
preferences::OfferedTo offered_to(std::shared_ptr<Suggestions> suggestions);
/// The same for what is shown only.
preferences::OfferedTo shown_to(std::shared_ptr<Suggestions> suggestions);
/// Who could teach a learner who waits.
match_runs::FittingFor fitting_for(std::shared_ptr<Suggestions> suggestions);
educators::InTheWayOf in_the_way_of(std::shared_ptr<Suggestions> suggestions);
/// The people of a program with this in their name.
preferences::FoundByName found_by_name(std::shared_ptr<Suggestions> suggestions);

}  // namespace chiron::app
