#include "deliver/leaf.h"

#include "base/state.h"

namespace auweave::deliver {
namespace {

constexpr std::uint64_t kLeafVersion = 1;

}  // namespace

std::string encoded(const LeafPlace& place) {
  base::Saver saver;
  saver(kLeafVersion, place);
  return saver.take();
}

std::optional<LeafPlace> leaf_place_of(std::string_view bytes) {
  base::Loader loader(bytes);
  std::uint64_t version = 0;
  LeafPlace place;
  loader(version, place);
  if (version != kLeafVersion || !loader.complete()) return std::nullopt;
  return place;
}

}  // namespace auweave::deliver
