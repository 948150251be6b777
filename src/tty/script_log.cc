#include "tty/script_log.h"

#include <utility>

#include "base/text.h"
#include "tty/first_line.h"
#include "tty/script_header.h"

namespace auweave::tty {

using base::Error;
using base::ErrorKind;
using base::Result;

Result<TimedLog> open_script_log(const ScriptFiles& files, bool terminal_input, bool grows) {
  auto first = first_line(files.data);
  if (!first.ok()) return first.error();
  if (!is_file(files.timing)) return Error{ErrorKind::io, files.timing + ": is not there"};
  auto header = parse_script_header(*first);
  if (!header.ok()) {
    return Error{ErrorKind::parse, files.data + ":1: " + header.error().message};
  }
  model::TtyChunk blank;
  blank.source = "script";
  blank.rec = base::basename(files.data);
  blank.time = header->ran.time;
  blank.ran = std::move(header->ran);
  blank.ran->file = blank.rec;
  TimedFormat format;
  format.timing = files.timing;
  format.streams = {files.data};
  format.parse = parse_script_step;
  format.terminal_input = terminal_input;
  format.grows = grows;
  TimedLog log(std::move(format), std::move(blank));
  TimedPlace place = log.place();
  place.taken[0] = first->size() + 1;
  log.resume(std::move(place));
  if (header->columns.has_value() && header->rows.has_value()) {
    log.first_window(*header->columns, *header->rows);
  }
  return log;
}

}  // namespace auweave::tty
