#include "support/program.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <sstream>

#include "support/text_file.h"

namespace auweave::support {
namespace {

[[noreturn]] void exec(const std::vector<std::string>& argv, const std::string& folder,
                       const std::vector<std::string>& environment) {
  const auto redirect = [&](const char* name, int to, int flags) {
    const int fd = ::open((folder + "/" + name).c_str(), flags, 0600);
    if (fd < 0 || ::dup2(fd, to) < 0) ::_exit(126);
  };
  redirect("in", STDIN_FILENO, O_RDONLY);
  redirect("out", STDOUT_FILENO, O_WRONLY | O_CREAT | O_TRUNC);
  redirect("err", STDERR_FILENO, O_WRONLY | O_CREAT | O_TRUNC);
  for (const std::string& setting : environment) ::putenv(const_cast<char*>(setting.c_str()));
  std::vector<char*> words;
  for (const std::string& word : argv) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  ::execvp(words[0], words.data());
  ::_exit(127);
}

}  // namespace

Ran run(const std::vector<std::string>& argv, const std::string& input,
        const std::vector<std::string>& environment) {
  const TemporaryFolder folder;
  write_file(folder.path("in"), input);
  const pid_t child = ::fork();
  if (child == 0) exec(argv, folder.path("."), environment);
  int status = 0;
  if (child < 0 || ::waitpid(child, &status, 0) != child) std::abort();
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
          read_file(folder.path("out")), read_file(folder.path("err"))};
}

std::string auweave() {
  const char* program = std::getenv("AUWEAVE_PROGRAM");
  return program != nullptr ? program : AUWEAVE_PROGRAM;
}

bool has_program(const std::string& name) {
  std::istringstream path(std::getenv("PATH") == nullptr ? "" : std::getenv("PATH"));
  for (std::string folder; std::getline(path, folder, ':');) {
    if (::access((folder + "/" + name).c_str(), X_OK) == 0) return true;
  }
  return false;
}

}  // namespace auweave::support
