#include "deliver/written_lines.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "base/hash.h"
#include "base/io_error.h"
#include "base/own_file.h"
#include "base/unique_fd.h"

namespace auweave::deliver {
namespace {

base::Result<std::string> read_from(int fd, const std::string& path, std::uint64_t from,
                                    std::uint64_t size) {
  std::string bytes(size - from, '\0');
  std::size_t got = 0;
  while (got < bytes.size()) {
    const ssize_t n =
        ::pread(fd, bytes.data() + got, bytes.size() - got, static_cast<off_t>(from + got));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return base::io_error(path);
    if (n == 0) break;
    got += static_cast<std::size_t>(n);
  }
  bytes.resize(got);
  return bytes;
}

}  // namespace

base::Result<WrittenLines> WrittenLines::at_end_of(const std::string& path) {
  const auto opened = base::open_own(path, O_RDWR | O_CLOEXEC | O_NONBLOCK);
  if (!opened.ok() && errno == ENOENT) return WrittenLines();
  if (!opened.ok()) return opened.error();
  const base::UniqueFd& fd = *opened;
  struct stat info {};
  if (::fstat(fd.get(), &info) != 0) return base::io_error(path);
  if (!S_ISREG(info.st_mode)) return WrittenLines();
  const auto size = static_cast<std::uint64_t>(info.st_size);
  const std::uint64_t from = size - std::min(size, kMost);
  auto bytes = read_from(fd.get(), path, from, size);
  if (!bytes.ok()) return bytes.error();
  WrittenLines written;
  std::string_view rest = *bytes;
  for (std::size_t end = rest.find('\n'); end != std::string_view::npos; end = rest.find('\n')) {
    written.lines_.insert(base::hash_of(rest.substr(0, end)));
    rest.remove_prefix(end + 1);
  }
  // Nobody who reads lines has taken it.
  const auto whole = static_cast<off_t>(from + bytes->size() - rest.size());
  if (rest.starts_with("{") && ::ftruncate(fd.get(), whole) != 0) return base::io_error(path);
  return written;
}

bool WrittenLines::has(std::string_view line) const { return lines_.contains(base::hash_of(line)); }

}  // namespace auweave::deliver
