// Memory for arrays that are read in no order: in large pages where the system gives them. With pages of 4 KiB a solve
// of 10,000 learners spends half of its time on page faults and address translation (docs/performance.md).
#pragma once

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <new>
#include <vector>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace chiron::matching {

/// An allocator that asks for large pages from half a page up; smaller arrays are left to the usual one.
template <class T>
struct LargePages {
  using value_type = T;
  static constexpr std::size_t page_bytes = std::size_t{2} << 20;

  LargePages() = default;
  template <class U>
  LargePages(const LargePages<U>&) {}

  /// Throws std::bad_alloc.
  T* allocate(std::size_t count) {
    const std::size_t bytes = count * sizeof(T);
    if (!is_large(count)) return std::allocator<T>().allocate(count);
    const std::size_t whole = (bytes + page_bytes - 1) / page_bytes * page_bytes;
    void* const at = std::aligned_alloc(page_bytes, whole);
    if (at == nullptr) throw std::bad_alloc();
#ifdef __linux__
    // A wish: where it is not granted the pages are small.
    (void)madvise(at, whole, MADV_HUGEPAGE);
#endif
    return static_cast<T*>(at);
  }
  void deallocate(T* at, std::size_t count) {
    if (is_large(count)) std::free(at);
    else std::allocator<T>().deallocate(at, count);
  }

  bool operator==(const LargePages&) const { return true; }

 private:
  static bool is_large(std::size_t count) { return count >= page_bytes / 2 / sizeof(T); }
};

/// A vector in large pages.
template <class T>
using Large = std::vector<T, LargePages<T>>;

/// An array whose elements are made but not set.
template <class T>
class LargeArray {
 public:
  LargeArray() = default;
  explicit LargeArray(std::size_t count) : at_(LargePages<T>().allocate(count), Free{count}) {
    std::uninitialized_default_construct_n(at_.get(), count);
  }
  T* get() const { return at_.get(); }
  T& operator[](std::size_t n) const { return at_[static_cast<std::ptrdiff_t>(n)]; }
  bool empty() const { return at_ == nullptr; }
  void reset() { at_.reset(); }

 private:
  struct Free {
    std::size_t count = 0;
    void operator()(T* at) const { LargePages<T>().deallocate(at, count); }
  };
  std::unique_ptr<T[], Free> at_;
};

}  // namespace chiron::matching
