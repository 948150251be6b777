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

Result<std::string> whole_file(const std::string& path) {
  if (!is_file(path)) return Error{ErrorKind::io, path + ": is not there"};
  auto file = base::ByteFile::open(path);
  if (!file.ok()) return file.error();
  std::string text;
  while (text.size() < kLongestHeader) {
    auto more = file->read(text);
    if (!more.ok()) return more.error();
    if (!*more) return text;
  }
  return Error{ErrorKind::parse, path + ": too long"};
}

Result<SudoHeader> read_header(const std::string& folder) {
  const std::string json = folder + "/log.json";
  const bool lines = !is_file(json);
  const std::string path = lines ? folder + "/log" : json;
  auto text = whole_file(path);
  if (!text.ok()) return text.error();
  auto header = lines ? parse_sudo_lines(*text) : parse_sudo_json(*text);
  if (!header.ok()) return Error{header.error().kind, path + ": " + header.error().message};
  return header;
}

}  // namespace

Result<TimedLog> open_sudo_log(const std::string& root, const std::string& rec,
                               bool terminal_input) {
  const std::string folder = root + "/" + rec;
  auto header = read_header(folder);
  if (!header.ok()) return header.error();
  model::TtyChunk blank;
  blank.source = "sudo";
  blank.rec = rec;
  blank.recording_host = header->host;
  blank.time = header->ran.time;
  blank.ran = std::move(header->ran);
  TimedFormat format;
  format.timing = folder + "/timing";
  for (const auto stream : kSudoStreams)
    format.streams.push_back(folder + "/" + std::string(stream));
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
