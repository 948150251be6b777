#include "mapping/key_file.h"

#include <fstream>
#include <iterator>

namespace auweave::mapping {
namespace {

// HMAC takes any length; what is shorter can be guessed by trying.
constexpr std::size_t kLeast = 16;
constexpr std::size_t kMost = 4096;

}  // namespace

bool read_key(const yaml::Node& node, std::string& key, Reading& reading) {
  if (key.find('/') == std::string::npos) {
    reading.problems.add(node, "the path of a key's file is expected here");
    return false;
  }
  const auto path = reading.find(key);
  if (!path.ok()) {
    reading.problems.add(node, path.error().message);
    return false;
  }
  std::ifstream input(*path, std::ios::binary);
  key.assign(std::istreambuf_iterator<char>(input), {});
  if (!input.is_open() || input.bad()) {
    reading.problems.add(node, "the key " + *path + " cannot be read");
    return false;
  }
  while (!key.empty() && (key.back() == '\n' || key.back() == '\r')) key.pop_back();
  if (key.size() >= kLeast && key.size() <= kMost) return true;
  reading.problems.add(node, "the key " + *path + " has " + std::to_string(key.size()) +
                                 " bytes; 16 to 4096 are needed");
  return false;
}

}  // namespace auweave::mapping
