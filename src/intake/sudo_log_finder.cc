#include "intake/sudo_log_finder.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "base/io_error.h"
#include "tty/sudo_log.h"

namespace auweave::intake {
namespace {

using base::WallTime;

std::string below(const std::string& folder, const std::string& name) {
  return folder.empty() ? name : folder + "/" + name;
}

}  // namespace

SudoLogFinder::SudoLogFinder(std::string root, bool terminal_input, WallTime since)
    : root_(std::move(root)), terminal_input_(terminal_input), found_(since) {
  folders_[""] = 0;
}

base::Result<std::vector<std::string>> SudoLogFinder::look(WallTime now) {
  std::vector<std::string> found;
  struct stat info {};
  there_ = ::stat(root_.c_str(), &info) == 0;
  if (!there_ && errno == ENOENT) return found;
  if (!there_ || ::access(root_.c_str(), R_OK | X_OK) != 0) {
    return base::io_error(root_);
  }
  std::vector<std::string> folders;
  for (const auto& [folder, changed] : folders_) folders.push_back(folder);
  // What is found below is looked into at once: a sudo makes several levels of folders.
  for (const std::string& folder : folders) look_into(folder, now, found);
  return found;
}

void SudoLogFinder::look_into(const std::string& folder, WallTime now,
                              std::vector<std::string>& found) {
  const std::string path = below(root_, folder);
  const auto looked = changed_ns(path);
  if (!looked.has_value()) {
    if (!folder.empty()) folders_.erase(folder);
    return;
  }
  const std::int64_t changed = *looked;
  std::int64_t& before = folders_[folder];
  if (changed == before && now.ns - changed > kRacyNs) return;
  before = changed;
  const std::vector<std::string> names = names_in(path);
  const bool log = std::binary_search(names.begin(), names.end(), "timing");
  if (log && !folder.empty()) {
    folders_.erase(folder);
    if (!found_.is_new(folder, changed)) return;
    found_.add(folder);
    found.push_back(folder);
    return;
  }
  for (const std::string& name : names) {
    const std::string child = below(folder, name);
    if (is_new_folder(child)) look_into(child, now, found);
  }
}

// False also of an old log's, which is not looked into again.
bool SudoLogFinder::is_new_folder(const std::string& folder) const {
  if (found_.has(folder) || folders_.contains(folder)) return false;
  const std::string path = root_ + "/" + folder;
  struct stat info {};
  if (::lstat(path.c_str(), &info) != 0 || !S_ISDIR(info.st_mode)) return false;
  const bool log = changed_ns(path + "/timing").has_value();
  return !log || !found_.is_old(changed_ns(path).value_or(0));
}

base::Result<tty::TimedLog> SudoLogFinder::open(const std::string& rec) const {
  return tty::open_sudo_log(root_, rec, terminal_input_);
}

void SudoLogFinder::done(const std::string& rec) {
  found_.done(rec, changed_ns(root_ + "/" + rec).value_or(0));
}

tty::Damage SudoLogFinder::damage(const std::string& rec, std::uint64_t line,
                                  const base::Error& error) const {
  return tty::damage_of({"sudo", rec, line, {}}, root_ + "/" + rec, error);
}

}  // namespace auweave::intake
