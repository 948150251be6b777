// SudoLogFinder: finds sudo's I/O logs below a folder (sudoers' iolog_dir). New logs are found by
// reading folders that changed. Only what belongs to root or to the owner of the folder is read, so
// that nobody else can write logs of sudo.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/folder.h"
#include "intake/log_finder.h"

namespace auweave::intake {

class SudoLogFinder : public LogFinder {
 public:
  SudoLogFinder(std::string root, bool terminal_input, base::WallTime since);

  base::Result<std::vector<FoundLog>> look(base::WallTime now) override;
  [[nodiscard]] bool more() const override { return false; }
  [[nodiscard]] base::Result<tty::TimedLog> open(const FoundLog& found) const override;
  void take(const FoundLog& found) override { found_.add(found); }
  void done(const FoundLog& found) override { found_.done(found); }
  // Root and this process's user are trusted, and the folder's owner if it is no person's account.
  [[nodiscard]] bool trusts(std::uint32_t owner) const override;
  [[nodiscard]] tty::Damage damage(const std::string& rec, std::uint64_t line,
                                   const base::Error& error) const override;
  [[nodiscard]] const std::string& name() const override { return root_; }
  [[nodiscard]] bool there() const override { return folder_.has_value(); }

 private:
  base::Status open_root();
  void look_into(const std::string& name, base::WallTime now, std::vector<FoundLog>& found);
  void look_at_names(const std::string& name, const base::Folder& folder,
                     std::vector<std::string>& children, std::vector<FoundLog>& found);
  [[nodiscard]] base::Result<base::UniqueFd> open_file(const std::string& path) const;

  // A change younger than kRacyNs may hide another.
  static constexpr std::int64_t kRacyNs = 2'000'000'000;
  static constexpr std::size_t kMostFolders = 65'536;
  static constexpr std::size_t kDeepest = 16;  // folders inside each other

  std::string root_;
  bool terminal_input_;
  std::optional<base::Folder> folder_;           // absent: it does not exist
  std::uint32_t keeper_ = 0;                     // the owner of folder_
  std::map<std::string, std::int64_t> folders_;  // folder without a log -> when it changed, in ns
  FoundLogs found_;
};

}  // namespace auweave::intake
