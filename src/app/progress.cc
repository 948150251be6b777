#include "app/progress.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <string>

namespace auweave::app {
namespace {

constexpr std::uint64_t kCallsPerLook = 256;  // calls between two looks at the clock
constexpr int kWidth = 30;

}  // namespace

Progress::Progress(std::string_view what)
    : what_(what),
      on_(::isatty(STDERR_FILENO) == 1),
      next_(Clock::now() + std::chrono::milliseconds(300)) {}

void Progress::update(std::uint64_t done, std::uint64_t total, std::uint64_t items) {
  if (!on_ || ++calls_ % kCallsPerLook != 0 || Clock::now() < next_) return;
  next_ = Clock::now() + std::chrono::milliseconds(100);
  drawn_ = true;
  const std::string what(what_);
  if (total == 0) {
    std::fprintf(stderr, "\r%s: %llu events\033[K", what.c_str(),
                 static_cast<unsigned long long>(items));
    return;
  }
  const std::uint64_t share = std::min(done, total) * kWidth / total;
  std::string bar(share, '#');
  bar.resize(kWidth, '.');
  std::fprintf(stderr, "\r%s [%s] %3llu %%  %llu events\033[K", what.c_str(), bar.c_str(),
               static_cast<unsigned long long>(std::min(done, total) * 100 / total),
               static_cast<unsigned long long>(items));
}

void Progress::clear() {
  if (drawn_) std::fputs("\r\033[K", stderr);
  drawn_ = false;
}

}  // namespace auweave::app
