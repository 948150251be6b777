#include "plugin/program_watch.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <utility>

#include "base/text.h"
#include "base/unique_fd.h"

namespace auweave::plugin {
namespace {

std::string mount_of(int descriptor) {
  std::ifstream info("/proc/self/fdinfo/" + std::to_string(descriptor));
  std::string name;
  std::string value;
  while (info >> name >> value) {
    if (name == "mnt_id:") return value;
  }
  return "";
}

// Returns the device of the mounted filesystem, or "" if it is unknown. A line of mountinfo begins
// with the mount's id, its parent's id and MAJOR:MINOR (proc(5)).
std::string mounted_device(const std::string& mount) {
  std::ifstream mounts("/proc/self/mountinfo");
  for (std::string line; std::getline(mounts, line);) {
    if (!line.starts_with(mount + " ")) continue;
    const std::size_t at = line.find(' ', mount.size() + 1) + 1;
    const std::size_t colon = line.find(':', at);
    const auto major = base::parse_unsigned(line.substr(at, colon - at));
    const auto minor =
        base::parse_unsigned(line.substr(colon + 1, line.find(' ', colon) - colon - 1));
    if (!major.has_value() || !minor.has_value()) return "";
    return device_text(makedev(static_cast<unsigned>(*major), static_cast<unsigned>(*minor)));
  }
  return "";
}

model::ProgramFile file_at(const std::string& path) {
  model::ProgramFile file;
  file.path = path;
  const base::UniqueFd opened(::open(path.c_str(), O_PATH | O_CLOEXEC));
  struct stat facts {};
  if (!opened.valid() || ::fstat(opened.get(), &facts) != 0) return file;
  file.inode = facts.st_ino;
  file.devices.push_back(device_text(facts.st_dev));
  const std::string mounted = mounted_device(mount_of(opened.get()));
  if (!mounted.empty() && mounted != file.devices[0]) file.devices.push_back(mounted);
  return file;
}

}  // namespace

std::string device_text(std::uint64_t device) {
  std::array<char, 32> text{};
  const int size =
      std::snprintf(text.data(), text.size(), "%02x:%02x", major(device), minor(device));
  return {text.data(), static_cast<std::size_t>(size)};
}

ProgramWatch::ProgramWatch(std::vector<std::string> paths) {
  for (std::string& path : paths) programs_.push_back({std::move(path)});
}

std::optional<model::ProgramFiles> ProgramWatch::look(base::WallTime now) {
  const std::int64_t passed = looked_.has_value() ? now.ms() - looked_->ms() : kEveryMs;
  if (std::abs(passed) < kEveryMs) return std::nullopt;
  model::ProgramFiles told{now, looked_.value_or(base::WallTime{})};
  for (Seen& program : programs_) {
    struct stat facts {};
    const bool there = ::stat(program.path.c_str(), &facts) == 0;
    const std::uint64_t device = there ? facts.st_dev : 0;
    const std::uint64_t inode = there ? facts.st_ino : 0;
    const bool changed = device != program.device || inode != program.inode;
    if (!changed && looked_.has_value()) continue;
    program.device = device;
    program.inode = inode;
    told.files.push_back(file_at(program.path));
  }
  looked_ = now;
  if (told.files.empty()) return std::nullopt;
  return told;
}

}  // namespace auweave::plugin
