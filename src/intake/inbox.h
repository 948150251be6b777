// Inbox: a bounded queue from the reading threads to the weaver's thread. Records are taken from
// auditd at once, whatever the weaver does, because a plugin that does not read stalls the machine.
// Lines of followed files stay in their files until the Inbox has room. Any thread may use an
// Inbox.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string_view>

#include "intake/inbox_item.h"

namespace auweave::intake {

class Inbox {
 public:
  // `most` is the largest number of bytes of waiting records.
  explicit Inbox(std::size_t most = kMost) : most_(most) {}
  Inbox(const Inbox&) = delete;
  Inbox& operator=(const Inbox&) = delete;

  static constexpr std::size_t kMost = 64UL * 1024 * 1024;
  static constexpr std::size_t kMostLines = 1024UL * 1024;  // most bytes of waiting followed lines

  // --- for the reader of standard input; these functions never wait
  // Adds records, or returns false and adds no record if the Inbox has no room.
  bool put(std::string_view records);
  // Adds a loss or records even if the Inbox is full. A full Inbox takes a loss, because a loss
  // must be reported at its place between the records. A full Inbox takes the rest of an event
  // whose first records it has, because half an event would be worse.
  void put(LostRecords lost);
  void put_in_any_case(std::string_view records);
  // True if an eighth of the room for records is free.
  [[nodiscard]] bool has_capacity() const;
  void end_records();

  // --- for the readers of followed inputs
  // Adds an item when it fits and the records fill at most half of their room, or returns false if
  // the item was not taken within `wait`. Readers take turns, so that a large item of one is not
  // kept out by small ones of others.
  bool put(FollowedItem& given, std::chrono::milliseconds wait);
  // Tells the inbox that all followed inputs were read to their ends once. Records wait for
  // caught_up(), so that recordings which exist already do not come late, unless records fill half
  // of their room.
  void caught_up();
  void end_lines();

  // --- for the weaver
  // Returns the next item, a followed item before records, or Nothing if none came within `wait`.
  // After a wait the Inbox gathers records for kGather more, so that several records come at once.
  // Without `followed` only records are given.
  InboxItem take(std::chrono::milliseconds wait, bool followed = true);

  // Returns the first waiting record if its line is complete, else an empty text.
  [[nodiscard]] std::string first_record() const;

  struct Held {
    std::size_t record_bytes = 0, most_record_bytes = 0;  // now, and at most so far
    std::size_t line_bytes = 0;
  };
  [[nodiscard]] Held held() const;

 private:
  static constexpr std::size_t kBlock = 64UL * 1024;
  static constexpr std::chrono::milliseconds kGather{10};

  void append(std::string_view records);
  [[nodiscard]] bool records_ready() const;
  [[nodiscard]] bool something(bool followed) const;

  mutable std::mutex lock_;
  std::condition_variable filled_;   // the weaver waits for this signal
  std::condition_variable emptied_;  // the readers of followed inputs wait for this signal
  std::size_t most_;
  std::deque<std::variant<Records, LostRecords>> records_;
  std::deque<FollowedItem> lines_;
  Held held_;
  std::deque<std::uint64_t> turns_;  // of the readers of followed inputs that wait, in order
  std::uint64_t next_turn_ = 0;
  bool caught_up_ = false;
  bool records_ended_ = false;
  bool lines_ended_ = false;
  bool gathering_ = false;  // the weaver waits until a block of records has gathered
};

}  // namespace auweave::intake
