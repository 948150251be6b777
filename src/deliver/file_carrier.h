// FileCarrier: documents as JSON lines to the end of a file, which it opens anew when it was renamed
// away or removed (logrotate). A document is delivered when the kernel has its whole line. Those that are made
// again after a crash, and are in the file already (or in the one that logrotate called .1), are passed over.
#pragma once

#include <deque>
#include <memory>
#include <string>

#include "base/log.h"
#include "base/unique_fd.h"
#include "deliver/carrier.h"
#include "deliver/written_lines.h"

namespace auweave::deliver {

class FileCarrier : public Carrier {
 public:
  // A new file gets mode 0640. An Error (io): it cannot be opened, or is something that may keep a
  // writer waiting (a pipe, a socket). The log outlives it. `fresh_from`: documents of lower entries may have
  // been written before, by another process; 0: there are none.
  static base::Result<std::unique_ptr<FileCarrier>> open(const std::string& path, base::Log& log,
                                                         std::uint64_t fresh_from = 0);

  bool send(Document& document, SendId id) override;
  void serve(int wait_ms, std::vector<Acknowledged>& acknowledged) override;
  [[nodiscard]] std::string trouble() const override { return trouble_; }

 private:
  struct Unwritten {
    SendId id;
    const Document* document;
  };
  FileCarrier(std::string path, base::UniqueFd fd, base::Log& log);
  bool was_written(const Document& document);
  static base::Result<base::UniqueFd> open_at_line_start(const std::string& path);
  void reopen_when_moved();
  [[nodiscard]] bool is_at_path() const;
  [[nodiscard]] std::string block() const;
  void acknowledge(std::size_t written, std::vector<Acknowledged>& acknowledged);

  static constexpr std::size_t kBlock = 256UL * 1024;

  std::string path_;
  base::UniqueFd fd_;
  base::Log& log_;
  WrittenLines written_;
  std::uint64_t fresh_from_ = 0;
  std::vector<Acknowledged> passed_over_;
  std::deque<Unwritten> unwritten_;
  std::size_t unwritten_bytes_ = 0;
  std::size_t half_ = 0;  // bytes of the first of them that are in the file
  std::string trouble_;
};

}  // namespace auweave::deliver
