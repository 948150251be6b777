#include "weave/input_notes.h"

#include <string>

namespace auweave::weave {
namespace {

// Returns what a quota counts, and what becomes of what exceeds it.
std::string words_of_note(const model::InputNote& note) {
  const std::string most = std::to_string(note.most);
  if (note.quota.empty()) return "the input has not answered; other inputs go on";
  if (note.quota == "recordings")
    return "more than " + most +
           " recordings under way at once: those that changed least lately are not read further";
  if (note.quota == "begun")
    return "more than " + most + " recordings began within a minute: further ones are read later";
  if (note.quota == "bytes")
    return "more than " + most + " bytes of recordings within a minute: the rest is read later";
  if (note.quota == "inflated")
    return "a compressed file holds more than " + most + " bytes: the rest is not read";
  if (note.quota == "ratio")
    return "a compressed file holds more than " + most + " times its size: the rest is not read";
  return "the window changes more than " + most + " times in a recording: the rest is not read";
}

}  // namespace

void InputNotes::tell(const model::InputNote& note) {
  model::PipelineDocument document;
  document.stamp.host = context_.settings.host;
  document.stamp.time = note.at;
  const std::string id =
      context_.ids.of_input(context_.settings.host, context_.sources.name(note.source), note);
  document.stamp.event_id = id;
  document.what = note.quota.empty() ? "input-stuck" : "quota";
  document.input = context_.sources.name(note.source);
  document.quota = note.quota;
  std::string owner;
  if (note.owner.has_value()) {
    owner = names_.user(note.owner->value);
    if (owner.starts_with("unknown(")) owner = std::to_string(note.owner->value);
    document.file_owner = owner;
    document.file_owner_uid = note.owner->value;
  }
  if (note.quota.empty()) document.first_time = note.since;
  const std::string detail = words_of_note(note);
  document.detail = detail;
  context_.outlet.put(document);
}

}  // namespace auweave::weave
