// ScriptLogFinder: finds recordings of script(1) by two patterns of file names. A script in
// /etc/profile.d or a forced command gives the files their names.
#pragma once

#include <string>
#include <vector>

#include "intake/log_finder.h"

namespace auweave::intake {

// OneStar: a path with one `*`, in its last part.
struct OneStar {
  std::string folder, before, after;

  [[nodiscard]] std::string path(const std::string& middle) const {
    return folder + "/" + before + middle + after;
  }
  // Returns the text that the star stands for in `name`, or no text if `name` does not match.
  [[nodiscard]] std::optional<std::string> middle(const std::string& name) const;
};
// Returns `pattern` in parts, or no value if it has not exactly one `*`, behind its last slash.
[[nodiscard]] std::optional<OneStar> one_star(const std::string& pattern);

// ScriptLogFinder names a recording (`rec`) after its timing file.
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
  // Returns the folder of the timing files.
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
