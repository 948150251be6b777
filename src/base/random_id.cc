#include "base/random_id.h"

#include <sys/random.h>

#include <array>

#include "base/text.h"

namespace auweave::base {

std::string random_id() {
  std::array<char, 16> bytes{};
  if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) return "";
  return to_hex({bytes.data(), bytes.size()});
}

}  // namespace auweave::base
