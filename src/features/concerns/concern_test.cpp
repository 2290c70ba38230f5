// Who may be a contact, and the form of sealed messages.
#include "features/concerns/concern.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace chiron::concerns {
namespace {

using institutions::AccountRole;

TEST(Contacts, HaveTheRoleAndNoneThatAConcernMayBeAbout) {
  const ProgramId program({1});
  EXPECT_TRUE(is_contact({{AccountRole::confidential_contact, {}}}));
  EXPECT_TRUE(is_contact({{AccountRole::confidential_contact, {}}, {AccountRole::evaluator, {}}}));
  EXPECT_FALSE(is_contact({}));
  EXPECT_FALSE(is_contact({{AccountRole::confidential_contact, program}})) << "of one program alone";
  for (const auto role : {AccountRole::coordinator, AccountRole::lead, AccountRole::operator_})
    for (const auto& where : {std::optional<ProgramId>(), std::optional(program)})
      EXPECT_FALSE(is_contact({{AccountRole::confidential_contact, {}}, {role, where}}));
}

TEST(States, AreReadAsTheyAreNamed) {
  for (const auto state : {ConcernState::received, ConcernState::looked_at, ConcernState::closed})
    EXPECT_EQ(parse_state(name_of(state)), state);
  EXPECT_EQ(parse_state("new").error().key, "concerns.state");
}

/// A message with the form of one, of `steps` of padding.
Bytes message(Kind kind, std::uint8_t number, std::vector<std::uint8_t> users, std::size_t steps = 1) {
  Bytes out(136 + users.size() * 172 + steps * step_bytes + 16);
  out[0] = 'M', out[1] = 'C', out[2] = 1, out[3] = 1, out[4] = static_cast<std::uint8_t>(kind);
  out[7] = static_cast<std::uint8_t>(users.size());
  out[8] = 9;
  out[27] = number;
  if (kind == Kind::answer) out[32] = 5;
  if (number != 1) out[48] = 7;
  for (std::size_t n = 0; n < users.size(); ++n) out[136 + n * 172] = users[n];
  return out;
}
std::string refused(const Bytes& bytes) {
  const auto head = head_of(bytes);
  return head ? "" : head.error().key;
}

TEST(Heads, AreReadWhereTheyAreWhole) {
  const auto head = head_of(message(Kind::answer, 3, {0, 1, 4}, 2));
  ASSERT_TRUE(head);
  EXPECT_EQ(head->kind, Kind::answer);
  EXPECT_EQ(head->number, 3U);
  EXPECT_EQ(head->concern.bytes()[0], 9);
  EXPECT_EQ(head->author[0], 5);
  EXPECT_EQ(head->before[0], 7);
  ASSERT_EQ(head->recipients.size(), 3U);
  EXPECT_EQ(head->recipients[2].user[0], 4);
  EXPECT_EQ(refused(message(Kind::first, 1, {1, 2}, most_steps)), "");
}

TEST(Heads, AreRefusedInEveryOtherForm) {
  const std::string no = "concerns.malformed";
  const Bytes good = message(Kind::first, 1, {1, 2});
  for (const std::size_t at : {0, 1, 2, 3, 5, 6, 28, 31}) {
    Bytes changed = good;
    changed[at] ^= 0x10;
    EXPECT_EQ(refused(changed), no) << at;
  }
  for (std::size_t size = 0; size < good.size(); ++size)
    EXPECT_EQ(refused(Bytes(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(size))), no) << size;
  EXPECT_EQ(refused(message(Kind::first, 2, {1, 2})), no) << "the first is number one";
  EXPECT_EQ(refused(message(Kind::more, 1, {1, 2})), no);
  EXPECT_EQ(refused(message(static_cast<Kind>(4), 2, {1, 2})), no);
  EXPECT_EQ(refused(message(Kind::first, 1, {2, 1})), no) << "out of order";
  EXPECT_EQ(refused(message(Kind::first, 1, {1, 1})), no) << "twice";
  EXPECT_EQ(refused(message(Kind::first, 1, {})), no);
  EXPECT_EQ(refused(message(Kind::first, 1, {1, 2}, most_steps + 1)), no);
  EXPECT_EQ(refused(message(Kind::first, 1, {1, 2}, 0)), no);
  Bytes authored = good;
  authored[32] = 1;
  EXPECT_EQ(refused(authored), no) << "nobody says who writes";
}

}  // namespace
}  // namespace chiron::concerns
