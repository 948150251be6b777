#include "deliver/file_carrier.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "base/io_error.h"
#include "base/own_file.h"

namespace auweave::deliver {

using base::Error;
using base::ErrorKind;

FileCarrier::FileCarrier(std::string path, base::UniqueFd fd, base::Log& log)
    : path_(std::move(path)), fd_(std::move(fd)), log_(log) {}

base::Result<std::unique_ptr<FileCarrier>> FileCarrier::open(const std::string& path,
                                                             base::Log& log,
                                                             std::uint64_t fresh_from) {
  WrittenLines written;
  for (const std::string& file : {path, path + ".1"}) {
    if (fresh_from == 0) break;
    auto lines = WrittenLines::at_end_of(file);
    if (!lines.ok()) return lines.error();
    written.add(std::move(*lines));
  }
  auto fd = open_at_line_start(path);
  if (!fd.ok()) return fd.error();
  std::unique_ptr<FileCarrier> carrier(new FileCarrier(path, std::move(*fd), log));
  carrier->written_ = std::move(written);
  carrier->fresh_from_ = fresh_from;
  return carrier;
}

bool FileCarrier::was_written(const Document& document) {
  if (document.entry >= fresh_from_) written_.forget();
  return document.entry != 0 && !written_.empty() && written_.has(document.bytes);
}

// A writer before us may have died inside a line.
base::Result<base::UniqueFd> FileCarrier::open_at_line_start(const std::string& path) {
  // Without O_NONBLOCK a pipe nobody reads would keep us here.
  constexpr int flags = O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK;
  auto opened = base::open_own(path, flags, 0640);
  if (!opened.ok()) return opened.error();
  base::UniqueFd fd = std::move(*opened);
  struct stat info {};
  if (::fstat(fd.get(), &info) != 0) return base::io_error(path);
  if (!S_ISREG(info.st_mode) && !S_ISCHR(info.st_mode))
    return Error{ErrorKind::io, path + ": neither a file nor a device"};
  char last = '\n';
  if (S_ISREG(info.st_mode) && info.st_size > 0 &&
      ::pread(fd.get(), &last, 1, info.st_size - 1) == 1 && last != '\n' &&
      ::write(fd.get(), "\n", 1) != 1) {
    return base::io_error(path);
  }
  return fd;
}

// Nothing is written here: send() is not the place to wait for a disk.
bool FileCarrier::send(Document& document, SendId id) {
  if (!trouble_.empty() || unwritten_bytes_ >= kBlock) return false;
  if (was_written(document)) {
    passed_over_.push_back({id, Outcome::delivered});
    return true;
  }
  unwritten_.push_back({id, &document});
  unwritten_bytes_ += document.bytes.size() + 1;
  return true;
}

void FileCarrier::serve(int, std::vector<Acknowledged>& acknowledged) {
  reopen_when_moved();
  acknowledged.insert(acknowledged.end(), passed_over_.begin(), passed_over_.end());
  passed_over_.clear();
  while (!unwritten_.empty()) {
    const std::string lines = block();
    const ssize_t written = ::write(fd_.get(), lines.data(), lines.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) {
      trouble_ = base::io_error(path_).message;
      return log_.trouble("file " + path_, trouble_ + "; documents wait");
    }
    acknowledge(static_cast<std::size_t>(written), acknowledged);
  }
  if (!std::exchange(trouble_, {}).empty())
    log_.over("file " + path_, path_ + ": is written again");
}

std::string FileCarrier::block() const {
  std::string lines;
  lines.reserve(unwritten_bytes_);
  for (const Unwritten& one : unwritten_) lines.append(one.document->bytes) += '\n';
  return lines.substr(half_);
}

void FileCarrier::acknowledge(std::size_t written, std::vector<Acknowledged>& acknowledged) {
  half_ += written;
  while (!unwritten_.empty() && half_ >= unwritten_.front().document->bytes.size() + 1) {
    const std::size_t line = unwritten_.front().document->bytes.size() + 1;
    acknowledged.push_back({unwritten_.front().id, Outcome::delivered});
    unwritten_.pop_front();
    unwritten_bytes_ -= line;
    half_ -= line;
  }
}

bool FileCarrier::is_at_path() const {
  struct stat ours {};
  struct stat there {};
  return ::fstat(fd_.get(), &ours) == 0 && ::stat(path_.c_str(), &there) == 0 &&
         ours.st_ino == there.st_ino && ours.st_dev == there.st_dev;
}

// A line that is half in the old file, on a disk that was full, comes whole into the new one.
void FileCarrier::reopen_when_moved() {
  if (is_at_path()) return;
  auto opened = open_at_line_start(path_);
  if (!opened.ok()) {
    return log_.trouble("open " + path_, opened.error().message + "; the old file is written");
  }
  log_.over("open " + path_, path_ + ": is there again");
  fd_ = std::move(*opened);
  half_ = 0;
}

}  // namespace auweave::deliver
