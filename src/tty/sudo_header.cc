#include "tty/sudo_header.h"

#include <algorithm>
#include <vector>

#include "base/text.h"
#include "json/value.h"
#include "tty/malformed.h"

namespace auweave::tty {
namespace {

constexpr std::int64_t kLastSudoSecond = 9'000'000'000;  // nanoseconds in 63 bits

// JSON is UTF-8, but sudo writes the bytes of an argument whatever they are. During the parsing a
// bad byte is a character of the private use area: U+F700 plus the byte.
std::string with_stand_ins(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t size = base::utf8_sequence(text.substr(at));
    if (size > 0) {
      out.append(text.substr(at, size));
      at += size;
      continue;
    }
    const auto byte = static_cast<unsigned char>(text[at++]);
    out += '\xEF';
    out += static_cast<char>(0x9C | (byte >> 6U));
    out += static_cast<char>(0x80 | (byte & 0x3FU));
  }
  return out;
}

std::string without_stand_ins(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool stands_in = text.size() - at >= 3 && text[at] == '\xEF' &&
                           (static_cast<unsigned char>(text[at + 1]) & 0xFEU) == 0x9EU;
    if (!stands_in) {
      out += text[at];
      continue;
    }
    const auto high = static_cast<unsigned char>(text[at + 1]) & 0x03U;
    const auto low = static_cast<unsigned char>(text[at + 2]) & 0x3FU;
    out += static_cast<char>((high << 6U) | low);
    at += 2;
  }
  return out;
}

std::string joined(const std::vector<std::string_view>& argv) {
  std::string command;
  for (std::size_t i = 0; i < argv.size(); ++i) {
    if (i > 0) command += ' ';
    command += without_stand_ins(argv[i]);
  }
  return command;
}

// Returns "pts/2" for "/dev/pts/2".
std::string terminal(std::string_view name) {
  if (name == "unknown") return "";
  if (name.starts_with("/dev/")) name.remove_prefix(5);
  return std::string(name);
}

base::Result<base::WallTime> time_of(const json::Value& header) {
  const auto time = header.object("timestamp");
  if (!time.has_value()) return wrong("`timestamp` is missing");
  const std::int64_t seconds = time->integer("seconds").value_or(-1);
  const std::int64_t rest = time->integer("nanoseconds").value_or(0);
  if (seconds < 0 || seconds > kLastSudoSecond || rest < 0 || rest > 999'999'999) {
    return wrong("`timestamp` is no time");
  }
  return base::WallTime{seconds * 1'000'000'000 + rest};
}

}  // namespace

base::Result<SudoHeader> parse_sudo_json(std::string_view text) {
  const std::string clean = with_stand_ins(text);
  auto parsed = json::Value::parse_object(clean);
  if (!parsed.ok()) return parsed.error();
  const json::Value& json = *parsed;
  auto time = time_of(json);
  if (!time.ok()) return time.error();
  const auto argv = json.strings("runargv");
  const auto program = json.string("command");
  if (!argv.has_value() && !program.has_value()) return wrong("it names no command");
  const auto string = [&](std::string_view name) {
    return without_stand_ins(json.string(name).value_or(""));
  };
  SudoHeader header;
  header.ran.time = *time;
  header.ran.tty = terminal(string("ttyname"));
  header.ran.submit_user = string("submituser");
  header.ran.run_user = string("runuser");
  header.ran.resolved = !argv.has_value();
  header.ran.command = argv.has_value() ? joined(*argv) : string("command");
  header.host = string("submithost");
  header.columns = cells(json.integer("columns"));
  header.rows = cells(json.integer("lines"));
  return header;
}

base::Result<SudoHeader> parse_sudo_lines(std::string_view text) {
  std::vector<std::string_view> lines;
  for (std::size_t at = 0; at < text.size() && lines.size() < 2;) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
    // An argument may hold newlines: the command goes to the end.
    if (lines.size() == 2 && at < text.size()) lines.push_back(text.substr(at));
  }
  if (lines.size() < 3) return wrong("it has less than three lines");
  std::string_view command = lines[2];
  if (command.ends_with('\n')) command.remove_suffix(1);
  std::vector<std::string_view> fields;
  for (std::size_t at = 0; at <= lines[0].size();) {
    const std::size_t end = std::min(lines[0].find(':', at), lines[0].size());
    fields.push_back(lines[0].substr(at, end - at));
    at = end + 1;
  }
  if (fields.size() < 5) return wrong("its first line is not TIME:USER:RUNAS:GROUP:TTY");
  const auto seconds = base::parse_signed(fields[0]);
  if (!seconds.has_value() || *seconds < 0 || *seconds > kLastSudoSecond) {
    return wrong("its first line begins with no time");
  }
  SudoHeader header;
  header.ran.time = {*seconds * 1'000'000'000};
  header.ran.whole_seconds = true;
  header.ran.tty = terminal(fields[4]);
  header.ran.command = command;
  header.ran.resolved = true;
  header.ran.submit_user = fields[1];
  header.ran.run_user = fields[2];
  if (fields.size() >= 7) {
    header.rows = cells(base::parse_signed(fields[5]));
    header.columns = cells(base::parse_signed(fields[6]));
  }
  return header;
}

}  // namespace auweave::tty
