#include "story/command_story.h"

#include <algorithm>

#include "base/text.h"
#include "programs/program.h"
#include "story/text.h"

namespace auweave::story {
namespace {

// Of a program its happening tells the rest.
constexpr std::size_t kProgramColumns = 60;

// A part begins with a newline where it does not go on with the last row of the one before.
void add_rows(std::string_view text, const screen::Keep& keep, screen::Excerpt& output) {
  if (text.empty()) return;
  bool goes_on = !output.empty();
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    output.add(std::string(text.substr(at, end - at)), goes_on, keep);
    goes_on = false;
    at = end + 1;
  }
}

}  // namespace

void CommandStory::add(const model::CommandDocument& document, const screen::Keep& keep) {
  typed = document.source == "terminal";
  prompt = printable_rows(document.prompt);
  line = typed ? printable_rows(document.command)
               : shortened(printable(document.command.substr(0, 4 * kProgramColumns)),
                           kProgramColumns);
  where = document.where;
  target = printable(document.stamp.target);
  parent = document.parent_command;
  attached.assign(document.attached_sessions.begin(), document.attached_sessions.end());
  attached_inferred = document.attached_inferred.has_value();
  after_close = document.after_close.has_value();
  over = document.state == "closed";
  if (!document.recordings.empty()) recording = document.recordings.back().recording_id;
  started = document.started.value_or(*document.stamp.time);
  ended = document.ended;
  events.assign(document.events.begin(), document.events.end());
  executed.clear();
  for (const model::Executed* each : document.executed) {
    executed.push_back({each->pid.value_or(0), each->started});
    recorder = recorder || programs::recorder_of(each->exe) == "tlog";
  }
  truncated = static_cast<std::uint64_t>(document.tty_output_truncated.value_or(0));
  binary = static_cast<std::uint64_t>(document.binary_bytes.value_or(0));
  full_screen = document.full_screen.value_or(false);
  add_rows(document.tty_output, keep, output);
}

}  // namespace auweave::story
