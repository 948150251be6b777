#include "config/folder_modes.h"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <optional>

#include "intake/script_log_finder.h"

namespace auweave::config {
namespace {

constexpr uid_t kFirstPerson = 1000;  // login.defs(5), UID_MIN

using Warnings = std::vector<std::string>;

std::optional<struct stat> seen(const std::string& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) return std::nullopt;
  return info;
}

bool is_ours(const struct stat& info) { return info.st_uid == 0 || info.st_uid == ::geteuid(); }

std::string owner_of(const struct stat& info) {
  return "belongs to uid " + std::to_string(info.st_uid);
}

// Everybody makes files there, and nobody may touch another's.
void look_at_shared(const std::string& folder, Warnings& warnings) {
  const auto info = seen(folder);
  if (!info.has_value()) return;
  if (!is_ours(*info)) {
    warnings.push_back(folder + ": " + owner_of(*info) +
                       ", who can remove and rename recordings (chown root)");
  }
  const bool shared = (info->st_mode & (S_IWGRP | S_IWOTH)) != 0;
  if (shared && (info->st_mode & S_ISVTX) == 0) {
    warnings.push_back(folder +
                       ": users can remove and rename each other's recordings (chmod 1733)");
  }
}

void look_at_sudo(const std::string& folder, Warnings& warnings) {
  const auto info = folder.empty() ? std::nullopt : seen(folder);
  if (!info.has_value()) return;
  if (!is_ours(*info) && info->st_uid >= kFirstPerson) {
    warnings.push_back(folder + ": " + owner_of(*info) +
                       ", who is no account of sudo's: only root's logs are read (chown root)");
  }
  if ((info->st_mode & (S_IWGRP | S_IWOTH)) != 0)
    warnings.push_back(folder + ": others than its owner may write it (chmod go-w)");
}

// A file that a recorder or a syslog daemon writes, in a folder that is its own.
void look_at_file(const std::string& path, Warnings& warnings) {
  const auto folder = std::filesystem::path(path).parent_path().string();
  for (const std::string& each : {path, folder}) {
    const auto info = each.empty() ? std::nullopt : seen(each);
    if (!info.has_value()) continue;
    if (!is_ours(*info) && info->st_uid >= kFirstPerson)
      warnings.push_back(each + ": " + owner_of(*info) + ", who can write anything there");
    if ((info->st_mode & S_IWOTH) != 0)
      warnings.push_back(each + ": every user may write it (chmod o-w)");
  }
}

bool links_are_free() {
  std::ifstream file("/proc/sys/fs/protected_hardlinks");
  char value = '1';
  return file.get(value) && value == '0';
}

}  // namespace

Warnings weak_inputs(const Config& config) {
  Warnings warnings;
  for (const FollowedConfig& tlog : config.tlog) {
    if (!tlog.file.empty()) look_at_file(tlog.file, warnings);
  }
  if (config.sshd_log.has_value() && !config.sshd_log->file.empty())
    look_at_file(config.sshd_log->file, warnings);
  look_at_sudo(config.sudo_io, warnings);
  if (!config.script.has_value()) return warnings;
  const std::string data = intake::one_star(config.script->data)->folder;
  const std::string timing = intake::one_star(config.script->timing)->folder;
  look_at_shared(data, warnings);
  if (timing != data) look_at_shared(timing, warnings);
  if (links_are_free()) {
    warnings.push_back(data +
                       ": a user can give another's recording a second name, and it is not read "
                       "then (sysctl fs.protected_hardlinks=1)");
  }
  return warnings;
}

}  // namespace auweave::config
