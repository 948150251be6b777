// FileSink: writes documents as JSON lines to a file or descriptor, in blocks of whole lines. While
// writing fails, a FileSink keeps about kMostWaiting bytes, and refuses and counts more documents.
#pragma once

#include <cstdint>
#include <string>

#include "base/unique_fd.h"
#include "deliver/sink.h"

namespace auweave::deliver {

class FileSink : public Sink {
 public:
  // Opens or makes the file at `path`, and empties the file. A new file gets mode 0640, because
  // documents tell who did what.
  static base::Result<FileSink> open(const std::string& path);
  static FileSink adopt(base::UniqueFd fd, std::string name);

  static constexpr std::size_t kMostWaiting = 4UL * 1024 * 1024;

  // Error (io): the file could not be written. If kMostWaiting bytes wait already, put() then
  // refuses the document; otherwise the document waits, too.
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
