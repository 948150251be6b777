// Log: messages of a running program to its operator, from any thread. A trouble is a failure that
// may last, such as a broker that is down. The log repeats a lasting trouble of unchanged text at
// most every ten minutes, and writes one message when the trouble is over. What is written is
// printable (base/printable.h): a broker's words or a file's name act on no terminal.
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
  // Write receives one message without a newline at its end; a message may have several lines. The
  // log calls Write from one thread at a time.
  using Write = std::function<void(Level, const std::string& line)>;

  explicit Log(Write write, std::function<Clock::time_point()> now = Clock::now)
      : write_(std::move(write)), now_(std::move(now)) {}
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  void say(Level level, const std::string& text);
  // Raises the trouble that `key` identifies and `text` describes. The log writes a trouble when it
  // begins, when its text has changed and a minute has passed, and every ten minutes while the
  // trouble is raised. A written trouble tells how many of its raises were not written.
  void trouble(const std::string& key, const std::string& text);
  // Writes `text` if the trouble `key` was raised, and forgets the trouble.
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
