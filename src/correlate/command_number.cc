#include "correlate/command_number.h"

#include <cstring>

#include "base/digest.h"

namespace auweave::correlate {
namespace {

constexpr std::uint64_t kLines = 1'000;        // lines of a chunk with a number of their own
constexpr std::uint64_t kChunks = 10'000'000;  // chunks with a number of their own
constexpr std::size_t kPlaceDigits = 10;       // of the chunk and of the line
constexpr std::uint64_t kSerials = 1ULL << 32U;

}  // namespace

// A kernel's serial has 32 bits, but a damaged log may have any number.
CommandNumber CommandNumber::of_execve(std::uint64_t serial) {
  if (serial < kSerials) return {false, 0, serial};
  return of_line({0, "execve", serial, 0});
}

CommandNumber CommandNumber::of_line(const LinePlace& place) {
  const bool has_serial = place.recorder > 0 && place.recorder < kSerials;
  if (has_serial && place.chunk < kChunks && place.line < kLines)
    return {false, place.recorder, place.chunk * kLines + place.line};
  base::Digester digester;
  const base::Digest digest = digester.add("line")
                                  .add(place.rec)
                                  .add(place.recorder)
                                  .add(place.chunk)
                                  .add(place.line)
                                  .finish();
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  std::memcpy(&high, digest.data(), sizeof(high));
  std::memcpy(&low, digest.data() + sizeof(high), sizeof(low));
  return {true, high, low};
}

std::string CommandNumber::text() const {
  if (is_hash_) {
    base::Digest digest{};
    std::memcpy(digest.data(), &high_, sizeof(high_));
    std::memcpy(digest.data() + sizeof(high_), &low_, sizeof(low_));
    return base::hex(digest);
  }
  std::string low = std::to_string(low_);
  if (high_ == 0) return low;
  low.insert(0, kPlaceDigits - low.size(), '0');
  return std::to_string(high_) + low;
}

}  // namespace auweave::correlate
