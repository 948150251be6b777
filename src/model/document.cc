#include "model/document.h"

namespace auweave::model {

const Stamp& stamp_of(const Document& document) {
  return std::visit([](const auto& d) -> const Stamp& { return d.stamp; }, document);
}

}  // namespace auweave::model
