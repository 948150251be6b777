#include "tty/script_log.h"

#include <utility>

#include "base/text.h"
#include "tty/first_line.h"
#include "tty/script_header.h"

namespace auweave::tty {

using base::Error;
using base::ErrorKind;
using base::Result;

Result<TimedLog> open_script_log(const ScriptFiles& files, bool terminal_input, bool grows,
                                 const LogAccess& access) {
  LogFile data(files.data);
  LogFile timing(files.timing);
  auto first = first_line(data, access.open);
  if (!first.ok()) return first.error();
  auto there = timing.open(access.open);
  if (!there.ok()) return there.error();
  if (!*there) return Error{ErrorKind::io, files.timing + ": is not there"};
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
  if (access.owner.has_value()) blank.ran->owner = model::Uid{*access.owner};
  TimedFormat format;
  format.timing = std::move(timing);
  format.streams.push_back(std::move(data));
  format.access = access;
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
