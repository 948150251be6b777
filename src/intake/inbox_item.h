// What comes out of the Inbox: records as bytes, recordings as lines, and word of what was lost on
// the way. Values.
#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "model/journal_entry.h"
#include "tty/timed_logs.h"

namespace auweave::intake {

struct Nothing {};  // came within the time
struct Ended {};    // nothing comes any more

// Of standard input, in order; they may begin and end inside a line.
struct Records {
  std::string bytes;
};

// Whole records that were read and thrown away between what came before and what comes next.
struct LostRecords {
  std::uint64_t count = 0;
  std::string first, last;  // their lines (heads of them), for the serials

  template <typename Archive>
  void state(Archive& archive) {
    archive(count, first, last);
  }
};

// Where reading has come to in a file, whatever that is called by now.
struct FilePlace {
  std::uint64_t device = 0, inode = 0, offset = 0;
  bool operator==(const FilePlace&) const = default;

  template <typename Archive>
  void state(Archive& archive) {
    archive(device, inode, offset);
  }
};

// A line of a followed file.
struct FollowedLine {
  std::uint32_t source = 0;
  std::string text;
  std::uint64_t number = 0, offset = 0, cut = 0;  // as in base::Line
  FilePlace place = {};                           // behind it

  template <typename Archive>
  void state(Archive& archive) {
    archive(source, text, number, offset, cut, place);
  }
};

// What came of followed recordings that are no lines: sudo's, script's.
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

// An entry of a followed journal.
struct FollowedEntry {
  std::uint32_t source = 0;
  model::JournalEntry entry;

  template <typename Archive>
  void state(Archive& archive) {
    archive(source, entry);
  }
};

// What the Follower gives.
using FollowedItem = std::variant<FollowedLine, FollowedLog, FollowedEntry>;

using InboxItem =
    std::variant<Nothing, Ended, Records, LostRecords, FollowedLine, FollowedLog, FollowedEntry>;

}  // namespace auweave::intake
