// Keeps each distinct text of a large import once. Facts hold views into the pool; a million duties share their words.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace chiron::people {

/// An append-only set of texts with stable addresses. Views stay valid as long as the pool lives.
class TextPool {
 public:
  TextPool();
  TextPool(const TextPool&) = delete;
  TextPool& operator=(const TextPool&) = delete;

  /// The pool's own copy of a text; the same view (same address) for equal texts.
  std::string_view keep(std::string_view text);
  std::size_t texts() const { return count_; }
  std::size_t bytes() const { return bytes_; }

 private:
  struct Slot {
    std::uint64_t hash = 0;
    std::string_view text;
  };
  void grow();

  std::vector<Slot> slots_;
  std::size_t count_ = 0;
  std::size_t bytes_ = 0;
  std::vector<std::unique_ptr<char[]>> chunks_;
  std::size_t chunk_left_ = 0;
  char* chunk_at_ = nullptr;
};

}  // namespace chiron::people
