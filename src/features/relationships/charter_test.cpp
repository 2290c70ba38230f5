// A relationship stays under the charter version it was agreed under: its conflict policy is that version's, a new
// version leaves it unchecked, and a widening waits for every party's consent. Three ways each, on both engines.
#include <thread>

#include "features/relationships/testing_relationships.h"

namespace chiron::relationships {
namespace {

using conflict::DutyKind;
using conflict::Level;

class CharterTest : public RelationshipsFixture {
 protected:
  /// Mentoring in which supervising a thesis blocks.
  static programs::Terms strict() {
    auto terms = mentoring();
    terms.program.policy = *terms.program.policy.with("thesis", Level::block);
    return terms;
  }
  std::int64_t change(const programs::Terms& terms) {
    const auto changed = programs::change_charter(database(), operator_(), program_, terms, clock_, random_);
    EXPECT_TRUE(changed) << (changed ? "" : changed.error().debug_text());
    return changed ? changed->number : 0;
  }
  Result<> move(RelationshipId id, std::int64_t version) {
    return move_to_charter(database(), operator_(), id, version, clock_, random_);
  }
  Result<> consent(RelationshipId id, std::int64_t version, const char* who) {
    return consent_to_charter(database(), as(who), id, version, clock_, random_);
  }
};
CHIRON_ON_BOTH_ENGINES(CharterTest);

TEST_P(CharterTest, ThePolicyIsTheProgramsAndNotTheStandard) {
  ASSERT_TRUE(duty(DutyKind::supervises_thesis, year));
  EXPECT_TRUE(now(running()).runs());
  program_ = set_up_program(strict());
  EXPECT_EQ(start(offer()).error().key, "relationships.conflict_today");
}

TEST_P(CharterTest, ANewVersionLeavesRelationshipsUncheckedAndUnderTheOldOne) {
  const auto id = running();
  ASSERT_TRUE(duty(DutyKind::supervises_thesis, year));
  ASSERT_EQ(recheck(), 1);
  EXPECT_TRUE(now(id).runs());
  EXPECT_EQ(by_hand("INSERT INTO charter_versions (institution_id, program_id, number, record, matters, terms, widens, "
                    "recorded_at) SELECT institution_id, program_id, 2, record, matters, terms, widens, 1 "
                    "FROM charter_versions WHERE number = 1"),
            "");
  EXPECT_FALSE(now(id).runs()) << "a version that was written by hand";
  ASSERT_EQ(recheck(), 1);
  ASSERT_EQ(change(strict()), 3);
  EXPECT_EQ(now(id).charter_version, 1);
  EXPECT_TRUE(now(id).runs()) << "judged again in the transaction of the change, under what was agreed";
}

TEST_P(CharterTest, ANarrowerVersionIsMovedToAndJudged) {
  const auto id = running();
  ASSERT_TRUE(duty(DutyKind::supervises_thesis, year));
  const auto version = change(strict());
  const auto moved = move(id, version);
  ASSERT_TRUE(moved) << moved.error().debug_text();
  EXPECT_EQ(now(id).state, State::paused);
  EXPECT_EQ(now(id).standing, Standing::judged);
  EXPECT_EQ(move(id, 1).error().key, "relationships.charter_fixed");
  const auto visitor = institutions::Viewer::of_person(institution_, people_["educator"]);
  EXPECT_EQ(move_to_charter(database(), visitor, id, version, clock_, random_).error().code, ErrorCode::forbidden);
}

TEST_P(CharterTest, AWideningNeedsTheConsentOfBoth) {
  program_ = set_up_program(strict());
  const auto id = running();
  const auto version = change(mentoring());
  EXPECT_EQ(move(id, version).error().key, "relationships.consent_missing");
  ASSERT_TRUE(consent(id, version, "educator"));
  EXPECT_EQ(move(id, version).error().key, "relationships.consent_missing");
  EXPECT_EQ(consent(id, version, "other").error().code, ErrorCode::not_found);
  ASSERT_TRUE(consent(id, version, "learner"));
  ASSERT_TRUE(consent(id, version, "learner")) << "saying it again changes nothing";
  const auto moved = move(id, version);
  ASSERT_TRUE(moved) << moved.error().debug_text();
  EXPECT_EQ(now(id).charter_version, version);
  EXPECT_TRUE(now(id).runs());
}

TEST_P(CharterTest, AWideningHiddenBehindANarrowingNeedsConsentToo) {
  program_ = set_up_program(strict());
  const auto id = running();
  change(mentoring());
  const auto last = change(mentoring());
  EXPECT_EQ(move(id, last).error().key, "relationships.consent_missing");
}

TEST_P(CharterTest, HandWrittenSqlIsHeldToConsent) {
  program_ = set_up_program(strict());
  const auto id = running();
  change(mentoring());
  refuses("UPDATE relationships SET charter_version = 2", "relationships.consent_missing");
  refuses("UPDATE relationships SET role = 'coach'", "relationships.charter_fixed");
  ASSERT_TRUE(consent(id, 2, "educator"));
  refuses("UPDATE charter_consents SET person_id = (SELECT id FROM people WHERE external_id = 'learner')",
          "relationships.history_kept");
  ASSERT_TRUE(consent(id, 2, "learner"));
  EXPECT_EQ(by_hand("UPDATE relationships SET charter_version = 2, standing = 'judged'"), "");
  EXPECT_FALSE(now(id).runs()) << "moved by hand: unchecked";
  const std::string copy =
      "INSERT INTO relationships (institution_id, id, program_id, charter_version, role, state, standing, from_day, "
      "to_day, revision) SELECT institution_id, program_id, program_id, 1, ";
  refuses(copy + "'coach', 'offered', 'unchecked', 0, 1, 0 FROM relationships", "relationships.role_of_program");
}

TEST_P(CharterTest, OfRacingConsentsAndMovesNoneGoesAhead) {
  for (int round = 0; round < 4; ++round) {
    program_ = set_up_program(strict());
    const auto id = running();
    const bool widens = round % 2 == 0;
    const auto version = change(widens ? mentoring() : strict());
    SeededRandom one(static_cast<std::uint64_t>(round + 50)), two(static_cast<std::uint64_t>(round + 70));
    std::thread moving([&] { (void)move_to_charter(database(), operator_(), id, version, clock_, one); });
    std::thread consenting([&] { (void)consent_to_charter(database(), as("learner"), id, version, clock_, two); });
    moving.join();
    consenting.join();
    EXPECT_EQ(now(id).charter_version == version, !widens) << "the educator never consented";
    ASSERT_TRUE(set(id, State::closing));
  }
}

}  // namespace
}  // namespace chiron::relationships
