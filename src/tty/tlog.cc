#include "tty/tlog.h"

#include <charconv>
#include <cmath>
#include <string>

#include "base/text.h"
#include "json/value.h"
#include "tty/malformed.h"
#include "tty/tlog_object.h"
#include "tty/tlog_timing.h"

namespace auweave::tty {
namespace {

using model::TtyChunk;

constexpr std::size_t kLongestRec = 128;        // 32 + 1 + 16 + 1 + 16 of tlog's own
constexpr std::size_t kLongestHost = 255;       // HOST_NAME_MAX is 64, a DNS name 253
constexpr std::uint64_t kMostMs = 1ULL << 42U;  // 139 years
constexpr double kLastTlogSecond = 9.0e9;       // with a chunk's duration, nanoseconds in 63 bits

// <boot id>-<pid>-<start>, all hex.
std::optional<model::RecordingKey> recording_key(std::string_view rec) {
  const std::size_t first = rec.find('-');
  const std::size_t second = rec.find('-', first == rec.npos ? first : first + 1);
  if (first != 32 || second == rec.npos || !base::is_hex(rec.substr(0, 32))) return std::nullopt;
  const auto pid = base::parse_unsigned(rec.substr(first + 1, second - first - 1), 16);
  const auto start = base::parse_unsigned(rec.substr(second + 1), 16);
  // PID_MAX_LIMIT of a 64-bit kernel.
  if (!pid.has_value() || *pid > (1UL << 22U) || !start.has_value() || *start > kMostMs / 10) {
    return std::nullopt;
  }
  return model::RecordingKey{base::dashed_id(rec.substr(0, 32)),
                             model::Pid{static_cast<std::int64_t>(*pid)}, *start};
}

base::Status read_place(const json::Value& chunk, TtyChunk& out) {
  const auto version = chunk.string("ver");
  if (!version.has_value() || !(*version == "2" || version->starts_with("2."))) {
    return wrong("`ver` is not 2.x");
  }
  const auto host = chunk.string("host");
  if (!host.has_value() || host->size() > kLongestHost)
    return wrong("`host` is missing or too long");
  const auto rec = chunk.string("rec");
  if (!rec.has_value() || rec->empty() || rec->size() > kLongestRec) {
    return wrong("`rec` is missing or too long");
  }
  out.key = recording_key(*rec);
  if (!out.key.has_value()) return wrong("`rec` is not BOOT-PID-START");
  const auto session = chunk.integer("session");
  if (!session.has_value() || *session < 0 || *session > model::kUnset) {
    return wrong("`session` is no audit session");
  }
  if (*session != model::kUnset) out.ses = model::Ses{static_cast<std::uint32_t>(*session)};
  out.rec = *rec;
  out.recording_host = *host;
  return base::ok();
}

base::Status read_time(const json::Value& chunk, TtyChunk& out) {
  const auto id = chunk.integer("id");
  const auto pos = chunk.integer("pos");
  const auto time = chunk.number("time");
  if (!id.has_value() || *id < 1) return wrong("`id` is no number from 1");
  if (!pos.has_value() || *pos < 0 || *pos > static_cast<std::int64_t>(kMostMs))
    return wrong("`pos` is no position");
  if (!time.has_value() || !(*time >= 0) || *time > kLastTlogSecond)
    return wrong("`time` is no time");
  out.number = static_cast<std::uint64_t>(*id);
  out.play_offset_ms = *pos;
  out.time = base::WallTime::from_ms(std::llround(*time * 1000));
  return base::ok();
}

base::Status read_text(const json::Value& chunk, bool terminal_input, TtyChunk& out) {
  const auto timing = chunk.string("timing");
  const auto out_text = chunk.string("out_txt");
  const auto in_text = chunk.string("in_txt");
  const auto out_bytes = chunk.integers("out_bin");
  const auto in_bytes = chunk.integers("in_bin");
  if (!timing || !out_text || !in_text || !out_bytes || !in_bytes) {
    return wrong("one of timing, in_txt, in_bin, out_txt, out_bin is missing");
  }
  auto played = play(*timing, {*out_text, *out_bytes, *in_text, *in_bytes});
  if (!played.ok()) return played.error();
  out.duration_ms = played->duration_ms;
  out.columns = played->columns;
  out.rows = played->rows;
  out.output = std::move(played->output);
  out.pieces = std::move(played->pieces);
  if (terminal_input) out.input = std::move(played->input);
  return base::ok();
}

}  // namespace

base::Result<TtyChunk> parse_tlog(const json::Value& object, bool terminal_input) {
  TtyChunk chunk;
  chunk.source = "tlog";
  if (auto read = read_place(object, chunk); !read.ok()) return read.error();
  if (auto read = read_time(object, chunk); !read.ok()) return read.error();
  if (auto read = read_text(object, terminal_input, chunk); !read.ok()) return read.error();
  return chunk;
}

base::Result<TtyChunk> parse_tlog(std::string_view message, bool terminal_input) {
  auto parsed = json::Value::parse_object(message);
  if (!parsed.ok()) return parsed.error();
  return parse_tlog(*parsed, terminal_input);
}

std::vector<std::string> journal_matches() {
  return {"SYSLOG_IDENTIFIER=tlog-rec-session",
          "SYSLOG_IDENTIFIER=-tlog-rec-session",
          "SYSLOG_IDENTIFIER=tlog-rec",
          "SYSLOG_IDENTIFIER=tlog",
          "_COMM=tlog-rec-sessio",
          "_COMM=tlog-rec"};
}

std::optional<std::int64_t> peek_time_ms(std::string_view line) {
  // In a carrier's JSON the message is a string, and its quotes are escaped.
  std::string_view name = "\"time\":";
  std::size_t at = line.find(name);
  if (at == std::string_view::npos) {
    name = "\\\"time\\\":";
    at = line.find(name);
  }
  if (at == std::string_view::npos) return std::nullopt;
  double seconds = 0;
  const char* from = line.data() + at + name.size();
  const auto [stop, error] = std::from_chars(from, line.data() + line.size(), seconds);
  if (error != std::errc() || !(seconds >= 0) || seconds > kLastTlogSecond) return std::nullopt;
  return std::llround(seconds * 1000);
}

base::WallTime boot_began(const TtyChunk& chunk) {
  const auto ticks = chunk.key.has_value() ? static_cast<std::int64_t>(chunk.key->start_ticks) : 0;
  return base::WallTime::from_ms(chunk.recording_began().ms() - ticks * 10);
}

}  // namespace auweave::tty
