// A mapping's YAML: compiled, or an error with its place.
#include "mapping/mapping.h"

#include <cstdint>
#include <cstdlib>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto root =
      auweave::yaml::parse(std::string(reinterpret_cast<const char*>(data), size), "f");
  if (!root.ok()) {
    if (!root.error().message.starts_with("f:")) std::abort();
    return 0;
  }
  const auto mapping = auweave::mapping::Mapping::compile(*root);
  if (!mapping.ok() && !mapping.error().message.starts_with("f:")) std::abort();
  return 0;
}
