// Progress: a bar on a terminal's stderr, nothing anywhere else.
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

  // Cheap: draws at most ten times a second. `total` 0: unknown.
  void update(std::uint64_t done, std::uint64_t total, std::uint64_t items);
  // Takes the bar away.
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
