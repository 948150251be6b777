// Log: messages of a running program to its operator, one line each, from any thread. A trouble is
// a failure that may last, such as a broker that is down. The log repeats a lasting trouble at most
// every ten minutes, and writes one line when the trouble is over.
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
  // Write receives one line without a newline. The log calls Write from one thread at a time.
  using Write = std::function<void(Level, const std::string& line)>;

  explicit Log(Write write, std::function<Clock::time_point()> now = Clock::now)
      : write_(std::move(write)), now_(std::move(now)) {}
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  void say(Level level, const std::string& text);
  // `key` identifies a trouble and `text` describes it. A line is written when the trouble begins,
  // when the trouble's text has changed after a minute, and every ten minutes while the trouble is
  // raised. The line has the number of raises that were not written.
  void trouble(const std::string& key, const std::string& text);
  // Writes `text` if a trouble with this key was raised, and forgets the trouble.
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

// Writes "auweave: ..." on stderr for each line of the message. Any thread may call
// say_on_stderr().
void say_on_stderr(const std::string& message);

}  // namespace auweave::base
