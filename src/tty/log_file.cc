#include "tty/log_file.h"

#include <fcntl.h>

#include "base/io_error.h"

namespace auweave::tty {

base::Result<bool> LogFile::open(const Open& open) {
  if (held_.valid()) return true;
  auto fd = open(path_);
  if (!fd.ok()) return fd.error();
  held_ = std::move(*fd);
  return held_.valid();
}

base::Result<std::optional<base::ByteFile>> LogFile::bytes(std::uint64_t offset,
                                                           std::size_t block) const {
  if (!held_.valid()) return std::optional<base::ByteFile>();
  base::UniqueFd again(::fcntl(held_.get(), F_DUPFD_CLOEXEC, 0));
  if (!again.valid()) return base::io_error(path_);
  return base::ByteFile::adopt_at(std::move(again), path_, block, offset);
}

std::optional<base::FileFacts> LogFile::facts() const {
  if (!held_.valid()) return std::nullopt;
  auto facts = base::facts_of(held_.get(), path_);
  if (!facts.ok()) return std::nullopt;
  return *facts;
}

}  // namespace auweave::tty
