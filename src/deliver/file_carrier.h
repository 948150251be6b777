// FileCarrier: documents to a FileSink, which it opens anew when its file was renamed away (logrotate).
// A document is delivered when the kernel has its line.
#pragma once

#include <deque>
#include <string>

#include "base/log.h"
#include "deliver/carrier.h"
#include "deliver/file_sink.h"

namespace auweave::deliver {

class FileCarrier : public Carrier {
 public:
  // The log outlives it.
  FileCarrier(std::string path, FileSink sink, base::Log& log);

  bool send(Document& document, Ticket ticket) override;
  void serve(int wait_ms, std::vector<Settled>& settled) override;
  [[nodiscard]] std::string trouble() const override { return trouble_; }

 private:
  void reopen_when_moved();

  std::string path_;
  FileSink sink_;
  base::Log& log_;
  std::deque<Ticket> unwritten_;
  std::string trouble_;
};

}  // namespace auweave::deliver
