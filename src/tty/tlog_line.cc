// Finds tlog's chunks in the lines of its carriers.
#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "json/value.h"
#include "tty/syslog_line.h"
#include "tty/tlog.h"
#include "tty/tlog_object.h"

namespace auweave::tty {
namespace {

using json::Value;

// A message in a message in a hit of a search; more is somebody's play.
constexpr int kDeepest = 5;

// The members in which carriers have the message: journald; rsyslog, Fluentd and Logstash.
constexpr std::array<std::string_view, 3> kMessages = {"MESSAGE", "message", "msg"};
// The members that name the program, as journald and rsyslog know it.
constexpr std::array<std::string_view, 5> kPrograms = {"SYSLOG_IDENTIFIER", "programname",
                                                       "app-name", "appname", "syslogtag"};

bool is_chunk(const Value& object) {
  return object.string("rec").has_value() && object.string("timing").has_value();
}

// True if nothing but tlog's own members are there. A carrier may put a message's members beside its
// own (rsyslog's mmjsonparse).
bool has_only_own_members(const Value& object) {
  constexpr std::array<std::string_view, 14> own = {
      "ver", "host", "rec",    "user",   "term",   "session", "id",
      "pos", "time", "timing", "in_txt", "in_bin", "out_txt", "out_bin"};
  const auto names = object.names();
  return std::all_of(names.begin(), names.end(), [&](std::string_view name) {
    return std::find(own.begin(), own.end(), name) != own.end();
  });
}

bool is_of_another_program(const Value& object) {
  for (const std::string_view name : kPrograms) {
    const auto program = object.string(name);
    if (!program.has_value() || program->empty()) continue;
    return !is_tlogs_tag(program->substr(0, program->find_first_of("[:")));
  }
  return false;
}

// Returns the message, which journalctl writes as an array of bytes if it is no plain text.
std::optional<std::string> message_of(const Value& object) {
  for (const std::string_view name : kMessages) {
    if (const auto text = object.string(name)) return std::string(*text);
    const auto bytes = object.integers(name);
    if (!bytes.has_value()) continue;
    std::string message;
    for (const std::int64_t byte : *bytes) {
      if (byte < 0 || byte > 255) return std::nullopt;
      message += static_cast<char>(byte);
    }
    return message;
  }
  return std::nullopt;
}

class Reader {
 public:
  explicit Reader(bool terminal_input) : terminal_input_(terminal_input) {}

  void text(std::string_view text, int depth) {
    const Message message = message_in(text);
    if (message.origin == Message::Origin::another_program) {
      ++read.others;
      return;
    }
    auto parsed = Value::parse_object(message.text);
    if (!parsed.ok()) return problem(parsed.error().message);
    object(*parsed, depth);
  }

  TlogLine read;

 private:
  void problem(std::string what) {
    // Each message of a line has a deadletter of its own.
    if (hit_ > 0) what = "hit " + std::to_string(hit_) + ": " + what;
    read.problems.push_back(std::move(what));
  }

  void object(const Value& object, int depth) {
    if (depth > kDeepest) return problem("a message in a message, and so on");
    if (!is_chunk(object) && carried(object, depth)) return;
    read.own = depth == 0 && has_only_own_members(object);
    auto chunk = parse_tlog(object, terminal_input_);
    if (!chunk.ok()) return problem(chunk.error().message);
    read.chunks.push_back(std::move(*chunk));
  }

  // Reads what a carrier's object carries. Returns false if the object is no carrier's.
  bool carried(const Value& carrier, int depth) {
    if (const auto found = carrier.object("hits")) return hits(*found, depth);
    if (carrier.string("_index").has_value() || carrier.object("_source").has_value())
      return inside(carrier, "_source", depth);
    if (is_of_another_program(carrier)) {
      ++read.others;
      return true;
    }
    for (const std::string_view name : kMessages) {
      if (inside(carrier, name, depth)) return true;
    }
    const auto message = message_of(carrier);
    if (message.has_value()) text(*message, depth + 1);
    return message.has_value();
  }

  bool inside(const Value& carrier, std::string_view name, int depth) {
    const auto found = carrier.object(name);
    if (found.has_value()) object(*found, depth + 1);
    return found.has_value();
  }

  // Reads Elasticsearch's answer to a search. An answer without a hit is no fault.
  bool hits(const Value& answer, int depth) {
    const auto found = answer.objects("hits");
    for (const Value& hit : found) {
      ++hit_;
      object(hit, depth + 1);
    }
    return !found.empty() || answer.integers("hits").has_value();
  }

  bool terminal_input_;
  std::size_t hit_ = 0;
};

}  // namespace

TlogLine read_tlog_line(std::string_view line, bool terminal_input) {
  Reader reader(terminal_input);
  reader.text(line, 0);
  reader.read.own = reader.read.own && line.starts_with('{');
  return std::move(reader.read);
}

}  // namespace auweave::tty
