// ScriptLogFinder: finds recordings of script(1) by two patterns of file names. A script in
// /etc/profile.d or a forced command gives the files their names. Users can make files in the folder
// of the recordings.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/folder.h"
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
  struct Reading {
    bool terminal_input = false;
    tty::LogLimits limits = {};
  };
  ScriptLogFinder(Patterns patterns, Reading reading, base::WallTime since);

  base::Result<std::vector<FoundLog>> look(base::WallTime now) override;
  [[nodiscard]] bool more() const override { return entries_.has_value(); }
  [[nodiscard]] base::Result<tty::TimedLog> open(const FoundLog& found) const override;
  [[nodiscard]] bool is_older(const tty::TimedLog& log) const override;
  void take(const FoundLog& found) override;
  void done(const FoundLog& found) override { found_.done(found); }
  [[nodiscard]] bool trusts(std::uint32_t owner) const override { return owner == 0; }
  [[nodiscard]] tty::Damage damage(const std::string& rec, std::uint64_t line,
                                   const base::Error& error) const override;
  // Returns the folder of the timing files.
  [[nodiscard]] const std::string& name() const override { return patterns_.timing.folder; }
  [[nodiscard]] bool there() const override { return timings_.has_value(); }

  static constexpr int kMostNames = 16'384;  // names that one look() looks at

 private:
  base::Status open_folders();
  base::Status begin_look(base::WallTime now);
  [[nodiscard]] base::Result<base::UniqueFd> open_file(const std::string& path,
                                                       std::uint32_t owner) const;

  Patterns patterns_;
  Reading reading_;
  base::WallTime since_;
  base::WallTime now_;                          // of the last look()
  std::optional<base::Folder> timings_, data_;  // absent: the folder does not exist
  std::optional<base::FolderEntries> entries_;  // of timings_, while a look is under way
  std::int64_t seen_change_ns_ = -1;            // of timings_, when the last look began
  base::WallTime next_look_;                    // when all names are looked at again in any case
  std::size_t left_ = 0;                        // new recordings of this look that were not taken
  FoundLogs found_;
};

}  // namespace auweave::intake
