#include "base/log.h"

#include <cstdio>
#include <sstream>

#include "base/printable.h"

namespace auweave::base {
namespace {

constexpr std::chrono::minutes kSameAgain{10};
constexpr std::chrono::minutes kOtherAgain{1};

}  // namespace

void Log::say(Level level, const std::string& text) {
  const std::lock_guard guard(lock_);
  write_(level, printable_rows(text));
}

void Log::trouble(const std::string& key, const std::string& text) {
  const std::lock_guard guard(lock_);
  const Clock::time_point now = now_();
  const auto [found, is_new] = troubles_.try_emplace(key);
  Trouble& trouble = found->second;
  const auto silence = text == trouble.text ? kSameAgain : kOtherAgain;
  if (!is_new && now - trouble.said < silence) {
    ++trouble.unsaid;
    return;
  }
  std::string line = text;
  if (trouble.unsaid > 0) line += " (" + std::to_string(trouble.unsaid) + " times since)";
  trouble = {text, now, 0};
  write_(Level::error, printable_rows(line));
}

void Log::over(const std::string& key, const std::string& text) {
  const std::lock_guard guard(lock_);
  if (troubles_.erase(key) > 0) write_(Level::note, printable_rows(text));
}

void say_on_stderr(const std::string& message) {
  std::istringstream lines(message);
  for (std::string line; std::getline(lines, line);) {
    std::fprintf(stderr, "auweave: %s\n", printable(line).c_str());
  }
}

}  // namespace auweave::base
