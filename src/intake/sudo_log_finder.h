// SudoLogFinder: finds sudo's I/O logs below a folder (sudoers' iolog_dir). New logs are found by
// reading folders that changed.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "intake/log_finder.h"

namespace auweave::intake {

class SudoLogFinder : public LogFinder {
 public:
  SudoLogFinder(std::string root, bool terminal_input, base::WallTime since);

  base::Result<std::vector<std::string>> look(base::WallTime now) override;
  [[nodiscard]] base::Result<tty::TimedLog> open(const std::string& rec) const override;
  void done(const std::string& rec) override;
  [[nodiscard]] tty::Damage damage(const std::string& rec, std::uint64_t line,
                                   const base::Error& error) const override;
  [[nodiscard]] const std::string& name() const override { return root_; }
  [[nodiscard]] bool there() const override { return there_; }

 private:
  void look_into(const std::string& folder, base::WallTime now, std::vector<std::string>& found);
  [[nodiscard]] bool is_new_folder(const std::string& folder) const;

  static constexpr std::int64_t kRacyNs =
      2'000'000'000;  // a change younger than kRacyNs may hide another

  std::string root_;
  bool terminal_input_;
  bool there_ = false;
  std::map<std::string, std::int64_t> folders_;  // folder without a log -> when it changed, in ns
  FoundLogs found_;
};

}  // namespace auweave::intake
