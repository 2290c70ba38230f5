// Each in one transaction with its audit entry, which never names who said no or left.
#include "features/relationships/offer_actions.h"

#include <algorithm>

#include <fmt/format.h>

#include "features/programs/program_access.h"
#include "features/programs/program_store.h"
#include "features/relationships/endings.h"
#include "features/relationships/relationship_events.h"
#include "platform/crypto/derived_random.h"

namespace chiron::relationships {
namespace {

using institutions::Viewer;

/// What keeps an offer from beginning (trigger relationship_active).
bool blocks_from(const std::vector<StoredFinding>& findings, Date today) {
  return std::ranges::any_of(findings, [&](const StoredFinding& finding) {
    return finding.level == conflict::Level::block && finding.standing == conflict::Standing::applies &&
           today < finding.days.to;
  });
}

/// Without an actor: that an offer was declined is told, not by whom.
Result<> close_offer(db::WriteTransaction& write, const At& at, RelationshipId id, Ending ending, Date today) {
  TRY(set_state(write, at.institution, id, State::closed));
  TRY(insert(write, at.institution, id, Ended{today, ending}));
  return note(write, at, id, "offer.ended", fmt::format(R"({{"ending":"{}"}})", name_of(ending)));
}

/// An offer that somebody had in hand ends; its learner waits for another.
Result<> end_offer(db::WriteTransaction& write, const At& at, RelationshipId id, Ending ending, Date today) {
  TRY(close_offer(write, at, id, ending, today));
  const auto relationship = TRY(find(write, at.institution, id));
  if (!relationship) return err(fail(ErrorCode::not_found, "relationships.unknown"));
  return tell_closed(write, at, *relationship, Again::waits, today);
}

/// Does what the answers and the day ask for.
Result<> settle(db::WriteTransaction& write, const At& at, RelationshipId id, Date today) {
  const auto offer = TRY(offer_of(write, at.institution, id));
  if (!offer) return err(fail(ErrorCode::conflict, "relationships.not_offered"));
  std::vector<Answer> said;
  for (const GivenAnswer& given : TRY(answers_to(write, at.institution, id))) said.push_back(given.answer);
  const auto parties = TRY(parties_of(write, at.institution, id));
  switch (fate_of(offer->acceptance, said, parties.size(), offer->answer_by, today)) {
    case Fate::waits: return {};
    case Fate::declined: return end_offer(write, at, id, Ending::declined, today);
    case Fate::not_answered: return end_offer(write, at, id, Ending::not_answered, today);
    case Fate::stands: break;
  }
  TRY(judge(write, at, id));
  if (blocks_from(TRY(findings_of(write, at.institution, id)), today))
    return end_offer(write, at, id, Ending::conflict, today);
  TRY(set_state(write, at.institution, id, State::active));
  return note(write, at, id, "relationship.began");
}

/// The relationship, if the viewer is one of its parties; to all others it does not exist.
Result<Relationship> of_party(db::ReadTransaction& read, const Viewer& viewer, RelationshipId id) {
  auto found = TRY(find(read, viewer.institution_id, id));
  const auto parties = TRY(parties_of(read, viewer.institution_id, id));
  const bool is_party = std::ranges::any_of(
      parties, [&](const KnownParty& party) { return viewer.person == party.person && !party.left_on; });
  if (!found || !is_party) return err(fail(ErrorCode::not_found, "relationships.unknown"));
  return *std::move(found);
}

}  // namespace

std::string_view name_of(Offering offering) {
  switch (offering) {
    case Offering::made: return "made";
    case Offering::has_place: return "has_place";
    case Offering::no_seat: return "no_seat";
    case Offering::conflict: return "conflict";
    case Offering::too_late: return "too_late";
  }
  return "";
}

Result<std::vector<Offering>> make_offers(db::WriteTransaction& write, const At& at,
                                          const std::vector<NewOffer>& offers) {
  std::vector<Offering> became(offers.size(), Offering::made);
  const Date today = TRY(today_of(write, at));
  std::vector<RelationshipId> made;
  for (std::size_t n = 0; n < offers.size(); ++n) {
    const NewOffer& offer = offers[n];
    // Asked first: a statement that the database refuses would undo all others.
    if (offer.days.to <= today) became[n] = Offering::too_late;
    else if (TRY(holds_place(write, at.institution, offer.program, offer.learner))) became[n] = Offering::has_place;
    else if (!TRY(has_seat_left(write, at.institution, offer.program, offer.educator))) became[n] = Offering::no_seat;
    if (became[n] != Offering::made) continue;
    Relationship relationship;
    relationship.id = offer.id;
    relationship.program = offer.program;
    relationship.charter_version = offer.charter_version;
    relationship.role = offer.role;
    relationship.days = {std::max(offer.days.from, today), offer.days.to};
    TRY(insert(write, at.institution, relationship,
               {{offer.learner, Side::learner}, {offer.educator, Side::educator}}));
    TRY(insert(write, at.institution, offer.id, Offer{offer.acceptance, today, today + answer_days}));
    made.push_back(offer.id);
  }
  if (made.empty()) return became;
  TRY(judge(write, at, made));
  const auto findings = TRY(findings_of(write, at.institution, made));
  OffersMade waiting{at.institution, at.now, {}, today + answer_days, {}};
  for (std::size_t n = 0; n < offers.size(); ++n) {
    if (became[n] != Offering::made) continue;
    const auto found = findings.find(offers[n].id);
    if (found != findings.end() && blocks_from(found->second, today)) {
      became[n] = Offering::conflict;
      TRY(close_offer(write, at, offers[n].id, Ending::conflict, today));
    } else {
      TRY(note(write, at, offers[n].id, "offer.made"));
      waiting.offers.push_back(
          {offers[n].id, offers[n].program, offers[n].acceptance, offers[n].learner, offers[n].educator});
    }
  }
  if (waiting.offers.empty()) return became;
  waiting.seed = crypto::draw_seed(at.random);
  TRY(write.publish(waiting));
  return became;
}

Result<> answer_offer(db::Database& database, const Viewer& viewer, RelationshipId id, Answer answer,
                      const Clock& clock, Random& random) {
  const auto seed = crypto::draw_seed(random);
  const Instant now = clock.now();
  return database.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    crypto::DerivedRandom drawn(seed);
    const At at{viewer.institution_id, now, drawn};
    const auto relationship = TRY(of_party(write, viewer, id));
    if (relationship.state != State::offered) return err(fail(ErrorCode::conflict, "relationships.offer_settled"));
    const auto given = TRY(answers_to(write, at.institution, id));
    if (std::ranges::any_of(given, [&](const GivenAnswer& one) { return one.person == *viewer.person; }))
      return err(fail(ErrorCode::conflict, "relationships.answered"));
    TRY(insert(write, at.institution, id, GivenAnswer{*viewer.person, answer}, now));
    TRY(note(write, at, id, "offer.answered"));
    return settle(write, at, id, TRY(today_of(write, at)));
  });
}

Result<> end(db::Database& database, const Viewer& viewer, RelationshipId id, const Clock& clock, Random& random) {
  const auto seed = crypto::draw_seed(random);
  const Instant now = clock.now();
  return database.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    crypto::DerivedRandom drawn(seed);
    const At at{viewer.institution_id, now, drawn};
    const auto relationship = TRY(of_party(write, viewer, id));
    if (relationship.state == State::offered || relationship.state == State::closed)
      return err(fail(ErrorCode::conflict, "relationships.not_running"));
    // An educator who leaves leaves a learner behind; a learner who wants somebody else asks for a re-match.
    const auto parties = TRY(parties_of(write, at.institution, id));
    const bool learner = std::ranges::any_of(parties, [&](const KnownParty& party) {
      return party.person == *viewer.person && party.side == Side::learner;
    });
    return close_running(write, at, relationship, learner ? Again::no : Again::waits);
  });
}

Result<> ask_for_rematch(db::Database& database, const Viewer& viewer, RelationshipId id, const Clock& clock,
                         Random& random) {
  const auto seed = crypto::draw_seed(random);
  const Instant now = clock.now();
  return database.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    crypto::DerivedRandom drawn(seed);
    const At at{viewer.institution_id, now, drawn};
    const auto relationship = TRY(find(write, at.institution, id));
    if (!relationship) return err(fail(ErrorCode::not_found, "relationships.unknown"));
    const auto parties = TRY(parties_of(write, at.institution, id));
    const auto mine = std::ranges::find_if(
        parties, [&](const KnownParty& party) { return viewer.person == party.person && !party.left_on; });
    const bool learns = mine != parties.end() && mine->side == Side::learner;
    const bool runs = programs::may_run(viewer, relationship->program);
    if (!learns && !runs)
      return err(mine == parties.end() ? fail(ErrorCode::not_found, "relationships.unknown")
                                       : fail(ErrorCode::forbidden, "relationships.rematch_not_yours"));
    if (relationship->state == State::closed) return err(fail(ErrorCode::conflict, "relationships.not_running"));
    if (relationship->state != State::offered) return close_running(write, at, *relationship, Again::waits);
    return end_offer(write, at, id, learns ? Ending::declined : Ending::withdrawn, TRY(today_of(write, at)));
  });
}

Result<int> settle_offers(db::WriteTransaction& write, const At& at, Date day, int limit) {
  const auto due = TRY(offers_due(write, at.institution, day, limit));
  for (const RelationshipId id : due) TRY(settle(write, at, id, day));
  return static_cast<int>(due.size());
}

}  // namespace chiron::relationships
