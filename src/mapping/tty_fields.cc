#include "mapping/make_field.h"

namespace auweave::mapping {
namespace {

using T = model::TtyDocument;

constexpr auto kFields = joined(stamp<T>(), std::array{
                                                member<&T::recording_id>("recording_id"),
                                                member<&T::recording_host>("recording_host"),
                                                member<&T::rec>("rec"),
                                                member<&T::verified>("verified"),
                                                member<&T::vouched_by>("vouched_by"),
                                                member<&T::integrity>("integrity"),
                                                member<&T::claimed_ses>("claimed_ses"),
                                                member<&T::source>("source"),
                                                member<&T::command>("command"),
                                                member<&T::effective_user>("effective_user"),
                                                member<&T::chunk>("chunk"),
                                                member<&T::offset_ms>("offset_ms"),
                                                member<&T::play_offset_ms>("play_offset_ms"),
                                                member<&T::duration_ms>("duration_ms"),
                                                member<&T::columns>("columns"),
                                                member<&T::rows>("rows"),
                                                member<&T::tty_output>("tty_output"),
                                                member<&T::tty_input>("tty_input"),
                                                member<&T::bytes_out>("bytes_out"),
                                                member<&T::bytes_in>("bytes_in"),
                                                member<&T::timing>("timing"),
                                                member<&T::left_out_bytes>("left_out_bytes"),
                                                member<&T::late>("late"),
                                                member<&T::after_close>("after_close"),
                                                member<&T::attached_sessions>("attached_sessions"),
                                                objects<&T::masked>("masked", kMaskedCounts),
                                                member<&T::raw>("raw"),
                                                member<&T::sealed>("sealed"),
                                                member<&T::key_id>("key_id"),
                                            });

}  // namespace

std::span<const Field> tty_fields() { return kFields; }

}  // namespace auweave::mapping
