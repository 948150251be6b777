// Arena: bump allocation for the bytes of one event. Views into an arena stay valid until clear()
// or destruction, also when the arena is moved. An arena frees its first block only when the arena
// is destroyed. One owner, one thread.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace auweave::base {

class Arena {
 public:
  // Returns room for `size` uninitialized bytes.
  char* allocate(std::size_t size) {
    if (size > left_) grow(size);
    char* at = next_;
    next_ += size;
    left_ -= size;
    return at;
  }

  std::string_view copy(std::string_view text) {
    if (text.empty()) return {};
    char* at = allocate(text.size());
    std::memcpy(at, text.data(), text.size());
    return {at, text.size()};
  }

  // Invalidates every view into the arena, and frees all blocks but the arena's first, so events
  // that fit into one block allocate no memory.
  void clear() {
    if (blocks_.size() > 1) blocks_.resize(1);
    next_ = blocks_.empty() ? nullptr : blocks_.front().get();
    left_ = blocks_.empty() ? 0 : kBlock;
  }

 private:
  static constexpr std::size_t kBlock = 64UL * 1024;

  void grow(std::size_t size) {
    // The first block has exactly kBlock bytes, because clear() makes kBlock bytes free.
    if (blocks_.empty()) add(kBlock);
    if (size > left_) add(size > kBlock ? size : kBlock);
  }
  void add(std::size_t size) {
    blocks_.push_back(std::make_unique_for_overwrite<char[]>(size));
    next_ = blocks_.back().get();
    left_ = size;
  }

  std::vector<std::unique_ptr<char[]>> blocks_;
  char* next_ = nullptr;
  std::size_t left_ = 0;
};

}  // namespace auweave::base
