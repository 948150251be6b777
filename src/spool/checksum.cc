#include "spool/checksum.h"

#include "base/digest.h"

namespace auweave::spool {

std::string checksum(std::string_view about, std::string_view bytes) {
  base::Digester digester;
  const base::Digest digest = digester.add(about).add(bytes).finish();
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

}  // namespace auweave::spool
