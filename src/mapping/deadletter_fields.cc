#include "mapping/make_field.h"

namespace auweave::mapping {
namespace {

using D = model::DeadletterDocument;

constexpr auto kFields = joined(stamp<D>(), std::array{
                                                member<&D::source>("source"),
                                                member<&D::reason>("reason"),
                                                member<&D::at>("at"),
                                                member<&D::data>("data"),
                                                member<&D::truncated>("truncated"),
                                                objects<&D::masked>("masked", kMaskedCounts),
                                            });

}  // namespace

std::span<const Field> deadletter_fields() { return kFields; }

}  // namespace auweave::mapping
