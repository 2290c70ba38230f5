// Reading tables of ids and numbers.
#include "features/instances/table.h"

#include "platform/crypto/sha256.h"

namespace chiron::instances {
namespace {

matching::CanonicalKey key_of(std::string_view id) {
  const auto digest = crypto::sha256({reinterpret_cast<const std::uint8_t*>(id.data()), id.size()});
  matching::CanonicalKey key;
  for (std::size_t n = 0; n < 8; ++n) {
    key.high = key.high << 8 | digest[n];
    key.low = key.low << 8 | digest[n + 8];
  }
  return key;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

Result<std::vector<std::size_t>> places_of(const std::string& path, const std::vector<std::string>& headings,
                                           const std::vector<std::string_view>& columns, std::size_t needed) {
  std::vector<std::size_t> places;
  for (std::size_t n = 0; n < columns.size(); ++n) {
    const auto found = std::find_if(headings.begin(), headings.end(),
                                    [&](const std::string& heading) { return trimmed(heading) == columns[n]; });
    if (found == headings.end() && n < needed) {
      std::string all;
      for (std::size_t m = 0; m < needed; ++m) all += (m == 0 ? "" : ",") + std::string(columns[m]);
      return err(refuse("instances.missing_column")
                     .with("file", path)
                     .with("column", std::string(columns[n]))
                     .with("needed", all));
    }
    places.push_back(found == headings.end() ? nowhere : static_cast<std::size_t>(found - headings.begin()));
  }
  return places;
}

Result<csv::Reader> open_instance(const std::string& path) {
  csv::ReadOptions options;
  options.limits.bytes = std::uint64_t{1} << 40;
  options.limits.rows = matching::max_pairs;
  return csv::Reader::open(path, options);
}

bool Scores::add(Decimal score) {
  if (score.decimals > decimals_ && !count_in(score.decimals)) return false;
  const auto steps = score.steps(decimals_);
  if (!steps || *steps > matching::max_score || *steps < -matching::max_score) return false;
  largest_ = std::max(largest_, std::abs(*steps));
  steps_.push_back(static_cast<std::int32_t>(*steps));
  return true;
}

bool Scores::count_in(unsigned decimals) {
  if (decimals <= decimals_) return true;
  std::int32_t factor = 1;
  for (unsigned n = decimals_; n < decimals; ++n) factor *= 10;
  if (largest_ * factor > matching::max_score) return false;
  for (std::int32_t& score : steps_) score *= factor;
  largest_ *= factor;
  decimals_ = decimals;
  return true;
}

std::vector<matching::CanonicalKey> keys_of(const IdTable& ids) {
  std::vector<matching::CanonicalKey> keys(ids.size());
  for (std::uint32_t n = 0; n < ids.size(); ++n) keys[n] = key_of(ids.text(n));
  return keys;
}

}  // namespace chiron::instances
