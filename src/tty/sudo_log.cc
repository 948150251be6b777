#include "tty/sudo_log.h"

#include <utility>

#include "tty/sudo_header.h"
#include "tty/sudo_timing.h"

namespace auweave::tty {
namespace {

using base::Error;
using base::ErrorKind;
using base::Result;

// ARG_MAX of Linux is 2 MiB for arguments and environment, and JSON may write a byte as six.
constexpr std::size_t kLongestHeader = 16UL * 1024 * 1024;
constexpr std::size_t kHeaderBlock = 16UL * 1024;

Result<std::string> whole_file(const LogFile& log) {
  auto file = log.bytes(0, kHeaderBlock);
  if (!file.ok()) return file.error();
  std::string text;
  while (text.size() < kLongestHeader) {
    auto more = (*file)->read(text);
    if (!more.ok()) return more.error();
    if (!*more) return text;
  }
  return Error{ErrorKind::parse, log.path() + ": too long"};
}

Result<SudoHeader> read_header(const std::string& folder, const LogFile::Open& open) {
  LogFile json(folder + "/log.json");
  LogFile log(folder + "/log");
  auto is_json = json.open(open);
  if (!is_json.ok()) return is_json.error();
  auto there = *is_json ? is_json : log.open(open);
  if (!there.ok()) return there.error();
  const std::string& path = *is_json ? json.path() : log.path();
  if (!*there) return Error{ErrorKind::io, path + ": is not there"};
  auto text = whole_file(*is_json ? json : log);
  if (!text.ok()) return text.error();
  auto header = *is_json ? parse_sudo_json(*text) : parse_sudo_lines(*text);
  if (!header.ok()) return Error{header.error().kind, path + ": " + header.error().message};
  return header;
}

}  // namespace

Result<TimedLog> open_sudo_log(const std::string& root, const std::string& rec, bool terminal_input,
                               const LogAccess& access) {
  const std::string folder = root + "/" + rec;
  auto header = read_header(folder, access.open);
  if (!header.ok()) return header.error();
  model::TtyChunk blank;
  blank.source = "sudo";
  blank.rec = rec;
  blank.recording_host = header->host;
  blank.time = header->ran.time;
  blank.ran = std::move(header->ran);
  if (access.owner.has_value()) blank.ran->owner = model::Uid{*access.owner};
  TimedFormat format;
  format.timing = LogFile(folder + "/timing");
  for (const auto stream : kSudoStreams)
    format.streams.emplace_back(folder + "/" + std::string(stream));
  format.access = access;
  format.parse = parse_sudo_step;
  format.terminal_input = terminal_input;
  format.input_apart = true;
  format.sealed = true;
  TimedLog log(std::move(format), std::move(blank));
  if (header->columns.has_value() && header->rows.has_value()) {
    log.first_window(*header->columns, *header->rows);
  }
  return log;
}

}  // namespace auweave::tty
