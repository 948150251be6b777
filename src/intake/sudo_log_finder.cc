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

constexpr std::uint32_t kFirstPerson = 1000;  // login.defs(5), UID_MIN

std::string below(const std::string& folder, const std::string& name) {
  return folder.empty() ? name : folder + "/" + name;
}

base::Error of_another(const std::string& path, std::uint32_t owner) {
  return {base::ErrorKind::io, path + ": belongs to uid " + std::to_string(owner) +
                                   ", neither root nor the owner of the folder of logs: not read"};
}

}  // namespace

SudoLogFinder::SudoLogFinder(std::string root, bool terminal_input, WallTime since)
    : root_(std::move(root)), terminal_input_(terminal_input), found_(since) {
  folders_[""] = 0;
}

bool SudoLogFinder::trusts(std::uint32_t owner) const {
  return owner == 0 || owner == ::geteuid() || (owner == keeper_ && owner < kFirstPerson);
}

base::Status SudoLogFinder::open_root() {
  struct stat info {};
  const bool there = ::stat(root_.c_str(), &info) == 0;
  if (there && folder_.has_value()) {
    auto held = folder_->facts();
    if (held.ok() && held->inode == info.st_ino && held->links > 0) return base::ok();
  }
  folder_.reset();
  if (!there && errno == ENOENT) return base::ok();
  auto opened = base::Folder::open(root_);
  if (!opened.ok()) return opened.error();
  auto facts = opened->facts();
  if (!facts.ok()) return facts.error();
  folder_ = std::move(*opened);
  keeper_ = facts->owner;
  return base::ok();
}

base::Result<std::vector<FoundLog>> SudoLogFinder::look(WallTime now) {
  std::vector<FoundLog> found;
  if (auto opened = open_root(); !opened.ok()) return opened.error();
  if (!folder_.has_value()) return found;
  std::vector<std::string> folders;
  for (const auto& [folder, changed] : folders_) folders.push_back(folder);
  // What is found below is looked into at once: a sudo makes several levels of folders.
  for (const std::string& folder : folders) look_into(folder, now, found);
  return found;
}

void SudoLogFinder::look_into(const std::string& name, WallTime now, std::vector<FoundLog>& found) {
  auto folder = folder_->folder(name.empty() ? "." : name);
  auto facts = folder.ok() ? folder->facts() : base::Result<base::FileFacts>(folder.error());
  if (!facts.ok()) {
    if (!name.empty()) folders_.erase(name);
    return;
  }
  std::int64_t& before = folders_[name];
  if (facts->changed_ns == before && now.ns - facts->changed_ns > kRacyNs) return;
  before = facts->changed_ns;
  std::vector<std::string> children;
  look_at_names(name, *folder, children, found);
  std::sort(children.begin(), children.end());  // the order in which sudo counts its logs
  for (const std::string& child : children) look_into(child, now, found);
}

// A folder with a file `timing` is a log, and is not looked into again.
void SudoLogFinder::look_at_names(const std::string& name, const base::Folder& folder,
                                  std::vector<std::string>& children,
                                  std::vector<FoundLog>& found) {
  if (const auto timing = name.empty() ? std::nullopt : folder.look("timing")) {
    folders_.erase(name);
    FoundLog log = found_log(name, *timing);
    if (found_.is_new(log)) found.push_back(std::move(log));
    return;
  }
  auto entries = folder.entries();
  if (!entries.ok()) return;
  while (auto entry = entries->next()) {
    const std::string child = below(name, *entry);
    const auto facts = folder.look(*entry);
    const auto depth = static_cast<std::size_t>(std::count(child.begin(), child.end(), '/'));
    if (!facts.has_value() || !S_ISDIR(facts->mode) || depth >= kDeepest) continue;
    if (folders_.contains(child) || folders_.size() + children.size() >= kMostFolders) continue;
    if (trusts(facts->owner)) {
      children.push_back(child);
    } else if (FoundLog of_other = found_log(child, *facts); found_.is_new(of_other)) {
      found.push_back(std::move(of_other));
    }
  }
}

base::Result<base::UniqueFd> SudoLogFinder::open_file(const std::string& path) const {
  if (!folder_.has_value()) return base::UniqueFd();
  auto fd = folder_->file(path.substr(root_.size() + 1));
  if (!fd.ok() || !fd->valid()) return fd;
  auto facts = base::facts_of(fd->get(), path);
  if (!facts.ok()) return facts.error();
  if (!trusts(facts->owner)) return of_another(path, facts->owner);
  return fd;
}

base::Result<tty::TimedLog> SudoLogFinder::open(const FoundLog& found) const {
  if (!trusts(found.owner)) return of_another(root_ + "/" + found.rec, found.owner);
  tty::LogAccess access;
  access.open = [this](const std::string& path) { return open_file(path); };
  return tty::open_sudo_log(root_, found.rec, terminal_input_, access);
}

tty::Damage SudoLogFinder::damage(const std::string& rec, std::uint64_t line,
                                  const base::Error& error) const {
  return tty::damage_of({"sudo", rec, line, {}}, root_ + "/" + rec, error);
}

}  // namespace auweave::intake
