// Offering, answering and ending: the life of a relationship as its parties see it.
#pragma once

#include "features/relationships/offer_store.h"
#include "features/relationships/relationship_actions.h"

namespace chiron::relationships {

/// A pair that a published match brings together.
struct NewOffer {
  RelationshipId id;
  programs::ProgramId program;
  std::int64_t charter_version = 1;
  conflict::Role role = conflict::Role::mentor;
  programs::Acceptance acceptance = programs::Acceptance::stands_unless_declined;
  DateRange days;
  PersonId learner, educator;
};

/// What became of a pair that was to be offered.
enum class Offering : std::uint8_t {
  made,
  has_place,  ///< the learner holds a place in the program already
  no_seat,    ///< the educator's seats are taken
  conflict,   ///< facts learned since the match: a block lies in the term
  too_late,   ///< the term is over
};
std::string_view name_of(Offering offering);

/// Offers pairs, each if it still can be, and judges them; those with a block in their term end at once, the others are
/// published as OffersMade. In the caller's transaction: give few at a time, since no write runs longer than 20 ms.
Result<std::vector<Offering>> make_offers(db::WriteTransaction& write, const At& at,
                                          const std::vector<NewOffer>& offers);

/// A party says yes or no; the last yes, and every no, settles the offer at once. Errors: "relationships.unknown"
/// (not_found, to all who are no party), "relationships.offer_settled", "relationships.answered" (conflict: this person
/// has answered), "relationships.conflict_in_term".
Result<> answer_offer(db::Database& database, const institutions::Viewer& viewer, RelationshipId id, Answer answer,
                      const Clock& clock, Random& random);

/// A party leaves, any time, without a reason and without blame; the other side and the program are told that it
/// ended, nothing more. Errors: "relationships.unknown" (not_found), "relationships.not_running" (conflict).
Result<> end(db::Database& database, const institutions::Viewer& viewer, RelationshipId id, const Clock& clock,
             Random& random);

/// A learner of the relationship, or who runs its program, asks for somebody else, without a reason and without blame.
/// What runs ends early, an offer ends, nothing else does; the learner waits for another, before all who have had
/// nobody (RelationshipClosed). As with end(), nothing kept says who asked. Errors: "relationships.unknown"
/// (not_found), "relationships.rematch_not_yours" (forbidden: an educator leaves by end()),
/// "relationships.not_running" (conflict).
Result<> ask_for_rematch(db::Database& database, const institutions::Viewer& viewer, RelationshipId id,
                         const Clock& clock, Random& random);

/// Settles offers that no longer wait on a day, at most `limit`; returns how many. Part of begin_day.
Result<int> settle_offers(db::WriteTransaction& write, const At& at, Date day, int limit);

}  // namespace chiron::relationships
