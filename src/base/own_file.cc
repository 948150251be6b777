#include "base/own_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <filesystem>

#include "base/io_error.h"

namespace auweave::base {
namespace {

bool is_ours(const struct stat& info) { return info.st_uid == 0 || info.st_uid == ::geteuid(); }

Error not_ours(const std::string& path, const struct stat& info) {
  return {ErrorKind::io, path + ": belongs to uid " + std::to_string(info.st_uid) +
                             ", who could have put anything there"};
}

// The link is held by its descriptor, so that its owner and its text are those of one link.
Result<std::string> target_of(const std::string& path) {
  const UniqueFd link(::open(path.c_str(), O_PATH | O_NOFOLLOW | O_CLOEXEC));
  struct stat info {};
  if (!link.valid() || ::fstat(link.get(), &info) != 0) return io_error(path);
  if (!is_ours(info)) return not_ours(path, info);
  std::array<char, PATH_MAX> text{};
  const ssize_t size = ::readlinkat(link.get(), "", text.data(), text.size());
  if (size <= 0) return io_error(path);
  const std::filesystem::path target(std::string(text.data(), static_cast<std::size_t>(size)));
  return (std::filesystem::path(path).parent_path() / target).string();
}

}  // namespace

Result<UniqueFd> open_own(const std::string& path, int flags, mode_t mode) {
  UniqueFd fd(::open(path.c_str(), flags | O_NOFOLLOW, mode));
  if (!fd.valid() && errno == ELOOP) {
    auto target = target_of(path);
    if (!target.ok()) return target.error();
    fd = UniqueFd(::open(target->c_str(), flags | O_NOFOLLOW, mode));
  }
  struct stat info {};
  if (!fd.valid() || ::fstat(fd.get(), &info) != 0) return io_error(path);
  if (S_ISREG(info.st_mode) && !is_ours(info)) return not_ours(path, info);
  return fd;
}

}  // namespace auweave::base
