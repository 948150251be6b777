#include "tty/first_line.h"

#include "base/byte_file.h"
#include "tty/timed_log.h"

namespace auweave::tty {
namespace {

constexpr std::size_t kLongestFirstLine = 1UL << 20U;

}  // namespace

base::Result<std::string> first_line(const std::string& path) {
  using base::Error;
  using base::ErrorKind;
  if (!is_file(path)) return Error{ErrorKind::io, path + ": is not there"};
  auto file = base::ByteFile::open(path);
  if (!file.ok()) return file.error();
  std::string text;
  while (text.size() <= kLongestFirstLine) {
    const std::size_t end = text.find('\n');
    if (end != std::string::npos) return text.substr(0, end);
    auto more = file->read(text);
    if (!more.ok()) return more.error();
    if (!*more) break;
  }
  return Error{ErrorKind::parse, path + ": has no first line"};
}

}  // namespace auweave::tty
