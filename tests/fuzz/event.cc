// A log through the whole weaver: valid JSON whatever it holds.
#include <cstdint>

#include "support/json.h"
#include "support/weave.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auweave::support::WeaveInput input{{std::string(reinterpret_cast<const char*>(data), size)}, {}};
  input.mapping = "full";
  input.with_raw = true;
  for (const std::string& document : auweave::support::weave(input).documents) {
    auweave::support::parse(document);  // aborts on what is no JSON
  }
  return 0;
}
