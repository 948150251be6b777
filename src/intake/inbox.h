// Inbox: what the threads that read leave for the thread that weaves, bounded. Records are taken
// from auditd at once, whatever the weaver does: a plugin that does not read stalls the machine.
// Lines of followed files stay in their files until there is room. Any thread.
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
  // `most`: bytes of records.
  explicit Inbox(std::size_t most = kMost) : most_(most) {}
  Inbox(const Inbox&) = delete;
  Inbox& operator=(const Inbox&) = delete;

  static constexpr std::size_t kMost = 64UL * 1024 * 1024;
  static constexpr std::size_t kMostLines = 1024UL * 1024;  // bytes of followed lines

  // --- for the reader of standard input; none of these waits
  // False: there is no room, and nothing was taken.
  bool put(std::string_view records);
  // Goes in whatever is held: a loss is told where it happened, and the end of an event whose
  // beginning went in is better than half of it.
  void put(LostRecords lost);
  void put_in_any_case(std::string_view records);
  // After it was full: an eighth of the room is free again.
  [[nodiscard]] bool has_capacity() const;
  void end_records();

  // --- for the reader of followed files
  // Waits until it fits and records are under half of what is allowed, at most `wait`. False:
  // not taken.
  bool put(FollowedItem& given, std::chrono::milliseconds wait);
  // All files were read to their ends once. Records wait for that, so that recordings which lie
  // there already do not come late; but not when they fill half of the room.
  void caught_up();
  void end_lines();

  // --- for the weaver
  // Lines come before records. What came alone is left to gather for `kGather` ms.
  InboxItem take(std::chrono::milliseconds wait);

  // The first record that waits, when all of its line is there; else empty.
  [[nodiscard]] std::string first_record() const;

  struct Held {
    std::size_t record_bytes = 0, most_record_bytes = 0;  // now; ever
    std::size_t line_bytes = 0;
  };
  [[nodiscard]] Held held() const;

 private:
  static constexpr std::size_t kBlock = 64UL * 1024;
  static constexpr std::chrono::milliseconds kGather{10};

  void append(std::string_view records);
  [[nodiscard]] bool records_ready() const;
  [[nodiscard]] bool something() const;

  mutable std::mutex lock_;
  std::condition_variable filled_;   // the weaver waits for it
  std::condition_variable emptied_;  // the reader of files waits for it
  std::size_t most_;
  std::deque<std::variant<Records, LostRecords>> records_;
  std::deque<FollowedItem> lines_;
  Held held_;
  bool caught_up_ = false;
  bool records_ended_ = false;
  bool lines_ended_ = false;
  bool gathering_ = false;  // the weaver sleeps until there is a block
};

}  // namespace auweave::intake
