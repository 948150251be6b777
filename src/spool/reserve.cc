#include "spool/reserve.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/unique_fd.h"

namespace auweave::spool {

Reserve::Reserve(const std::string& folder, std::uint64_t bytes)
    : path_(folder + "/" + kFile), bytes_(bytes) {}

base::Status Reserve::take() {
  const base::UniqueFd fd(::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  // posix_fallocate(3) returns the error and does not set errno.
  const int done = fd.valid() ? ::posix_fallocate(fd.get(), 0, static_cast<off_t>(bytes_)) : errno;
  if (done == 0) return base::ok();
  // Half a reserve is useless, and its space may help another program.
  release();
  return base::Error{base::ErrorKind::io, path_ + ": " + std::strerror(done)};
}

bool Reserve::release() { return ::unlink(path_.c_str()) == 0; }

}  // namespace auweave::spool
