// The audit chain on both engines: what the database refuses, and what `verify` finds when someone with full power over
// the database has removed those refusals.
#include "features/audit/audit.h"

#include <gtest/gtest.h>

#include "features/institutions/institution_store.h"
#include "platform/db/testing.h"

namespace chiron::audit {
namespace {

using institutions::Institution;

class AuditChain : public db::testing::DatabaseTest {
 protected:
  void SetUp() override {
    open({institutions::migrations, migrations});
    if (IsSkipped()) return;
    for (auto* id : {&here_, &there_}) {
      *id = InstitutionId::random(random_);
      const auto institution =
          Institution::of(*id, id == &here_ ? "here" : "there", "A school", "UTC", institutions::Mode::demo).value();
      ASSERT_TRUE(database().write_and_wait(
          [&](db::WriteTransaction& write) { return institutions::insert(write, institution); }));
    }
  }

  Head add(InstitutionId institution, const std::string& payload = R"({"n":1})") {
    const Event event{"relationship.ended", AnyId::random(random_), subject_, payload};
    const Salt salt = draw_salt(random_);
    auto added = database().write_and_wait([&](db::WriteTransaction& write) {
      return append(write, institution, Instant{1'000'000 * ++time_}, event, salt);
    });
    EXPECT_TRUE(added) << added.error().debug_text();
    return *added;
  }
  void add_many(int count) {
    for (int i = 0; i < count; ++i) last_ = add(here_);
  }
  Verification verified(std::span<const Head> remembered = {}) {
    auto result = database().read([&](db::ReadTransaction& read) { return verify(read, here_, remembered); });
    EXPECT_TRUE(result) << result.error().debug_text();
    return *result;
  }
  /// What an operator with full power can do: remove the triggers, then write.
  void tamper(const std::string& script) {
    const bool lite = GetParam() == db::Engine::sqlite;
    const std::string disarm =
        lite ? "DROP TRIGGER audit_entries_kept; DROP TRIGGER audit_entries_fixed; DROP TRIGGER audit_entries_next;"
             : "ALTER TABLE audit_entries DISABLE TRIGGER USER;";
    EXPECT_EQ(by_hand(disarm + script), "");
  }
  std::string finding(std::span<const Head> remembered = {}) {
    const auto result = verified(remembered);
    return result.fault ? std::string(name_of(*result.fault)) + " " + std::to_string(result.fault_seq) : "sound";
  }

  SeededRandom random_{23};
  InstitutionId here_, there_;
  AnyId subject_ = AnyId::random(random_);
  std::int64_t time_ = 0;
  Head last_;
};
CHIRON_ON_BOTH_ENGINES(AuditChain);

TEST_P(AuditChain, PreparesEveryStatement) { db::testing::expect_all_prepare(database(), sql::all); }

TEST_P(AuditChain, IsSoundAndCountsPerInstitution) {
  EXPECT_EQ(finding(), "sound");
  add_many(5);
  add(there_);
  const auto result = verified();
  EXPECT_TRUE(result.sound());
  EXPECT_EQ(result.entries, 5);
  EXPECT_EQ(result.head, last_);
  EXPECT_EQ(result.head.seq, 5);
}

TEST_P(AuditChain, FollowsThePublishedFormula) {
  // Independent of the code: computed with Python's hashlib from the formula in audit.cpp.
  InstitutionId institution;
  const auto made = Institution::of(institution, "nil", "A school", "UTC", institutions::Mode::demo).value();
  Salt salt{};
  auto head_after = database().write_and_wait([&](db::WriteTransaction& write) -> Result<Head> {
    TRY(institutions::insert(write, made));
    return append(write, institution, Instant{1}, Event{"a.b", {}, AnyId(), "{}"}, salt);
  });
  ASSERT_TRUE(head_after);
  std::string hex;
  for (const auto byte : head_after->hash) hex += {"0123456789abcdef"[byte >> 4], "0123456789abcdef"[byte & 15]};
  EXPECT_EQ(hex, "12ead39a3c8080d28bd8fe473e7b5cb9727d8d3b95787b386968cc4086f031b8");
}

TEST_P(AuditChain, AnActionAndItsEntryStandOrFallTogether) {
  auto failed = database().write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    TRY(append(write, here_, Instant{1}, Event{"a.b", {}, {}, "{}"}, Salt{}));
    return err(refuse("test.no"));
  });
  EXPECT_FALSE(failed);
  EXPECT_EQ(verified().entries, 0);
}

TEST_P(AuditChain, RefusesWildTypesAndLargePayloads) {
  const auto key = [&](Event event) {
    auto result = database().write_and_wait(
        [&](db::WriteTransaction& write) { return append(write, here_, Instant{1}, event, Salt{}); });
    return result ? "" : result.error().key;
  };
  EXPECT_EQ(key({"", {}, {}, ""}), "audit.bad_type");
  EXPECT_EQ(key({"Said hello", {}, {}, ""}), "audit.bad_type");
  EXPECT_EQ(key({std::string(65, 'a'), {}, {}, ""}), "audit.bad_type");
  EXPECT_EQ(key({"a", {}, {}, std::string(64 * 1024 + 1, ' ')}), "audit.payload_too_large");
}

TEST_P(AuditChain, TheDatabaseRefusesEveryChangeButErasure) {
  add_many(3);
  for (const char* script : {
           "DELETE FROM audit_entries WHERE seq = 2",
           "UPDATE audit_entries SET time = 5 WHERE seq = 2",
           "UPDATE audit_entries SET type = 'x' WHERE seq = 2",
           "UPDATE audit_entries SET actor = NULL WHERE seq = 2",
           "UPDATE audit_entries SET subject = NULL WHERE seq = 2",
           "UPDATE audit_entries SET payload = 'other' WHERE seq = 2",
           "UPDATE audit_entries SET payload = NULL WHERE seq = 2",
           "UPDATE audit_entries SET seq = 9 WHERE seq = 2",
           "INSERT INTO audit_entries SELECT institution_id, seq + 1, time, type, actor, subject, salt, payload,"
           " payload_hash, hash FROM audit_entries WHERE seq = 1",
       })
    EXPECT_NE(by_hand(script).find("chiron:audit.append_only"), std::string::npos) << script;
  const char* around = GetParam() == db::Engine::sqlite
                           ? "INSERT OR REPLACE INTO audit_entries SELECT institution_id, seq, 5, type, actor, subject,"
                             " salt, payload, payload_hash, hash FROM audit_entries WHERE seq = 3"
                           : "TRUNCATE audit_entries";
  EXPECT_NE(by_hand(around).find("chiron:audit.append_only"), std::string::npos);
  EXPECT_EQ(finding(std::span(&last_, 1)), "sound");
}

TEST_P(AuditChain, AnErasureChangesNothingElse) {
  // Each column by itself, together with an erasure that would be allowed, and on an entry that was erased before.
  add_many(3);
  for (const char* change : {"institution_id = (SELECT id FROM institutions WHERE slug = 'there')", "seq = seq + 100",
                             "time = time + 1", "type = 'x'", "actor = subject", "actor = NULL", "subject = actor",
                             "subject = NULL", "payload_hash = hash", "hash = payload_hash"}) {
    const std::string erasing =
        "UPDATE audit_entries SET salt = NULL, payload = NULL, " + std::string(change) + " WHERE seq = 2";
    EXPECT_NE(by_hand(erasing).find("chiron:audit.append_only"), std::string::npos) << erasing;
  }
  for (const char* half :
       {"UPDATE audit_entries SET salt = NULL WHERE seq = 2", "UPDATE audit_entries SET payload = NULL WHERE seq = 2"})
    EXPECT_NE(by_hand(half).find("chiron:audit.append_only"), std::string::npos) << half;
  EXPECT_EQ(finding(std::span(&last_, 1)), "sound");
}

TEST_P(AuditChain, StaysSoundWhenPayloadsAreErased) {
  add_many(3);
  const auto erase = [&](std::int64_t seq) {
    auto result =
        database().write_and_wait([&](db::WriteTransaction& write) { return erase_payload(write, here_, seq); });
    return result ? "" : result.error().key;
  };
  EXPECT_EQ(erase(2), "");
  EXPECT_EQ(erase(4), "audit.unknown_entry");
  EXPECT_EQ(finding(std::span(&last_, 1)), "sound");
  auto entries =
      database().read([&](db::ReadTransaction& read) { return entries_about(read, here_, subject_, 3, 10); });
  ASSERT_EQ(entries.value().size(), 2u);
  EXPECT_EQ(entries.value()[0].seq, 2);
  EXPECT_EQ(entries.value()[0].payload, std::nullopt);
  EXPECT_EQ(entries.value()[0].salt, std::nullopt);
  EXPECT_EQ(entries.value()[1].payload, R"({"n":1})");
  EXPECT_EQ(database()
                .read([&](db::ReadTransaction& read) { return entries_about(read, there_, subject_, 9, 10); })
                .value()
                .size(),
            0u);
}

TEST_P(AuditChain, FindsAFlippedField) {
  add_many(4);
  tamper("UPDATE audit_entries SET time = time + 1 WHERE seq = 3");
  EXPECT_EQ(finding(), "changed 3");
}

TEST_P(AuditChain, FindsAFlippedPayload) {
  add_many(4);
  tamper("UPDATE audit_entries SET payload = '{\"n\":2}' WHERE seq = 3");
  EXPECT_EQ(finding(), "payload 3");
}

TEST_P(AuditChain, FindsAnErasureOfOneHalf) {
  add_many(4);
  tamper("UPDATE audit_entries SET payload = NULL WHERE seq = 3");
  EXPECT_EQ(finding(), "payload 3");
  EXPECT_EQ(by_hand("UPDATE audit_entries SET salt = NULL WHERE seq = 2"), "");
  EXPECT_EQ(finding(), "payload 2") << "without its salt a payload proves nothing";
}

TEST_P(AuditChain, FindsADroppedEntry) {
  add_many(4);
  tamper("DELETE FROM audit_entries WHERE seq = 2");
  EXPECT_EQ(finding(), "missing 2");
}

TEST_P(AuditChain, FindsADroppedAndRenumberedEntry) {
  add_many(4);
  tamper(
      "DELETE FROM audit_entries WHERE seq = 2; UPDATE audit_entries SET seq = 2 WHERE seq = 3;"
      "UPDATE audit_entries SET seq = 3 WHERE seq = 4;");
  EXPECT_EQ(finding(), "changed 2");
}

TEST_P(AuditChain, FindsSwappedEntries) {
  add_many(4);
  tamper(
      "UPDATE audit_entries SET seq = 99 WHERE seq = 2; UPDATE audit_entries SET seq = 2 WHERE seq = 3;"
      "UPDATE audit_entries SET seq = 3 WHERE seq = 99;");
  EXPECT_EQ(finding(), "changed 2");
}

TEST_P(AuditChain, FindsACutEndOnlyByARememberedHead) {
  add_many(4);
  tamper("DELETE FROM audit_entries WHERE seq > 2");
  EXPECT_EQ(finding(), "sound") << "the chain alone cannot know";
  EXPECT_EQ(finding(std::span(&last_, 1)), "cut 3");
}

TEST_P(AuditChain, FindsAChainMadeAnewOnlyByARememberedHead) {
  add_many(3);
  const Head remembered = last_;
  tamper("DELETE FROM audit_entries");
  add_many(4);
  EXPECT_EQ(finding(), "sound") << "the chain alone cannot know";
  EXPECT_EQ(finding(std::span(&remembered, 1)), "rewritten 3");
  const Head of_another{0, {1}};
  EXPECT_EQ(finding({&of_another, 1}), "rewritten 0") << "even an empty chain is its institution's own";
}

TEST_P(AuditChain, ReadsChainsOfAnyLengthToTheirEnd) {
  // More entries than one page of the reading.
  auto added = database().write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    for (int i = 0; i < 5'001; ++i) TRY(append(write, here_, Instant{i}, Event{"a.b", {}, {}, "{}"}, Salt{}));
    return {};
  });
  ASSERT_TRUE(added);
  EXPECT_EQ(verified().entries, 5'001);
  tamper("UPDATE audit_entries SET payload = '{\"n\":2}' WHERE seq = 5001");
  EXPECT_EQ(finding(), "payload 5001");
}

TEST_P(AuditChain, ManyWritersMakeOneChain) {
  std::vector<std::future<Result<Head>>> answers;
  auto other = GetParam() == db::Engine::postgres ? open_again() : nullptr;
  for (int i = 0; i < 40; ++i) {
    db::Database& server = other && i % 2 == 1 ? *other : database();
    const Salt salt = draw_salt(random_);
    answers.push_back(server.write([this, salt, i](db::WriteTransaction& write) {
      return append(write, here_, Instant{i}, Event{"a.b", {}, {}, "{}"}, salt);
    }));
  }
  for (auto& answer : answers) {
    auto result = answer.get();
    EXPECT_TRUE(result) << result.error().debug_text();
  }
  const auto result = verified();
  EXPECT_TRUE(result.sound());
  EXPECT_EQ(result.entries, 40);
}

}  // namespace
}  // namespace chiron::audit
