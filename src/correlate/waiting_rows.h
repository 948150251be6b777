// WaitingRows: rows of a shell or program that does not mark its prompts. Nothing in the bytes says
// which rows are lines that were entered, so each row waits until what was executed just then has
// been seen: an execve with the row's words proves a line. A value for one thread.
#pragma once

#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/wall_time.h"
#include "screen/line_reader.h"

namespace auweave::correlate {

class WaitingRows {
 public:
  struct Row {
    std::string text;
    bool goes_on = false;  // continues the row before
    base::WallTime shown;
    // The row stood there for a while, and then went on: what stood there may be a prompt.
    std::optional<screen::EnteredLine> stop;
    std::optional<std::size_t> line_at;  // where the line begins that an execve proved
    bool echo = false;   // came with the row of a line: perhaps the echo of lines typed ahead
    bool plain = false;  // by its words a line that executes nothing: perhaps typed ahead, too

    template <typename Archive>
    void state(Archive& archive) {
      archive(text, goes_on, shown, stop, line_at, echo, plain);
    }
  };

  void add(Row row);
  // Returns the row that the execve of `argv` proves to be a line, or null. The row's line_at is
  // set. `prompt`: the prompt of the line proven last, or "". `explained`: a line that is at work names
  // the program, so that no row without the program's words is a line for it.
  Row* claim(base::WallTime time, std::span<const std::string> argv, std::string_view prompt,
             bool explained);
  // Sets line_at of the last row, if somebody typed it behind `prompt`.
  void believe_last(std::string_view prompt);
  void unclaim(std::size_t number);
  // Takes the row with this number, from the front, out of the middle.
  Row extract(std::size_t number);
  [[nodiscard]] const Row& front() const { return rows_.front(); }
  [[nodiscard]] const std::deque<Row>& rows() const { return rows_; }
  // Appends a part of the last row that was wrapped. Returns false if the row would be too long.
  bool append(std::string_view part);
  Row take();
  // Marks the rows at the front that were shown at `time` as perhaps echoes.
  void mark_echoes(base::WallTime time, std::string_view prompt);
  // Marks the rows of which `is_plain` says so.
  template <typename Predicate>
  void mark_plain(const Predicate& is_plain) {
    for (Row& row : rows_) row.plain = row.plain || is_plain(row);
  }
  // Notes that a prompt was shown at `time`: the rows that may be echoes need wait no longer.
  void end_echoes(base::WallTime time) {
    if (!echoes_end_.has_value()) echoes_end_ = time;
  }
  // True if the front row waits for a prompt.
  [[nodiscard]] bool waits_for_prompt() const {
    return !rows_.empty() && (rows_.front().echo || rows_.front().plain) &&
           !echoes_end_.has_value();
  }

  // Returns when the front row has waited long enough, or no time if no row waits.
  [[nodiscard]] std::optional<base::WallTime> next() const;
  [[nodiscard]] bool empty() const { return rows_.empty(); }
  [[nodiscard]] bool full() const { return rows_.size() > kMostRows || bytes_ > kMostBytes; }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

  template <typename Archive>
  void state(Archive& archive) {
    archive(rows_, bytes_, echoes_end_);
  }

  static constexpr std::size_t kMostRows = 4096;
  // Rows with a program's name that are read for one execve. A user chooses both, thousands a second.
  static constexpr std::size_t kMostLooks = 32;
  static constexpr std::size_t kMostBytes = 256UL * 1024;
  static constexpr std::size_t kLongestRow = 8UL * 1024;
  // An execve may seem to be up to kEarlyMs after the row and kLookMs before it, and is looked at kLookMs
  // after its time.
  static constexpr std::int64_t kEarlyMs = 50;
  static constexpr std::int64_t kLookMs = 50;
  static constexpr std::int64_t kProofMs = kLookMs + kEarlyMs + 1;
  // Perhaps an echo: until the next prompt, which comes when the first line is done.
  static constexpr std::int64_t kEchoMs = 2'000;

 private:
  std::deque<Row> rows_;
  std::size_t bytes_ = 0;
  std::optional<base::WallTime> echoes_end_;
};

// A row is told without the blanks at its end, and so is a line.
void drop_last_blanks(std::string& text);

}  // namespace auweave::correlate
