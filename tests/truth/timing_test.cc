// The timing of tty documents against the commands: a screen that is drawn from the documents alone,
// up to the offset of a command, shows the command's line, and not yet the next one.
#include <gtest/gtest.h>

#include <algorithm>
#include <charconv>
#include <map>

#include "base/text.h"
#include "screen/kept_screen.h"
#include "screen/sequences.h"
#include "support/capture.h"
#include "support/text_file.h"
#include "support/weave.h"

namespace auweave {
namespace {

using support::number;
using support::text;

// A part of a recording's output, or a size of its window, at its offset in the recording.
struct Part {
  std::int64_t at_ms = 0;
  std::string bytes;
  int columns = 0, rows = 0;
};

struct Line {
  std::int64_t at_ms = 0;
  std::string text;
};

struct Recording {
  std::map<std::int64_t, std::vector<Part>> chunks;  // by the number of the chunk
  std::vector<Line> lines;
};
using Recordings = std::map<std::string, Recording>;

std::int64_t taken(std::string_view& text) {
  std::int64_t value = 0;
  const auto stop = std::from_chars(text.data(), text.data() + text.size(), value).ptr;
  text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
  return value;
}

// The parts that docs/documents.md says are in a timing.
std::vector<Part> parts_of(const rapidjson::Value& document) {
  const std::string output = base::unescaped(text(document, "tty_output"));
  const std::string timing = text(document, "timing");
  const std::int64_t from = number(document, "offset_ms").value_or(0);
  std::vector<Part> parts;
  std::size_t at = 0;
  for (std::string_view rest = timing; !rest.empty();) {
    Part part;
    part.at_ms = from + taken(rest);
    const char sign = rest.front();
    rest.remove_prefix(1);
    const std::int64_t value = taken(rest);
    if (sign == '=') {
      rest.remove_prefix(1);
      part.columns = static_cast<int>(value);
      part.rows = static_cast<int>(taken(rest));
    } else {
      part.bytes = output.substr(std::min(at, output.size()), static_cast<std::size_t>(value));
      at += static_cast<std::size_t>(value);
    }
    parts.push_back(std::move(part));
    if (!rest.empty()) rest.remove_prefix(1);
  }
  EXPECT_EQ(at, output.size()) << support::canonical(document);
  return parts;
}

void add_line(const rapidjson::Value& command, Recordings& recordings) {
  if (text(command, "source") != "terminal" || *number(command, "part") != 1) return;
  if (!command.HasMember("recordings")) return;
  const auto& place = command["recordings"][0];
  recordings[text(place, "recording_id")].lines.push_back(
      {*number(place, "offset_ms"), base::unescaped(text(command, "command"))});
}

Recordings recordings_of(const support::WeaveInput& input) {
  Recordings recordings;
  for (const std::string& json : support::weave(input).documents) {
    const auto document = support::parse(json);
    const std::string kind = text(document, "kind");
    if (kind == "tty" && document.HasMember("offset_ms"))
      recordings[text(document, "recording_id")].chunks[*number(document, "chunk")] =
          parts_of(document);
    if (kind == "command") add_line(document, recordings);
  }
  for (auto& [id, recording] : recordings) {
    std::stable_sort(recording.lines.begin(), recording.lines.end(),
                     [](const Line& a, const Line& b) { return a.at_ms < b.at_ms; });
  }
  return recordings;
}

class Drawn : private screen::Screen::Above {
 public:
  Drawn() { screen_.window(80, 24); }
  void show(const Part& part) {
    if (part.columns > 0) return screen_.window(part.columns, part.rows);
    for (const auto& piece : sequences_.read(part.bytes)) screen_.feed(piece.bytes);
  }
  // Its letters without blanks: lines wrap where the window ends.
  std::string letters() {
    screen_.wake();
    std::string all;
    for (std::int64_t row = screen_.top_row(); row <= screen_.cursor_row(); ++row) {
      for (const char c : screen_.row(row).text) all.append(c == ' ' ? 0 : 1, c);
    }
    return all;
  }

 private:
  void row_left(screen::Row) override {}

  screen::Sequences sequences_;
  screen::KeptScreen screen_{*this};
};

std::string letters_of(const std::string& line) {
  std::string letters;
  for (const char c : line.substr(line.rfind('\n') + 1)) letters.append(c == ' ' ? 0 : 1, c);
  return letters;
}

struct Score {
  int lines = 0, right = 0;
};

bool is_shown(const std::string& screen, const Line& line, const Line* next) {
  const std::string wanted = letters_of(line.text);
  const std::size_t at = screen.rfind(wanted);
  if (at == std::string::npos) return false;
  if (next == nullptr) return true;
  return screen.find(letters_of(next->text), at + wanted.size()) == std::string::npos;
}

void score(const Recording& recording, Score& score) {
  std::vector<Part> parts;
  for (const auto& [number, its] : recording.chunks)
    parts.insert(parts.end(), its.begin(), its.end());
  Drawn drawn;
  std::size_t shown = 0;
  for (std::size_t i = 0; i < recording.lines.size(); ++i) {
    const Line& line = recording.lines[i];
    while (shown < parts.size() && parts[shown].at_ms <= line.at_ms) drawn.show(parts[shown++]);
    const Line* next = i + 1 < recording.lines.size() ? &recording.lines[i + 1] : nullptr;
    const bool right = is_shown(drawn.letters(), line, next);
    ++score.lines;
    score.right += right ? 1 : 0;
    if (!right && std::getenv("SHOW_WRONG") != nullptr)
      std::printf("%ld `%s`\n%s\n", line.at_ms, line.text.c_str(), drawn.letters().c_str());
  }
}

TEST(Timing, DrawsEachLineAtItsOwnOffset) {
  Score all;
  for (const std::string& name : support::capture_names()) {
    const auto capture = support::load_capture(name);
    if (capture.tlog.empty() || name == "30-load") continue;
    support::WeaveInput input{{capture.enriched}, {capture.tlog}};
    input.boot_id = capture.boot_id();
    Score its;
    for (const auto& [id, recording] : recordings_of(input)) score(recording, its);
    std::printf("%-20s %d of %d\n", name.c_str(), its.right, its.lines);
    all.lines += its.lines;
    all.right += its.right;
  }
  std::printf("all: %d of %d\n", all.right, all.lines);
  EXPECT_GT(all.lines, 150);
  EXPECT_GE(all.right * 100, all.lines * 98);
}

}  // namespace
}  // namespace auweave
