#include "base/folder.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <cstring>
#include <utility>
#include <vector>

#include "base/io_error.h"

namespace auweave::base {
namespace {

constexpr int kFile = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW | O_NOCTTY;
constexpr int kDirectory = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_DIRECTORY;
constexpr int kStep = O_PATH | O_CLOEXEC | O_NOFOLLOW;
constexpr int kMostLinks = 40;

std::int64_t ns_of(const statx_timestamp& time) {
  return time.tv_sec * 1'000'000'000 + time.tv_nsec;
}

std::optional<FileFacts> stat_of(int fd, const char* name, int flags) {
  struct statx info {};
  if (::statx(fd, name, flags, STATX_BASIC_STATS | STATX_BTIME, &info) != 0) return std::nullopt;
  FileFacts facts;
  facts.device = (std::uint64_t{info.stx_dev_major} << 32U) | info.stx_dev_minor;
  facts.inode = info.stx_ino;
  if ((info.stx_mask & STATX_BTIME) != 0) facts.born_ns = ns_of(info.stx_btime);
  facts.changed_ns = ns_of(info.stx_ctime);
  facts.written_ns = ns_of(info.stx_mtime);
  facts.size = info.stx_size;
  facts.links = info.stx_nlink;
  facts.owner = info.stx_uid;
  facts.mode = info.stx_mode;
  return facts;
}

Error refused(const std::string& path, const char* why) {
  return {ErrorKind::io, path + ": " + why};
}

// Returns why a name below a folder could not be opened.
Error open_error(const std::string& path) {
  if (errno == ELOOP) return refused(path, "is a symbolic link, or behind one: not read");
  if (errno == EXDEV) return refused(path, "is outside of its folder: not read");
  return io_error(path);
}

// A lease ends within a minute, and so does, perhaps, the lack of descriptors.
bool is_there_later(int reason) {
  return reason == ENOENT || reason == EWOULDBLOCK || reason == EMFILE || reason == ENFILE;
}

// Refuses all but regular files, and files with `most_links` names or more.
Result<UniqueFd> checked(UniqueFd fd, const std::string& path, bool one_link) {
  auto facts = facts_of(fd.get(), path);
  if (!facts.ok()) return facts.error();
  if (S_ISDIR(facts->mode)) return refused(path, std::strerror(EISDIR));
  if (!S_ISREG(facts->mode)) return refused(path, "is not a regular file");
  if (one_link && facts->links > 1)
    return refused(path, "has several names (hard links): not read");
  return fd;
}

// Adds the names of a path to `names`, the last one first.
void push_names(const std::string& path, std::vector<std::string>& names) {
  for (std::size_t end = path.size(); end > 0;) {
    const std::size_t slash = path.rfind('/', end - 1);
    const std::size_t begin = slash == std::string::npos ? 0 : slash + 1;
    if (begin < end && path.compare(begin, end - begin, ".") != 0)
      names.push_back(path.substr(begin, end - begin));
    end = slash == std::string::npos ? 0 : slash;
  }
}

// Chosen: the folder of a chosen path, and the last name in it, behind all links that are followed.
struct Chosen {
  UniqueFd folder;   // invalid: the folder does not exist
  std::string name;  // empty: the path is `/` or `.`
};

bool is_trusted(std::uint32_t owner) { return owner == 0 || owner == ::geteuid(); }

// Opens what was chosen.
UniqueFd open_at(const Chosen& chosen, int flags) {
  errno = ENOENT;
  if (!chosen.folder.valid()) return UniqueFd();
  const char* name = chosen.name.empty() ? "." : chosen.name.c_str();
  return UniqueFd(::openat(chosen.folder.get(), name, flags));
}

// True if nobody but a trusted account can give files names in the folder.
bool is_closed(const UniqueFd& folder) {
  const auto facts = stat_of(folder.get(), "", AT_EMPTY_PATH);
  return facts.has_value() && is_trusted(facts->owner) && (facts->mode & (S_IWGRP | S_IWOTH)) == 0;
}

// Whoever may replace a part of the path by a link could choose what is read.
Result<Chosen> resolve(const std::string& path) {
  std::vector<std::string> names;
  push_names(path, names);
  Chosen at{UniqueFd(::open(path.starts_with('/') ? "/" : ".", O_PATH | O_CLOEXEC)), ""};
  int links = 0;
  while (!names.empty()) {
    const std::string name = std::move(names.back());
    names.pop_back();
    const auto facts = stat_of(at.folder.get(), name.c_str(), AT_SYMLINK_NOFOLLOW);
    if (facts.has_value() && S_ISLNK(facts->mode)) {
      if (!is_trusted(facts->owner))
        return refused(path, "leads over a symbolic link that a user made: not read");
      std::array<char, PATH_MAX> target{};
      const auto size = ::readlinkat(at.folder.get(), name.c_str(), target.data(), target.size());
      if (size < 0 || ++links > kMostLinks) return refused(path, std::strerror(ELOOP));
      const std::string to(target.data(), static_cast<std::size_t>(size));
      push_names(to, names);
      if (to.starts_with('/')) at.folder = UniqueFd(::open("/", O_PATH | O_CLOEXEC));
      continue;
    }
    if (names.empty()) {
      at.name = name;
      return at;
    }
    at.folder = UniqueFd(::openat(at.folder.get(), name.c_str(), kStep | O_DIRECTORY));
    if (!at.folder.valid() && errno == ENOENT) return at;
    if (!at.folder.valid()) return io_error(path);
  }
  return at;
}

UniqueFd openat2_below(int folder, const std::string& below, int flags) {
  open_how how{};
  how.flags = static_cast<decltype(how.flags)>(flags);
  how.resolve =
      static_cast<decltype(how.resolve)>(RESOLVE_BENEATH) | RESOLVE_NO_SYMLINKS | RESOLVE_NO_XDEV;
  return UniqueFd(
      static_cast<int>(::syscall(SYS_openat2, folder, below.c_str(), &how, sizeof how)));
}

}  // namespace

Result<FileFacts> facts_of(int fd, const std::string& name) {
  const auto facts = stat_of(fd, "", AT_EMPTY_PATH);
  if (!facts.has_value()) return io_error(name);
  return *facts;
}

std::optional<std::string> FolderEntries::next() {
  while (at_ != nullptr) {
    const dirent* entry = ::readdir(at_.get());
    if (entry == nullptr) return std::nullopt;
    std::string name = entry->d_name;
    if (name != "." && name != "..") return name;
  }
  return std::nullopt;
}

Result<Folder> Folder::open(const std::string& path, Way way) {
  auto chosen = resolve(path);
  if (!chosen.ok()) return chosen.error();
  UniqueFd fd = open_at(*chosen, kDirectory);
  if (!fd.valid()) return io_error(path);
  return Folder(std::move(fd), path, way);
}

UniqueFd Folder::open_below(const std::string& below, int flags) const {
  if (way_ == Way::walk) return walk_below(below, flags);
  UniqueFd fd = openat2_below(fd_.get(), below, flags);
  // A filter of system calls that is older than openat2 says EPERM.
  if (fd.valid() || (errno != ENOSYS && errno != EPERM)) return fd;
  return walk_below(below, flags);
}

UniqueFd Folder::walk_below(const std::string& below, int flags) const {
  std::vector<std::string> names;
  push_names(below, names);
  UniqueFd at(::openat(fd_.get(), ".", O_PATH | O_CLOEXEC));
  const auto root = stat_of(fd_.get(), "", AT_EMPTY_PATH);
  while (!names.empty()) {
    const std::string name = std::move(names.back());
    names.pop_back();
    const bool last = names.empty();
    UniqueFd next;
    if (name != "..") next = UniqueFd(::openat(at.get(), name.c_str(), last ? flags : kStep));
    if (name == "..") errno = EXDEV;
    if (!next.valid()) return next;
    const auto facts = stat_of(next.get(), "", AT_EMPTY_PATH);
    const bool link = facts.has_value() && S_ISLNK(facts->mode);
    const bool same = facts.has_value() && root.has_value() && facts->device == root->device;
    if (link || !same) {
      errno = link ? ELOOP : EXDEV;
      return UniqueFd();
    }
    at = std::move(next);
  }
  return at;
}

Result<UniqueFd> Folder::file(const std::string& below) const {
  UniqueFd fd = open_below(below, kFile);
  if (fd.valid()) return checked(std::move(fd), path_of(below), true);
  if (is_there_later(errno)) return UniqueFd();
  return open_error(path_of(below));
}

Result<Folder> Folder::folder(const std::string& below) const {
  UniqueFd fd = open_below(below, kDirectory);
  if (!fd.valid()) return open_error(path_of(below));
  return Folder(std::move(fd), path_of(below), way_);
}

std::optional<FileFacts> Folder::look(const std::string& name) const {
  return stat_of(fd_.get(), name.c_str(), AT_SYMLINK_NOFOLLOW);
}

Result<FolderEntries> Folder::entries() const {
  UniqueFd again(::openat(fd_.get(), ".", kDirectory));
  if (!again.valid()) return io_error(path_);
  DIR* at = ::fdopendir(again.get());
  if (at == nullptr) return io_error(path_);
  [[maybe_unused]] const int owned = again.release();  // closedir() closes it
  return FolderEntries(at);
}

Result<UniqueFd> open_chosen(const std::string& path) {
  auto chosen = resolve(path);
  if (!chosen.ok()) return chosen.error();
  UniqueFd fd = open_at(*chosen, kFile);
  if (fd.valid()) return checked(std::move(fd), path, !is_closed(chosen->folder));
  if (is_there_later(errno)) return UniqueFd();
  return open_error(path);
}

Result<UniqueFd> open_regular(const std::string& path) {
  UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (fd.valid()) return checked(std::move(fd), path, false);
  if (errno == ENOENT) return UniqueFd();
  return io_error(path);
}

}  // namespace auweave::base
