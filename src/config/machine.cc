#include "config/machine.h"

#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/text.h"

#ifndef AUWEAVE_DATADIR
#define AUWEAVE_DATADIR "/usr/share/auweave"
#endif

namespace auweave::config {
namespace {

namespace fs = std::filesystem;

fs::path program_folder() {
  std::error_code error;
  return fs::read_symlink("/proc/self/exe", error).parent_path();
}

}  // namespace

base::WallTime wall_time_now() {
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  return {now.tv_sec * 1'000'000'000 + now.tv_nsec};
}

base::WallTime boot_began() {
  timespec up{};
  ::clock_gettime(CLOCK_BOOTTIME, &up);
  return {wall_time_now().ns - (up.tv_sec * 1'000'000'000 + up.tv_nsec)};
}

std::string host_name() {
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0 || name[0] == '\0') return "localhost";
  return name.data();
}

bool good_host(std::string_view name) {
  return !name.empty() && name.size() <= 255 && std::all_of(name.begin(), name.end(), [](char c) {
    return c > ' ' && c < '\x7F' && c != ':' && c != '/';
  });
}

std::string kernel_boot_id() {
  std::ifstream file("/proc/sys/kernel/random/boot_id");
  std::string id;
  std::getline(file, id);
  return id;
}

base::Result<std::string> boot_id_from(const std::string& text) {
  std::string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits),
               [](char c) { return c != '-'; });
  if (digits.size() != 32 || !base::is_hex(digits)) {
    return base::Error{base::ErrorKind::config, "'" + text + "' is no boot id (32 hex digits)"};
  }
  return base::dashed_id(digits);
}

base::Status only_owner_writes(const std::string& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0 || !S_ISREG(info.st_mode)) return base::ok();
  const auto refuse = [&](const std::string& why) {
    return base::Error{base::ErrorKind::config, path + ": " + why};
  };
  if (info.st_uid != 0 && info.st_uid != ::geteuid())
    return refuse("belongs to another user (uid " + std::to_string(info.st_uid) + ")");
  if ((info.st_mode & (S_IWGRP | S_IWOTH)) != 0)
    return refuse("others than its owner may write it (chmod go-w " + path + ")");
  return base::ok();
}

std::optional<std::uint32_t> uid_of(const std::string& name) {
  if (const auto number = base::parse_unsigned(name); number.has_value() && *number <= UINT32_MAX)
    return static_cast<std::uint32_t>(*number);
  struct passwd entry {};
  struct passwd* found = nullptr;
  constexpr std::size_t kEntryBytes = 16384;
  std::vector<char> room(kEntryBytes);
  const bool asked = ::getpwnam_r(name.c_str(), &entry, room.data(), room.size(), &found) == 0;
  if (!asked || found == nullptr) return std::nullopt;
  return found->pw_uid;
}

std::vector<std::uint32_t> recorder_accounts() {
  std::vector<std::uint32_t> uids{0};
  if (const auto tlog = uid_of("tlog")) uids.push_back(*tlog);
  return uids;
}

bool others_may_read(const std::string& path) {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0 && (info.st_mode & S_IROTH) != 0;
}

void make_folder_of(const std::string& path, unsigned mode) {
  ::mkdir(fs::path(path).parent_path().c_str(), static_cast<mode_t>(mode));
}

base::Result<std::string> mapping_path(const std::string& name) {
  if (name.find('/') != std::string::npos || name.ends_with(".yaml")) return name;
  const fs::path file = "mappings/" + name + ".yaml";
  const std::array places = {program_folder() / "../share/auweave", fs::path(AUWEAVE_DATADIR)};
  for (const fs::path& place : places) {
    if (fs::exists(place / file)) return (place / file).lexically_normal().string();
  }
  return base::Error{
      base::ErrorKind::config,
      "no mapping '" + name + "': neither a preset nor a file (give a path to use one)"};
}

}  // namespace auweave::config
