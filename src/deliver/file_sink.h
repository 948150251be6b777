// FileSink: writes documents as JSON lines to a file or descriptor, in blocks of whole lines. While
// writing fails, about kMostWaiting bytes wait. Documents beyond this bound are refused and counted.
#pragma once

#include <cstdint>
#include <string>

#include "base/unique_fd.h"
#include "deliver/sink.h"

namespace auweave::deliver {

class FileSink : public Sink {
 public:
  // Opens or makes the file, and empties it. A new file gets mode 0640, because documents tell who
  // did what.
  static base::Result<FileSink> open(const std::string& path);
  static FileSink adopt(base::UniqueFd fd, std::string name);

  static constexpr std::size_t kMostWaiting = 4UL * 1024 * 1024;

  // Error (io): writing failed. The document is refused if kMostWaiting bytes wait already; otherwise
  // the document waits, too.
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
