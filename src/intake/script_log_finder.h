// ScriptLogFinder: recordings of script(1) whose files match two patterns, as /etc/profile.d or a forced
// command names them. One owner, one thread.
#pragma once

#include <string>
#include <vector>

#include "intake/log_finder.h"

namespace auweave::intake {

// A path with one `*`, in its last part.
struct OneStar {
  std::string folder, before, after;

  [[nodiscard]] std::string path(const std::string& middle) const {
    return folder + "/" + before + middle + after;
  }
  // What the star stands for in a file's name; nothing: it does not match.
  [[nodiscard]] std::optional<std::string> middle(const std::string& name) const;
};
// Nothing: it is none.
[[nodiscard]] std::optional<OneStar> one_star(const std::string& pattern);

// Its recs are the names of the files of timing.
class ScriptLogFinder : public LogFinder {
 public:
  struct Patterns {
    OneStar data, timing;
  };
  ScriptLogFinder(Patterns patterns, bool terminal_input, base::WallTime since);

  base::Result<std::vector<std::string>> look(base::WallTime now) override;
  [[nodiscard]] base::Result<tty::TimedLog> open(const std::string& rec) const override;
  void done(const std::string& rec) override;
  [[nodiscard]] tty::Damage damage(const std::string& rec, std::uint64_t line,
                                   const base::Error& error) const override;
  // The folder that the timings are in.
  [[nodiscard]] const std::string& name() const override { return patterns_.timing.folder; }
  [[nodiscard]] bool there() const override { return there_; }

 private:
  [[nodiscard]] bool is_older(const std::string& rec) const;

  Patterns patterns_;
  bool terminal_input_;
  base::WallTime since_;
  bool there_ = false;
  FoundLogs found_;
};

}  // namespace auweave::intake
