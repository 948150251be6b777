#include "mapping/make_field.h"

namespace auweave::mapping {
namespace {

using P = model::PipelineDocument;

constexpr auto kFields = joined(stamp<P>(), std::array{
                                                member<&P::what>("what"),
                                                member<&P::rec>("rec"),
                                                member<&P::first_chunk>("first_chunk"),
                                                member<&P::last_chunk>("last_chunk"),
                                                member<&P::first_serial>("first_serial"),
                                                member<&P::last_serial>("last_serial"),
                                                member<&P::sink>("sink"),
                                                member<&P::lost_kind>("lost_kind"),
                                                member<&P::first_time>("first_time"),
                                                member<&P::last_time>("last_time"),
                                                member<&P::count>("count"),
                                                member<&P::claimed_ses>("claimed_ses"),
                                                member<&P::uptime_s>("uptime_s"),
                                                member<&P::records_in>("records_in"),
                                                member<&P::documents_out>("documents_out"),
                                                member<&P::dropped>("dropped"),
                                                member<&P::waiting>("waiting"),
                                                member<&P::spool_waiting>("spool_waiting"),
                                                member<&P::spool_age_ms>("spool_age_ms"),
                                                member<&P::kernel_lost>("kernel_lost"),
                                                member<&P::left_out>("left_out"),
                                                member<&P::input>("input"),
                                                member<&P::quota>("quota"),
                                                member<&P::file_owner>("file_owner"),
                                                member<&P::file_owner_uid>("file_owner_uid"),
                                                member<&P::detail>("detail"),
                                            });

}  // namespace

std::span<const Field> pipeline_fields() { return kFields; }

}  // namespace auweave::mapping
