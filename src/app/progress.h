// Progress: a progress bar on stderr, which is drawn only if stderr is a terminal.
#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

namespace auweave::app {

class Progress {
 public:
  explicit Progress(std::string_view what);
  ~Progress() { clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // Draws the bar at most ten times a second, and is cheap to call. A `total` of 0 is unknown.
  void update(std::uint64_t done, std::uint64_t total, std::uint64_t items);
  // Removes the bar from the terminal.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;
  std::string_view what_;
  bool on_;
  bool drawn_ = false;
  std::uint64_t calls_ = 0;
  Clock::time_point next_;
};

}  // namespace auweave::app
