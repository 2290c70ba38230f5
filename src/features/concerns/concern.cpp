// The rules of concerns.
#include "features/concerns/concern.h"

#include <algorithm>

namespace chiron::concerns {
namespace {

using institutions::AccountRole;

constexpr std::string_view states[] = {"received", "looked_at", "closed"};

// "MC", version, suite, kind, zero, number of recipients (2), concern (16), number (4), zeros (4), author (16), the
// hash of the message before (32): the part that is signed. Then commitment (32) and nonce (24), the recipients, each
// user (16), hash (32) and the sealed content key (124), and the ciphertext: whole steps and a tag.
constexpr std::size_t signed_bytes = 80, head_bytes = 136, recipient_bytes = 172, tag_bytes = 16;

template <std::size_t size>
std::array<std::uint8_t, size> array_at(BytesView bytes, std::size_t at) {
  std::array<std::uint8_t, size> out;
  std::ranges::copy(bytes.subspan(at, size), out.begin());
  return out;
}
std::uint32_t number_at(BytesView bytes, std::size_t at, std::size_t size) {
  std::uint32_t value = 0;
  for (const std::uint8_t byte : bytes.subspan(at, size)) value = value << 8 | byte;
  return value;
}
template <std::size_t size>
bool is_zero(const std::array<std::uint8_t, size>& bytes) {
  return bytes == std::array<std::uint8_t, size>{};
}

std::optional<Head> read_head(BytesView sealed) {
  if (sealed.size() < head_bytes || sealed[0] != 'M' || sealed[1] != 'C' || sealed[2] != 1 || sealed[3] != 1 ||
      sealed[4] < 1 || sealed[4] > 3 || sealed[5] != 0 || number_at(sealed, 28, 4) != 0)
    return {};
  Head head;
  head.kind = static_cast<Kind>(sealed[4]);
  head.concern = ConcernId(array_at<16>(sealed, 8));
  head.number = number_at(sealed, 24, 4);
  head.author = array_at<16>(sealed, 32);
  head.before = array_at<32>(sealed, 48);
  const std::size_t count = number_at(sealed, 6, 2), body_from = head_bytes + count * recipient_bytes;
  if (count < 1 || count > most_recipients || sealed.size() < body_from + step_bytes + tag_bytes) return {};
  const std::size_t body = sealed.size() - body_from - tag_bytes;
  if (body % step_bytes != 0 || body / step_bytes > most_steps) return {};
  for (std::size_t n = 0; n < count; ++n) {
    const std::size_t at = head_bytes + n * recipient_bytes;
    head.recipients.push_back({array_at<16>(sealed, at), array_at<32>(sealed, at + 16)});
    if (n > 0 && head.recipients[n - 1].user >= head.recipients[n].user) return {};
  }
  return head;
}

/// What belongs together: the first is number one and follows nothing; only an answer has an author.
bool is_whole(const Head& head) {
  const bool first = head.kind == Kind::first, answers = head.kind == Kind::answer;
  return (head.number == 1) == first && head.number > 0 && is_zero(head.before) == first &&
         is_zero(head.author) != answers;
}

}  // namespace

static_assert(signed_bytes + sizeof(Hash) + 24 == head_bytes);

bool is_contact(const std::vector<institutions::RoleGrant>& roles) {
  bool named = false;
  for (const auto& [role, program] : roles) {
    if (role == AccountRole::coordinator || role == AccountRole::lead || role == AccountRole::operator_) return false;
    named = named || (role == AccountRole::confidential_contact && !program);
  }
  return named;
}

std::string_view name_of(ConcernState state) { return states[static_cast<std::size_t>(state)]; }

Result<ConcernState> parse_state(std::string_view name) {
  for (const ConcernState state : {ConcernState::received, ConcernState::looked_at, ConcernState::closed})
    if (name_of(state) == name) return state;
  return err(refuse("concerns.state").with("state", std::string(name)));
}

Result<Head> head_of(BytesView sealed) {
  auto head = read_head(sealed);
  if (!head || !is_whole(*head)) return err(refuse("concerns.malformed"));
  return *std::move(head);
}

}  // namespace chiron::concerns
