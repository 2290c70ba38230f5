// One list of people: limits, keys, lottery order.
#include "engines/matching/people_list.h"

#include <algorithm>

namespace chiron::matching {

std::vector<std::uint32_t> lottery_order(std::uint32_t count, std::uint64_t seed,
                                         const std::vector<CanonicalKey>& keys) {
  struct Drawn {
    std::uint64_t number;
    CanonicalKey key;
    std::uint32_t person;
  };
  std::vector<Drawn> drawn(count);
  for (std::uint32_t p = 0; p < count; ++p) drawn[p] = {lottery_number(seed, key_in(keys, p)), key_in(keys, p), p};
  std::sort(drawn.begin(), drawn.end(),
            [](const Drawn& a, const Drawn& b) { return a.number != b.number ? a.number < b.number : a.key < b.key; });
  std::vector<std::uint32_t> order(count);
  std::ranges::transform(drawn, order.begin(), &Drawn::person);
  return order;
}

Result<> fits(std::string what, std::uint64_t count, std::uint64_t limit) {
  if (count <= limit) return {};
  return err(fail(ErrorCode::limit, "matching.too_large")
                 .with("what", std::move(what))
                 .with("count", std::to_string(count))
                 .with("limit", std::to_string(limit)));
}

Result<> are_keys(std::uint32_t count, std::vector<CanonicalKey> keys) {
  if (keys.empty()) return {};
  std::sort(keys.begin(), keys.end());
  if (keys.size() == count && std::adjacent_find(keys.begin(), keys.end()) == keys.end()) return {};
  return err(fail(ErrorCode::internal, "matching.bad_problem").with("what", "key"));
}

}  // namespace chiron::matching
