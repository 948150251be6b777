#include "tty/first_line.h"

namespace auweave::tty {
namespace {

constexpr std::size_t kLongestFirstLine = 1UL << 20U;
constexpr std::size_t kLineBlock = 16UL * 1024;

}  // namespace

base::Result<std::string> first_line(LogFile& log, const LogFile::Open& open) {
  using base::Error;
  using base::ErrorKind;
  auto there = log.open(open);
  if (!there.ok()) return there.error();
  if (!*there) return Error{ErrorKind::io, log.path() + ": is not there"};
  auto file = log.bytes(0, kLineBlock);
  if (!file.ok()) return file.error();
  std::string text;
  while (text.size() <= kLongestFirstLine) {
    const std::size_t end = text.find('\n');
    if (end != std::string::npos) return text.substr(0, end);
    auto more = (*file)->read(text);
    if (!more.ok()) return more.error();
    if (!*more) break;
  }
  return Error{ErrorKind::parse, log.path() + ": has no first line"};
}

}  // namespace auweave::tty
