// Preloaded into a plugin: read(2) of the file that AUWEAVE_HANGS names does not answer, as of a file on a server that
// is away.
#include <dlfcn.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

extern "C" ssize_t read(int fd, void* bytes, std::size_t count) {
  using Read = ssize_t(int, void*, std::size_t);
  static auto* const real = reinterpret_cast<Read*>(::dlsym(RTLD_NEXT, "read"));
  static const char* const hangs = std::getenv("AUWEAVE_HANGS");
  char path[4096] = {};
  const std::string link = "/proc/self/fd/" + std::to_string(fd);
  const ssize_t size = hangs == nullptr ? 0 : ::readlink(link.c_str(), path, sizeof path - 1);
  while (size > 0 && std::string(path, static_cast<std::size_t>(size)) == hangs) ::pause();
  return real(fd, bytes, count);
}
