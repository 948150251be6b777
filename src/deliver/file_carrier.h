// FileCarrier: appends documents as JSON lines to a file. The carrier opens the path anew after the
// file was renamed or removed (logrotate). A document is delivered once the kernel has the
// document's whole line. After a crash the plugin makes some documents again, and the carrier does
// not write a document again whose line is near the end of the file or of the rotated file (.1).
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
  // Opens or makes the file at `path`; a new file gets mode 0640. Error (io): the file cannot be
  // opened or read, or may keep a writer waiting, as a pipe or a socket does. The caller keeps
  // `log` alive longer than the carrier. The carrier looks for lines of an earlier process only for
  // documents of entries below `fresh_from`; 0: for no document.
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
  std::size_t half_ = 0;  // bytes of the first unwritten line that are in the file
  std::string trouble_;
};

}  // namespace auweave::deliver
