// recording_offset_ms against the recordings: where an event says it stands in its recording, the
// terminal shows the line that caused it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <map>

#include "base/text.h"
#include "support/capture.h"
#include "support/sanitizer.h"
#include "support/text_file.h"
#include "support/weave.h"
#include "tty/tlog.h"

namespace auweave {
namespace {

using support::Capture;
using support::number;
using support::parse;
using support::text;

// Kernel time stamps are up to a tick (4 ms) old; a shell forks, a sudo asks PAM, before the exec.
constexpr std::int64_t kMostApartMs = 200;
constexpr std::int64_t kDriverSlackMs = 20;
constexpr std::int64_t kForever = 1LL << 42U;

// A line that was typed: what the driver of the captures sent.
struct Typed {
  std::string line;
  std::int64_t from_ms = 0;
  std::int64_t until_ms = 0;  // the next one of the session
};

// The output of a recording, and at which play position each byte of it came.
struct Played {
  std::string output;
  std::vector<std::int64_t> at_ms;
  std::int64_t began_ms = 0;
};

struct Exec {
  std::string time;  // as documents tell it, which sorts
  std::string program;
  std::string recording_id;
  std::int64_t offset_ms = 0;
};

// What bash's readline frames each line with: it begins at its prompt and ends with Enter's echo.
constexpr std::string_view kPrompt = "\x1B[?2004h";
constexpr std::string_view kEntered = "\x1B[?2004l";

// Without control sequences, blanks and line ends: readline breaks long lines as it likes.
std::string letters_of(std::string_view shown) {
  std::string letters;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    if (shown[i] == '\x1B' && i + 1 < shown.size() && shown[i + 1] == '[') {
      for (i += 2; i < shown.size() && (shown[i] < '@' || shown[i] > '~');) ++i;
    } else if (static_cast<unsigned char>(shown[i]) > ' ') {
      letters += shown[i];
    }
  }
  return letters;
}

// The position at which Enter after this line was echoed; looked for from `from` on, which moves
// behind it. Nothing: it is not shown.
std::optional<std::int64_t> echo_of(const Played& played, const std::string& line,
                                    std::size_t& from) {
  const std::string wanted = letters_of(line);
  for (std::size_t end = played.output.find(kEntered, from); end != std::string::npos;
       end = played.output.find(kEntered, end + 1)) {
    const std::size_t prompt = played.output.rfind(kPrompt, end);
    if (prompt == std::string::npos || prompt < from) continue;
    const auto shown = std::string_view(played.output).substr(prompt, end - prompt);
    if (letters_of(shown).find(wanted) == std::string::npos) continue;
    from = end + 1;
    return played.at_ms[end];
  }
  return std::nullopt;
}

std::map<std::string, Played> recordings_of(const std::string& tlog) {
  std::map<std::string, Played> recordings;
  for (const std::string& line : support::lines_of(tlog)) {
    const auto chunk = tty::parse_tlog(line, false);
    Played& played = recordings[chunk->rec];
    played.began_ms = chunk->recording_began().ms();
    played.output += chunk->output;
    for (const model::TtyPiece& piece : chunk->pieces) {
      played.at_ms.insert(played.at_ms.end(), piece.size, chunk->play_offset_ms + piece.after_ms);
    }
  }
  return recordings;
}

std::int64_t ms_of(const std::string& seconds) {
  const std::size_t dot = seconds.find('.');
  return std::stoll(seconds.substr(0, dot)) * 1000 + std::stoll(seconds.substr(dot + 1, 3));
}

std::map<std::uint32_t, std::vector<Typed>> lines_of(const Capture& capture) {
  std::map<std::uint32_t, std::vector<Typed>> lines;
  if (!capture.truth.HasMember("lines")) return lines;
  for (const auto& row : capture.truth["lines"].GetArray()) {
    // Those typed at a shell inside of another line have no time of their own.
    if (!row.HasMember("t")) continue;
    auto& typed = lines[static_cast<std::uint32_t>(*number(row, "ses"))];
    const std::int64_t time = ms_of(text(row, "t"));
    if (!typed.empty()) typed.back().until_ms = time;
    typed.push_back({text(row, "line"), time, kForever});
  }
  return lines;
}

class Comparison {
 public:
  void compare(const std::string& name);

  int compared = 0;
  int without_exec = 0;  // builtins, and what was hidden on purpose
  int not_recorded = 0;  // eve's sessions; carol's recordings are files
  std::int64_t largest_ms = 0;

 private:
  void read(const support::Woven& woven);
  void compare_session(std::uint32_t ses, const std::vector<Typed>& lines);
  const Exec* exec_of(std::uint32_t ses, const Typed& typed) const;
  void compare_line(const Exec& exec, const Played& played, std::int64_t echo_ms,
                    const std::string& line);

  std::string name_;
  std::map<std::string, Played> recordings_;              // by rec
  std::map<std::string, std::string> recs_;               // rec by recording_id
  std::map<std::uint32_t, std::vector<Exec>> execs_;      // by ses, in their order
  std::map<std::uint64_t, std::int64_t> recorder_at_ms_;  // by the serial of its execve
};

void Comparison::compare(const std::string& name) {
  const Capture capture = support::load_capture(name);
  if (capture.tlog.empty()) return;
  name_ = name;
  recordings_ = recordings_of(capture.tlog);
  for (const auto& exec : support::recorder_execs(capture.enriched)) {
    recorder_at_ms_[exec.serial] = exec.time_ms;
  }
  support::WeaveInput input{{capture.enriched}, {capture.tlog}};
  input.boot_id = capture.boot_id();
  execs_.clear();
  read(support::weave(input));
  for (const auto& [ses, lines] : lines_of(capture)) compare_session(ses, lines);
}

void Comparison::read(const support::Woven& woven) {
  for (const std::string& json : woven.documents) {
    const auto document = parse(json);
    const std::string session = text(document, "session_id");
    if (text(document, "kind") == "tty") {
      recs_[text(document, "recording_id")] = text(document, "rec");
    } else if (text(document, "action") == "executed" && !session.empty() &&
               document.HasMember("argv")) {
      const auto ses =
          static_cast<std::uint32_t>(std::stoul(session.substr(session.rfind(':') + 1)));
      const auto offset = number(document, "recording_offset_ms");
      execs_[ses].push_back({text(document, "time"),
                             std::string(base::basename(document["argv"][0].GetString())),
                             text(document, "recording_id"), offset.value_or(-1)});
    }
  }
}

// The first program that the line names, of those that ran until the next line.
const Exec* Comparison::exec_of(std::uint32_t ses, const Typed& typed) const {
  const auto execs = execs_.find(ses);
  if (execs == execs_.end()) return nullptr;
  const std::string from = base::rfc3339(base::WallTime::from_ms(typed.from_ms - kDriverSlackMs));
  const std::string until = base::rfc3339(base::WallTime::from_ms(typed.until_ms));
  const auto found =
      std::find_if(execs->second.begin(), execs->second.end(), [&](const Exec& exec) {
        return exec.time >= from && exec.time < until &&
               typed.line.find(exec.program) != std::string::npos;
      });
  return found == execs->second.end() ? nullptr : &*found;
}

void Comparison::compare_session(std::uint32_t ses, const std::vector<Typed>& lines) {
  std::size_t from = 0;
  for (const Typed& typed : lines) {
    const Exec* exec = exec_of(ses, typed);
    if (exec == nullptr) {
      ++without_exec;
      continue;
    }
    if (!recs_.contains(exec->recording_id)) {
      ++not_recorded;
      continue;
    }
    const Played& played = recordings_.at(recs_.at(exec->recording_id));
    const auto echo = echo_of(played, typed.line, from);
    ASSERT_TRUE(echo.has_value()) << name_ << ": no echo of " << typed.line;
    compare_line(*exec, played, *echo, typed.line);
  }
}

void Comparison::compare_line(const Exec& exec, const Played& played, std::int64_t echo_ms,
                              const std::string& line) {
  const std::uint64_t serial =
      std::stoull(exec.recording_id.substr(exec.recording_id.rfind('/') + 1));
  const std::int64_t shown_ms = echo_ms + played.began_ms - recorder_at_ms_.at(serial);
  const std::int64_t apart_ms = std::abs(exec.offset_ms - shown_ms);
  EXPECT_LE(apart_ms, kMostApartMs) << name_ << ": " << line;
  largest_ms = std::max(largest_ms, apart_ms);
  ++compared;
}

TEST(Offsets, AreWhereTheTerminalShowsTheLine) {
  Comparison all;
  for (const std::string& name : support::capture_names()) {
    if (support::kThreadSanitizer && name == "30-load") continue;
    all.compare(name);
  }
  std::printf("%d compared, at most %lld ms apart; %d without exec, %d not recorded\n",
              all.compared, static_cast<long long>(all.largest_ms), all.without_exec,
              all.not_recorded);
  RecordProperty("compared", all.compared);
  RecordProperty("largest_ms", static_cast<int>(all.largest_ms));
  EXPECT_GE(all.compared, support::kThreadSanitizer ? 90 : 100);
}

}  // namespace
}  // namespace auweave
