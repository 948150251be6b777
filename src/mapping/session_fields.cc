#include "mapping/make_field.h"

namespace auweave::mapping {
namespace {

using S = model::SessionDocument;
using model::RecordingFacts;

constexpr std::array kRecordings = {
    member<&RecordingFacts::recording_id>("recording_id"),
    member<&RecordingFacts::rec>("rec"),
    member<&RecordingFacts::source>("source"),
    member<&RecordingFacts::started>("started"),
    member<&RecordingFacts::verified>("verified"),
    member<&RecordingFacts::vouched_by>("vouched_by"),
    member<&RecordingFacts::inside>("inside"),
    member<&RecordingFacts::chunks>("chunks"),
    member<&RecordingFacts::chunks_lost>("chunks_lost"),
};

constexpr auto kFields =
    joined(stamp<S>(), std::array{
                           member<&S::state>("state"),
                           member<&S::connected>("connected"),
                           member<&S::opened>("opened"),
                           member<&S::closed>("closed"),
                           member<&S::duration_ms>("duration_ms"),
                           member<&S::server_ip>("server_ip"),
                           member<&S::server_port>("server_port"),
                           member<&S::service>("service"),
                           member<&S::tty>("tty"),
                           member<&S::auth_method>("auth_method"),
                           member<&S::auth_key>("auth_key"),
                           member<&S::auth_cert_id>("auth_cert_id"),
                           member<&S::auth_cert_serial>("auth_cert_serial"),
                           member<&S::auth_cert_ca>("auth_cert_ca"),
                           member<&S::ses>("ses"),
                           member<&S::auid>("auid"),
                           member<&S::failures_before>("failures_before"),
                           member<&S::parent_session_id>("parent_session_id"),
                           member<&S::parent_session_key>("parent_session_key"),
                           member<&S::parent_inferred>("parent_inferred"),
                           member<&S::queued_by_session>("queued_by_session"),
                           member<&S::queued_inferred>("queued_inferred"),
                           objects<&S::recordings>("recordings", kRecordings),
                           member<&S::bytes_out>("bytes_out"),
                           member<&S::commands>("commands"),
                           member<&S::effective_users>("effective_users"),
                           member<&S::targets>("targets"),
                           member<&S::vouched_by>("vouched_by"),
                           member<&S::attached_sessions>("attached_sessions"),
                           member<&S::attached_to>("attached_to"),
                           member<&S::attached_inferred>("attached_inferred"),
                           member<&S::flood_bytes>("flood_bytes"),
                           member<&S::prompts_unseen_from>("prompts_unseen_from"),
                           member<&S::integrity>("integrity"),
                           member<&S::close_reason>("close_reason"),
                       });

}  // namespace

std::span<const Field> session_fields() { return kFields; }

}  // namespace auweave::mapping
