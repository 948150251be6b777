// Progress: a progress bar on stderr, if stderr is a terminal; otherwise nothing.
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

  // Draws at most ten times a second; cheap to call. `total` 0: the total is unknown.
  void update(std::uint64_t done, std::uint64_t total, std::uint64_t items);
  // Removes the bar.
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
