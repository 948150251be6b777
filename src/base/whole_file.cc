#include "base/whole_file.h"

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdio>
#include <filesystem>

#include "base/io_error.h"
#include "base/unique_fd.h"

namespace auweave::base {
namespace {

// Nobody can guess the name, so nobody can be there first for long.
std::string fresh_name(const std::string& path) {
  std::uint64_t number = 0;
  if (::getrandom(&number, sizeof(number), 0) != static_cast<ssize_t>(sizeof(number))) number = 0;
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), ".new-%016llx", static_cast<unsigned long long>(number));
  return path + text.data();
}

Status fill(int fd, std::string_view text, mode_t mode, const std::string& name) {
  while (!text.empty()) {
    const ssize_t size = ::write(fd, text.data(), text.size());
    if (size < 0) return io_error(name);
    text.remove_prefix(static_cast<std::size_t>(size));
  }
  return ::fchmod(fd, mode) == 0 ? ok() : Status(io_error(name));
}

}  // namespace

Status replace_file(const std::string& path, std::string_view text, mode_t mode) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  const std::string fresh = fresh_name(path);
  UniqueFd fd(
      ::open(folder.empty() ? "." : folder.c_str(), O_WRONLY | O_TMPFILE | O_CLOEXEC, mode));
  const bool nameless = fd.valid();
  if (!nameless) {
    fd =
        UniqueFd(::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode));
  }
  if (!fd.valid()) return io_error(path);
  Status done = fill(fd.get(), text, mode, path);
  if (nameless && done.ok()) {
    const std::string own = "/proc/self/fd/" + std::to_string(fd.get());
    if (::linkat(AT_FDCWD, own.c_str(), AT_FDCWD, fresh.c_str(), AT_SYMLINK_FOLLOW) != 0)
      return io_error(path);
  }
  if (done.ok() && ::rename(fresh.c_str(), path.c_str()) != 0) done = io_error(path);
  if (!done.ok()) ::unlink(fresh.c_str());
  return done;
}

}  // namespace auweave::base
