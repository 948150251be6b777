// The items that an Inbox gives are values: records as bytes, items of followed inputs, and reports
// of lost records.
#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "model/input_note.h"
#include "model/journal_entry.h"
#include "tty/timed_logs.h"

namespace auweave::intake {

struct Nothing {};  // no item came within the time
struct Ended {};    // all inputs have ended

// Records: bytes of standard input, in order. The bytes of a Records may begin and end inside a
// line.
struct Records {
  std::string bytes;
};

// LostRecords: reports complete records that were read and thrown away. The lost records came
// between the item before the LostRecords and the item behind it.
struct LostRecords {
  std::uint64_t count = 0;
  std::string first, last;  // heads of the first and last lost line, with their serials

  template <typename Archive>
  void state(Archive& archive) {
    archive(count, first, last);
  }
};

// FilePlace: a position in a file, which may have been renamed since.
struct FilePlace {
  std::uint64_t device = 0, inode = 0, offset = 0;
  bool operator==(const FilePlace&) const = default;

  template <typename Archive>
  void state(Archive& archive) {
    archive(device, inode, offset);
  }
};

// FollowedLine: a line of a followed file.
struct FollowedLine {
  std::uint32_t source = 0;
  std::string text;
  std::uint64_t number = 0, offset = 0, cut = 0;  // as in base::Line
  FilePlace place = {};                           // the place behind the line
  bool own_file = false;                          // FollowedFile::own_file()

  template <typename Archive>
  void state(Archive& archive) {
    archive(source, text, number, offset, cut, place, own_file);
  }
};

// FollowedLog: a chunk or damage of a followed recording with timing (of sudo, script).
struct FollowedLog {
  std::uint32_t source = 0;
  tty::Recorded recorded;

  template <typename Archive>
  void state(Archive& archive) {
    bool is_chunk = std::holds_alternative<model::TtyChunk>(recorded);
    archive(source, is_chunk);
    if (Archive::kLoads && is_chunk) recorded = model::TtyChunk();
    if (Archive::kLoads && !is_chunk) recorded = tty::Damage();
    std::visit([&](auto& each) { archive(each); }, recorded);
  }
};

// FollowedEntry: an entry of a followed journal.
struct FollowedEntry {
  std::uint32_t source = 0;
  model::JournalEntry entry;

  template <typename Archive>
  void state(Archive& archive) {
    archive(source, entry);
  }
};

// FollowedItem: an item that the Follower gives to the Inbox.
using FollowedItem = std::variant<FollowedLine, FollowedLog, FollowedEntry, model::InputNote>;

// Returns the size of a followed item in memory, about.
[[nodiscard]] std::size_t bytes_of(const FollowedLine& line);
[[nodiscard]] std::size_t bytes_of(const FollowedLog& log);
[[nodiscard]] std::size_t bytes_of(const FollowedEntry& followed);
[[nodiscard]] std::size_t bytes_of(const model::InputNote& note);

using InboxItem = std::variant<Nothing, Ended, Records, LostRecords, FollowedLine, FollowedLog,
                               FollowedEntry, model::InputNote>;

}  // namespace auweave::intake
