#include "plugin/log_watch.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <utility>

namespace auweave::plugin {
namespace {

std::uint64_t size_of(const struct stat& facts) {
  return static_cast<std::uint64_t>(facts.st_size);
}

bool is_same(const struct stat& a, const struct stat& b) {
  return a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

// Where the open file is now (proc(5), /proc/PID/fd).
std::string where_is(const base::UniqueFd& file) {
  std::error_code error;
  return std::filesystem::read_symlink("/proc/self/fd/" + std::to_string(file.get()), error)
      .string();
}

// As auditd and logrotate name what they rotate: audit.log.1, audit.log-20261130.
bool is_rotated(const std::string& name, const std::string& before) {
  return name.size() > before.size() && name.starts_with(before) &&
         (name[before.size()] == '.' || name[before.size()] == '-') &&
         name.find('/', before.size()) == std::string::npos;
}

}  // namespace

// O_NONBLOCK: somebody may have put a FIFO there.
void LogWatch::watch() {
  file_ = base::UniqueFd(::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat facts {};
  if (!file_.valid() || ::fstat(file_.get(), &facts) != 0 || !S_ISREG(facts.st_mode)) {
    file_ = base::UniqueFd();
    return;
  }
  name_ = where_is(file_);
  size_ = size_of(facts);
}

void LogWatch::tell(base::WallTime now, const std::string& what) {
  const std::lock_guard guard(lock_);
  if (notes_.size() < kMost) notes_.push_back({now, "log-shrank", path_ + " " + what});
}

// abs(): the wall clock may be set back.
void LogWatch::look(base::WallTime now) {
  if (path_.empty() || std::abs(now.ms() - looked_.ms()) < kEveryMs) return;
  looked_ = now;
  if (file_.valid()) look_at_file(now);
  if (!file_.valid()) watch();
}

void LogWatch::look_at_file(base::WallTime now) {
  struct stat own {
  }, there{};
  if (::fstat(file_.get(), &own) != 0) return;
  const std::uint64_t before = std::exchange(size_, size_of(own));
  if (size_ < before) {
    tell(now, "was cut from " + std::to_string(before) + " to " + std::to_string(size_) + " bytes");
  }
  const bool is_there = ::stat(path_.c_str(), &there) == 0;
  if (is_there && is_same(own, there)) return;
  const std::string name = where_is(file_);
  if (is_rotated(name, name_) && own.st_nlink > 0) {
    // The next file may not be there yet.
    if (is_there) file_ = base::UniqueFd();
    return;
  }
  const std::string now_there =
      is_there ? "another file of " + std::to_string(size_of(there)) + " bytes is there"
               : std::string("nothing is there");
  tell(now, (own.st_nlink == 0 ? "was removed, with " : "was moved away, with ") +
                std::to_string(size_) + " bytes; " + now_there);
  file_ = base::UniqueFd();
}

std::vector<model::PluginNote> LogWatch::take() {
  const std::lock_guard guard(lock_);
  return std::exchange(notes_, {});
}

}  // namespace auweave::plugin
