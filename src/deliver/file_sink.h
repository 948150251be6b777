// FileSink: JSON lines to a file or descriptor, whole lines in blocks. While writing fails, at most
// kMostWaiting bytes wait for it; what comes then is refused and counted.
#pragma once

#include <cstdint>
#include <string>

#include "base/unique_fd.h"
#include "deliver/sink.h"

namespace auweave::deliver {

class FileSink : public Sink {
 public:
  // What the file held is gone. A new one gets mode 0640: documents tell who did what.
  static base::Result<FileSink> open(const std::string& path);
  static FileSink adopt(base::UniqueFd fd, std::string name);

  static constexpr std::size_t kMostWaiting = 4UL * 1024 * 1024;

  base::Status put(const Outgoing& document) override;
  base::Status flush(int timeout_ms) override;

 private:
  FileSink(base::UniqueFd fd, std::string name) : fd_(std::move(fd)), name_(std::move(name)) {}
  base::Status write_out();

  base::UniqueFd fd_;
  std::string name_;
  std::string buffer_;
  std::uint64_t refused_ = 0;
};

}  // namespace auweave::deliver
