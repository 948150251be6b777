#include "deliver/file_sink.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "base/io_error.h"

namespace auweave::deliver {
namespace {

constexpr std::size_t kBlock = 256UL * 1024;

}  // namespace

base::Result<FileSink> FileSink::open(const std::string& path) {
  constexpr int flags = O_WRONLY | O_CREAT | O_CLOEXEC | O_TRUNC;
  base::UniqueFd fd(::open(path.c_str(), flags, 0640));
  if (!fd.valid()) return base::io_error(path);
  return FileSink(std::move(fd), path);
}

FileSink FileSink::adopt(base::UniqueFd fd, std::string name) {
  return {std::move(fd), std::move(name)};
}

base::Status FileSink::put(const Outgoing& document) {
  if (buffer_.size() >= kMostWaiting) {
    if (auto written = write_out(); !written.ok()) {
      ++refused_;
      return written;
    }
  }
  buffer_.append(document.bytes) += '\n';
  return buffer_.size() < kBlock ? base::ok() : write_out();
}

base::Status FileSink::flush(int) {
  auto written = write_out();
  if (refused_ == 0) return written;
  const std::string why = written.ok() ? name_ + ": writing failed" : written.error().message;
  return base::Error{base::ErrorKind::io,
                     why + "; " + std::to_string(refused_) + " documents refused"};
}

base::Status FileSink::write_out() {
  std::size_t written = 0;
  while (written < buffer_.size()) {
    const ssize_t now = ::write(fd_.get(), buffer_.data() + written, buffer_.size() - written);
    if (now < 0 && errno == EINTR) continue;
    if (now < 0) {
      const base::Error error = base::io_error(name_);
      buffer_.erase(0, written);
      return error;
    }
    written += static_cast<std::size_t>(now);
  }
  buffer_.clear();
  return base::ok();
}

}  // namespace auweave::deliver
