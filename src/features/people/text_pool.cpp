// An open-addressing set of views over chunks that never move.
#include "features/people/text_pool.h"

#include <algorithm>
#include <cstring>

namespace chiron::people {
namespace {

constexpr std::size_t chunk_bytes = 1u << 20;

/// FNV-1a over words: fast on short texts. The set is ours alone, and its texts are bounded in number by the row limit.
std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325ull ^ text.size();
  while (text.size() >= 8) {
    std::uint64_t word;
    std::memcpy(&word, text.data(), 8);
    hash = (hash ^ word) * 0x9E3779B97F4A7C15ull;
    hash ^= hash >> 32;
    text.remove_prefix(8);
  }
  std::uint64_t word = 0;
  std::memcpy(&word, text.data(), text.size());
  hash = (hash ^ word) * 0x9E3779B97F4A7C15ull;
  return hash ^ (hash >> 29);
}

}  // namespace

TextPool::TextPool() : slots_(1024) {}

std::string_view TextPool::keep(std::string_view text) {
  if (text.empty()) return {};
  const std::uint64_t hash = hash_of(text);
  std::size_t mask = slots_.size() - 1;
  std::size_t at = hash & mask;
  while (slots_[at].text.data()) {
    if (slots_[at].hash == hash && slots_[at].text == text) return slots_[at].text;
    at = (at + 1) & mask;
  }
  if (text.size() > chunk_left_) {
    const std::size_t size = std::max(chunk_bytes, text.size());
    chunks_.push_back(std::make_unique_for_overwrite<char[]>(size));
    chunk_at_ = chunks_.back().get();
    chunk_left_ = size;
  }
  std::memcpy(chunk_at_, text.data(), text.size());
  const std::string_view kept(chunk_at_, text.size());
  chunk_at_ += text.size();
  chunk_left_ -= text.size();
  bytes_ += text.size();
  slots_[at] = {hash, kept};
  if (++count_ * 3 > slots_.size() * 2) grow();
  return kept;
}

void TextPool::grow() {
  std::vector<Slot> old(slots_.size() * 2);
  old.swap(slots_);
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (!slot.text.data()) continue;
    std::size_t at = slot.hash & mask;
    while (slots_[at].text.data()) at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

}  // namespace chiron::people
