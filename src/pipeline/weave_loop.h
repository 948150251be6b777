// WeaveLoop: a running plugin's thread that weaves: takes what the readers left in the Inbox, and
// looks after everything else now and then. It waits for nobody but the Inbox.
#pragma once

#include <atomic>
#include <chrono>
#include <deque>
#include <functional>
#include <optional>
#include <variant>

#include "base/line_cutter.h"
#include "intake/inbox.h"
#include "pipeline/weaver.h"

namespace auweave::pipeline {

struct WeaveLoopSettings {
  std::uint32_t records = 0;  // the weaver's number of standard input
  std::optional<std::uint32_t> sshd_log = {};
  std::size_t longest_record = 0;
  std::function<base::WallTime()> wall_time;
  // Called once by its thread, before all else.
  std::function<void()> begin = [] {};
  // Called once by its thread before anything is woven: with the line of the first record (no EOE), or
  // with nothing when none came for kSilence. Empty: there is nothing to do then.
  std::function<void(std::string_view)> before_first = {};
  // Called by its thread every 200 ms, and at the end.
  std::function<void()> look;
};

class WeaveLoop {
 public:
  // Both outlive it.
  WeaveLoop(WeaveLoopSettings settings, intake::Inbox& inbox, Weaver& weaver);

  // Until the Inbox ended and everything is woven.
  void run();

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::milliseconds kLook{200};
  // auditd hands records over within milliseconds; with this much of nothing none is on its way.
  static constexpr std::chrono::seconds kSilence{2};
  static constexpr std::size_t kMostEarly = 32UL * 1024 * 1024;  // bytes of lines that wait for it

  void weave(const intake::Records& records);
  void weave(const intake::LostRecords& lost);
  void weave(const intake::FollowedLine& line);
  void weave(intake::FollowedLog& log);
  void weave(const intake::FollowedEntry& followed);
  // Kept for later: nothing is woven yet.
  template <typename Followed>
  bool kept_early(const Followed& followed, std::size_t bytes);
  void weave(const base::Line& record);
  // Before before_first() was called, nothing is woven.
  void try_first();
  void come_to_first(std::string_view record);
  void look();

  WeaveLoopSettings settings_;
  intake::Inbox& inbox_;
  Weaver& weaver_;
  base::LineCutter cutter_;
  Clock::time_point next_look_ = Clock::now();
  Clock::time_point last_input_ = Clock::now();
  Clock::time_point last_record_ = Clock::now();
  bool begun_;  // before_first() was called
  std::deque<std::variant<intake::FollowedLine, intake::FollowedEntry>> early_;
  std::size_t early_bytes_ = 0;
  bool paused_ = true;  // since the last record, and the weaver knows
};

}  // namespace auweave::pipeline
