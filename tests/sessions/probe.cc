// What lines of generated sessions execute. Each of its names appends to the file AUWEAVE_PROBES names what it
// was executed as: time in ns, pid, ppid, folder, arguments, in hex. The name of a shell then executes that
// shell; other names say their first argument in brackets, and obey the others.
#include <fcntl.h>
#include <limits.h>
#include <time.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

namespace {

std::string hex(const char* text) {
  std::string digits;
  char two[3];
  for (; *text != 0; ++text) {
    std::snprintf(two, sizeof two, "%02x",
                  static_cast<unsigned>(static_cast<unsigned char>(*text)));
    digits += two;
  }
  return digits;
}

void note(int argc, char** argv) {
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  const char* file = std::getenv("AUWEAVE_PROBES");
  if (file == nullptr) return;
  char folder[PATH_MAX] = "/";
  if (::getcwd(folder, sizeof folder) == nullptr) folder[1] = 0;
  std::string row = std::to_string(now.tv_sec * 1'000'000'000LL + now.tv_nsec) + " " +
                    std::to_string(::getpid()) + " " + std::to_string(::getppid()) + " " +
                    hex(folder);
  for (int i = 0; i < argc; ++i) row += " -" + hex(argv[i]);
  row += "\n";
  const int out = ::open(file, O_WRONLY | O_APPEND | O_CLOEXEC);
  if (out < 0 || ::write(out, row.data(), row.size()) < 0) std::exit(99);
  ::close(out);
}

const char* real_path(const char* name) {
  static constexpr const char* kReal[][2] = {
      {"bash", "/bin/bash"}, {"dash", "/bin/dash"},     {"sh", "/bin/sh"},
      {"zsh", "/bin/zsh"},   {"fish", "/usr/bin/fish"}, {"ksh93", "/usr/bin/ksh93"},
      {"mksh", "/bin/mksh"}, {"ash", "/bin/busybox"},   {"stty", "/bin/stty"}};
  for (const auto& [each, path] : kReal) {
    if (std::strcmp(each, name) == 0) return path;
  }
  return nullptr;
}

void say(const std::string& text) {
  if (::write(STDOUT_FILENO, text.data(), text.size()) < 0) std::exit(98);
}

void rest(int ms) { ::usleep(static_cast<unsigned>(ms) * 1000U); }

void progress(const std::string& token) {
  for (const char* part : {" 10%", " 50%", " 90%"}) {
    say(std::string(part) + "\r");
    rest(3);
  }
  say(token + "\n");
}

void obey(const std::string& name, const std::string& word) {
  const std::string token = "[" + name + "]";
  const int count = word.size() > 5 ? std::atoi(word.c_str() + word.find('=') + 1) : 0;
  if (word == "quiet") return;
  if (word == "no-newline") return say(token);
  if (word == "colour") return say("\x1B[1;31m" + token + "\x1B[0m\n");
  if (word == "progress") return progress(token);
  if (word == "wide") return say("\u65E5\u672C\u8A9E " + token + " \u00E9\n");
  if (word == "tabs") return say("a\tb\t" + token + "\n");
  if (word == "screen") return say("\x1B[?1049h\x1B[H\x1B[2Jdrawn\x1B[?1049l" + token + "\n");
  if (word == "errors") {
    if (::write(STDERR_FILENO, (token + "\n").data(), token.size() + 1) < 0) std::exit(98);
    return;
  }
  if (word.starts_with("rows=")) {
    for (int i = 0; i < count; ++i) say("row " + std::to_string(i) + " of " + name + "\n");
  }
  if (word.starts_with("cells=")) say(std::string(static_cast<std::size_t>(count), 'x') + "\n");
  say(token + "\n");
}

}  // namespace

int main(int argc, char** argv) {
  note(argc, argv);
  const char* slash = std::strrchr(argv[0], '/');
  const char* name = slash == nullptr ? argv[0] : slash + 1;
  if (const char* shell = real_path(name)) {
    ::execv(shell, argv);
    return 127;
  }
  const std::string token = argc > 1 ? argv[1] : "none";
  std::string how;
  for (int i = 2; i < argc; ++i) {
    const std::string word = argv[i];
    if (word.starts_with("ms=")) {
      rest(std::atoi(argv[i] + 3));
    } else if (word == "fail") {
      obey(token, how);
      return 1;
    } else if (word == "in") {
      char bytes[4096];
      while (::read(STDIN_FILENO, bytes, sizeof bytes) > 0) {
      }
    } else if (word.starts_with("--")) {
      how = word.substr(2);
    }
  }
  obey(token, how);
  return 0;
}
