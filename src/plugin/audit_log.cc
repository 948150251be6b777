#include "plugin/audit_log.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>

#include "audit/line.h"
#include "base/io_error.h"

namespace auweave::plugin {
namespace {

constexpr int kMostRotated = 999;  // auditd.conf(5), num_logs

bool is_gzip(int fd) {
  std::array<unsigned char, 2> magic{};
  return ::pread(fd, magic.data(), 2, 0) == 2 && magic[0] == 0x1F && magic[1] == 0x8B;
}

// Returns the inflated size that a gzip file states in its last four bytes (RFC 1952, ISIZE).
std::uint64_t inflated_size(int fd, std::uint64_t size) {
  std::array<unsigned char, 4> tail{};
  if (size < 18 || ::pread(fd, tail.data(), 4, static_cast<off_t>(size - 4)) != 4) return 0;
  std::uint64_t inflated = 0;
  for (std::size_t i = 4; i-- > 0;) inflated = inflated << 8U | tail.at(i);
  return inflated;
}

// Adds the file at `path` to `log`, at most its last `room` bytes. Returns nothing if there is no
// such file, and false if the file did not fit whole. An unreadable file becomes a problem and
// returns true, so that the older files are still looked at.
std::optional<bool> add(const std::string& path, std::uint64_t room, AuditLog& log) {
  base::UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat info {};
  if (fd.get() < 0 && errno == ENOENT) return std::nullopt;
  if (fd.get() < 0 || ::fstat(fd.get(), &info) != 0 || !S_ISREG(info.st_mode)) {
    log.problems.push_back(fd.get() < 0 ? base::io_error(path).message : path + ": no file");
    return true;
  }
  const auto size = static_cast<std::uint64_t>(info.st_size);
  const bool gzip = is_gzip(fd.get());
  const std::uint64_t all = gzip ? inflated_size(fd.get(), size) : size;
  const std::uint64_t taken = std::min(all, room);
  const bool whole = taken == all;
  // A gzip file can only be read from its beginning.
  if (!whole && (gzip || taken == 0)) return false;
  if (!whole) ::lseek(fd.get(), static_cast<off_t>(all - taken), SEEK_SET);
  log.parts.push_back(
      {base::LineFile::adopt(std::move(fd), path, audit::kLongestLine), taken, !whole});
  log.bytes += taken;
  return whole;
}

}  // namespace

AuditLog open_audit_log(const std::string& path, std::uint64_t most) {
  AuditLog log;
  const auto room = [&] { return most - log.bytes; };
  auto fits = add(path, room(), log);
  for (int n = 1; n <= kMostRotated && fits.value_or(true); ++n) {
    const std::string rotated = path + "." + std::to_string(n);
    fits = add(rotated, room(), log);
    if (!fits.has_value()) fits = add(rotated + ".gz", room(), log);
    if (!fits.has_value()) break;
  }
  log.cut = fits == false;
  std::reverse(log.parts.begin(), log.parts.end());
  return log;
}

}  // namespace auweave::plugin
