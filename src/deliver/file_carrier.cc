#include "deliver/file_carrier.h"

#include <utility>

namespace auweave::deliver {

FileCarrier::FileCarrier(std::string path, FileSink sink, base::Log& log)
    : path_(std::move(path)), sink_(std::move(sink)), log_(log) {}

bool FileCarrier::send(Document& document, Ticket ticket) {
  if (!trouble_.empty() || sink_.full()) return false;
  unwritten_.push_back(ticket);
  // What it says of writing is said again by flush().
  static_cast<void>(sink_.put({.kind = document.kind, .key = {}, .bytes = document.bytes}));
  return true;
}

void FileCarrier::serve(int, std::vector<Settled>& settled) {
  reopen_when_moved();
  if (auto written = sink_.flush(0); !written.ok()) {
    trouble_ = written.error().message;
    log_.trouble("file " + path_, trouble_ + "; documents wait");
    return;
  }
  if (!trouble_.empty()) log_.over("file " + path_, path_ + ": is written again");
  trouble_.clear();
  for (const Ticket ticket : unwritten_) settled.push_back({ticket, Outcome::delivered});
  unwritten_.clear();
}

// The rest of a block goes to the old file first: a line is never in two files.
void FileCarrier::reopen_when_moved() {
  if (!trouble_.empty() || sink_.is_at(path_) || !sink_.flush(0).ok()) return;
  auto opened = FileSink::open(path_, FileSink::Mode::append);
  if (opened.ok()) {
    sink_ = std::move(*opened);
  } else {
    log_.trouble("file " + path_, opened.error().message + "; the renamed file is written");
  }
}

}  // namespace auweave::deliver
