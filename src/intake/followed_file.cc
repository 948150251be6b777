#include "intake/followed_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <utility>

#include "base/folder.h"
#include "base/io_error.h"

namespace auweave::intake {

using base::Line;
using base::Result;
using base::Status;

FollowedFile::FollowedFile(std::string path, From from, std::size_t longest)
    : path_(std::move(path)), from_(from), longest_(longest) {}

std::uint64_t FollowedFile::position() const { return open_.empty() ? 0 : open_.back().offset; }

// `offset` nothing: its end.
Status FollowedFile::open(const std::string& path, std::optional<std::uint64_t> offset) {
  struct stat info {};
  auto opened = base::open_chosen(path);
  if (!opened.ok()) return opened.error();
  base::UniqueFd fd = std::move(*opened);
  if (!fd.valid() || ::fstat(fd.get(), &info) != 0) return base::io_error(path);
  const auto size = static_cast<std::uint64_t>(info.st_size);
  // Of one that was cut since, what is there now.
  const std::uint64_t begin = !offset.has_value() ? size : (*offset <= size ? *offset : 0);
  if (::lseek(fd.get(), static_cast<off_t>(begin), SEEK_SET) < 0) return base::io_error(path);
  open_.push_back({std::move(fd), info.st_dev, info.st_ino, begin,
                   base::LineCutter(longest_, begin), is_own(info, path)});
  return base::ok();
}

bool FollowedFile::is_own(const struct stat& file, const std::string& path) const {
  struct stat folder {};
  const auto parent = std::filesystem::path(path).parent_path();
  if (::stat(parent.empty() ? "." : parent.c_str(), &folder) != 0) return false;
  const auto closed = [&](const struct stat& info) {
    const bool owned = std::find(trusted_.begin(), trusted_.end(), info.st_uid) != trusted_.end();
    return owned && (info.st_mode & (S_IWGRP | S_IWOTH)) == 0;
  };
  return closed(file) && closed(folder);
}

// logrotate renames within a folder.
void FollowedFile::open_renamed(const FilePlace& place) {
  std::error_code ignored;
  const auto folder = std::filesystem::path(path_).parent_path();
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
    struct stat info {};
    const bool same = ::stat(entry.path().c_str(), &info) == 0 && info.st_ino == place.inode &&
                      info.st_dev == place.device;
    if (same && open(entry.path(), place.offset).ok()) return;
  }
}

// Opens what is at the path when that is another file than before.
Status FollowedFile::look() {
  struct stat info {};
  there_ = false;
  if (::stat(path_.c_str(), &info) != 0) {
    from_ = From::start;  // one that appears later is new
    return errno == ENOENT ? base::ok() : Status(base::io_error(path_));
  }
  size_ = static_cast<std::uint64_t>(info.st_size);
  there_ = true;
  if (!open_.empty() && open_.back().inode == info.st_ino && open_.back().device == info.st_dev)
    return base::ok();
  std::optional<std::uint64_t> offset;
  if (from_ == From::start) offset = 0;
  from_ = From::start;
  if (resume_.has_value()) {
    const bool same = resume_->inode == info.st_ino && resume_->device == info.st_dev;
    offset = same ? resume_->offset : 0;
    if (!same) open_renamed(*std::exchange(resume_, std::nullopt));
  }
  auto opened = open(path_, offset);
  if (opened.ok()) resume_.reset();  // until then the place is needed
  return opened;
}

const Line& FollowedFile::given(const Open& file, const Line& line) {
  own_file_ = file.own;
  place_ = {file.device, file.inode, line.offset + line.text.size() + line.cut + 1};
  return line;
}

// copytruncate: shorter than what was read of it.
Status FollowedFile::restart_when_cut(Open& file) {
  struct stat info {};
  if (::fstat(file.fd.get(), &info) != 0) return base::io_error(path_);
  if (static_cast<std::uint64_t>(info.st_size) >= file.offset) return base::ok();
  ++truncations_;
  file.offset = 0;
  file.cutter = base::LineCutter(longest_);
  return ::lseek(file.fd.get(), 0, SEEK_SET) < 0 ? Status(base::io_error(path_)) : base::ok();
}

Result<bool> FollowedFile::read_some(Open& file) {
  if (auto cut = restart_when_cut(file); !cut.ok()) return cut.error();
  std::string& room = file.cutter.room();
  const std::size_t before = room.size();
  room.resize(before + kBlock);
  ssize_t got = 0;
  do {
    got = ::read(file.fd.get(), room.data() + before, kBlock);
  } while (got < 0 && errno == EINTR);
  room.resize(before + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
  if (got < 0) return base::io_error(path_);
  file.offset += static_cast<std::uint64_t>(got);
  return got > 0;
}

Result<std::optional<Line>> FollowedFile::next() {
  for (Open& file : open_) {
    if (const auto line = file.cutter.next()) return std::optional(given(file, *line));
  }
  const Status looked = look();  // what is open is read, whatever became of the path
  for (Open& file : open_) {
    while (true) {
      auto more = read_some(file);
      if (!more.ok()) return more.error();
      if (!*more) break;
      if (const auto line = file.cutter.next()) return std::optional(given(file, *line));
    }
  }
  // Of renamed files, those that nobody can write to any more, or that are too many.
  std::erase_if(open_, [&](const Open& file) {
    struct stat info {};
    return (&file != &open_.back() || !there_) && ::fstat(file.fd.get(), &info) == 0 &&
           info.st_nlink == 0;
  });
  if (open_.size() > kMostRenamed) open_.erase(open_.begin());
  if (!looked.ok()) return looked.error();
  return std::optional<Line>();
}

std::optional<Line> FollowedFile::rest() {
  for (Open& file : open_) {
    own_file_ = file.own;
    if (auto line = file.cutter.rest()) return line;
  }
  return std::nullopt;
}

}  // namespace auweave::intake
