// Running: a plugin at work on a capture, with one Kafka sink, seen through its status and its log.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "live_program.h"
#include "replay.h"

namespace auweave::e2e {

// Tries again every 50 ms, for 20 s at most.
template <typename Condition>
bool soon(Condition condition) {
  for (int waited = 0; waited < 20'000; waited += 50) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return false;
}

class Running {
 public:
  // `more`: other keys of the sink ("queue: 1MiB, "); `others`: other sinks.
  Running(const std::string& capture, const std::map<std::string, std::string>& properties,
          const std::string& more = "", const std::vector<std::string>& others = {});

  [[nodiscard]] std::string config_path() const { return replay.folder.path("auweave.yaml"); }
  // What the capture has for standard input and was not fed yet.
  void feed();
  // As far as some place behind `bytes` of it where no event is half: auditd hands events over whole,
  // and a plugin that gets nothing for two seconds takes what it has for all there is.
  void feed_to(std::size_t bytes);
  void feed_half() { feed_to(replay.capture.plugin.size() / 2); }
  [[nodiscard]] rapidjson::Document status() const;
  // Of the Kafka sink.
  [[nodiscard]] std::string trouble() const;
  // All that was written to it is woven, something was delivered, and nothing waits.
  [[nodiscard]] bool delivers_all() const;
  [[nodiscard]] bool says(const std::string& words) const;
  // The end of its input.
  support::Ran end();

  Replay replay;
  std::optional<LiveProgram> plugin;

 private:
  std::size_t fed_ = 0;
};

}  // namespace auweave::e2e
