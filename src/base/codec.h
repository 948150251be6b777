// Encoder, Decoder: write numbers and texts to bytes, and read them back. Saver and Loader are
// built on Encoder and Decoder. An encoded number has 1 to 10 bytes, and an encoded text is
// preceded by its length. Encoder writes no version: whoever saves the encoded bytes adds a
// version.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace auweave::base {

class Encoder {
 public:
  void number(std::uint64_t value) {
    while (value >= 0x80) {
      bytes_ += static_cast<char>(value | 0x80U);
      value >>= 7U;
    }
    bytes_ += static_cast<char>(value);
  }
  void text(std::string_view value) {
    number(value.size());
    bytes_.append(value);
  }
  // Appends the bytes of another Encoder.
  void append(std::string_view encoded) { bytes_.append(encoded); }
  [[nodiscard]] std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

// Decoder: reads the bytes of an Encoder. After damaged bytes every read of a Decoder returns 0 or
// an empty text, and ok() stays false.
class Decoder {
 public:
  explicit Decoder(std::string_view bytes) : bytes_(bytes) {}

  std::uint64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      if (bytes_.empty()) return fail();
      const auto byte = static_cast<unsigned char>(bytes_.front());
      bytes_.remove_prefix(1);
      value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
      if (byte < 0x80) return value;
    }
    return fail();
  }
  std::string_view text() {
    const std::uint64_t size = number();
    if (size > bytes_.size()) {
      fail();
      return {};
    }
    const std::string_view value = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return value;
  }
  // Marks the bytes as damaged; called when a decoded value makes no sense to the caller.
  std::uint64_t fail() {
    ok_ = false;
    bytes_ = {};
    return 0;
  }
  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] bool at_end() const { return bytes_.empty(); }

 private:
  std::string_view bytes_;
  bool ok_ = true;
};

}  // namespace auweave::base
