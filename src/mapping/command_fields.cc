#include "mapping/make_field.h"

namespace auweave::mapping {
namespace {

using C = model::CommandDocument;
using model::Executed;
using model::RecordingPlace;

// Only ever failure.
Scalar read_result(const Subject& from, std::string&) {
  const Executed& executed = as<Executed>(from);
  return executed.failed || executed.refused ? Scalar(std::string_view("failure")) : Scalar();
}

constexpr std::array kExecuted = {
    member<&Executed::argv>("argv"),         member<&Executed::exe>("exe"),
    member<&Executed::pid>("pid"),           member<&Executed::ppid>("ppid"),
    member<&Executed::started>("started"),   member<&Executed::effective_user>("effective_user"),
    made("result", Type::text, read_result),
};

constexpr std::array kPlaces = {
    member<&RecordingPlace::recording_id>("recording_id"),
    member<&RecordingPlace::offset_ms>("offset_ms"),
};

constexpr auto kFields =
    joined(stamp<C>(), std::array{
                           member<&C::command_id>("command_id"),
                           member<&C::part>("part"),
                           member<&C::state>("state"),
                           member<&C::where>("where"),
                           member<&C::parent_command>("parent_command"),
                           member<&C::command>("command"),
                           member<&C::source>("source"),
                           objects<&C::executed>("executed", kExecuted),
                           member<&C::executed_count>("executed_count"),
                           member<&C::cwd>("cwd"),
                           member<&C::effective_user>("effective_user"),
                           member<&C::tty>("tty"),
                           member<&C::started>("started"),
                           member<&C::ended>("ended"),
                           member<&C::duration_ms>("duration_ms"),
                           member<&C::exit>("exit"),
                           member<&C::result>("result"),
                           member<&C::denied>("denied"),
                           member<&C::vouched_by>("vouched_by"),
                           member<&C::integrity>("integrity"),
                           member<&C::tty_output>("tty_output"),
                           member<&C::tty_output_truncated>("tty_output_truncated"),
                           member<&C::full_screen>("full_screen"),
                           member<&C::binary_bytes>("binary_bytes"),
                           member<&C::let_go>("let_go"),
                           objects<&C::recordings>("recordings", kPlaces),
                           member<&C::events>("events"),
                           member<&C::connections>("connections"),
                           member<&C::files_written>("files_written"),
                           member<&C::late>("late"),
                           member<&C::after_close>("after_close"),
                           member<&C::attached_sessions>("attached_sessions"),
                           member<&C::attached_inferred>("attached_inferred"),
                           objects<&C::masked>("masked", kMaskedCounts),
                       });

}  // namespace

std::span<const Field> command_fields() { return kFields; }

}  // namespace auweave::mapping
