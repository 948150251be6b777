// Log: what a running program says to whoever runs it, one line each, from any thread. A trouble
// that lasts is said once when it begins, again at most every ten minutes, and once when it is over:
// a broker that is down for a night is two lines, not a million.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>

namespace auweave::base {

class Log {
 public:
  enum class Level { error, warning, note };
  using Clock = std::chrono::steady_clock;
  // Gets one line without a newline. Called by one thread at a time.
  using Write = std::function<void(Level, const std::string& line)>;

  explicit Log(Write write, std::function<Clock::time_point()> now = Clock::now)
      : write_(std::move(write)), now_(std::move(now)) {}
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  void say(Level level, const std::string& text);
  // `key` names the trouble, `text` says it. Said when the key is new, when the text has changed and
  // a minute has passed, or after ten minutes with the number of times it was raised meanwhile.
  void trouble(const std::string& key, const std::string& text);
  // Said only when that trouble was; forgets it.
  void over(const std::string& key, const std::string& text);

 private:
  struct Trouble {
    std::string text;
    Clock::time_point said;
    std::uint64_t unsaid = 0;
  };
  std::mutex lock_;
  Write write_;
  std::function<Clock::time_point()> now_;
  std::map<std::string, Trouble> troubles_;
};

// One line "auweave: ..." on stderr for each line of the message. Of any thread.
void say_on_stderr(const std::string& message);

}  // namespace auweave::base
