#include "deliver/numbering.h"

#include <utility>

namespace auweave::deliver {

Numbering::Numbering(Start start)
    : origin_(std::move(start.origin)),
      life_(std::move(start.life)),
      apart_(start.apart),
      kept_(std::move(start.kept)) {
  if (apart_ && kept_.last.log.empty()) {
    kept_.last = {name(), 0};
    ++begun_;
  }
  entries_ = kept_.last;
}

std::string Numbering::name() const {
  const std::string first = origin_ + "/" + life_;
  return begun_ == 0 ? first : first + "." + std::to_string(begun_ + 1);
}

const Leaf& Numbering::last_of(const Document& document) const {
  return apart_ && document.apart ? entries_ : others_;
}

Leaf Numbering::next(const Document& document) const {
  const Leaf& last = last_of(document);
  if (last.log.empty()) return {name(), 1};
  return {last.log, last.number + 1};
}

void Numbering::take(const Document& document) {
  if (last_of(document).log.empty()) ++begun_;
  if (apart_ && document.apart) {
    entries_ = document.leaf;
    return;
  }
  others_ = document.leaf;
  if (document.entry != 0) entries_ = {};
}

}  // namespace auweave::deliver
