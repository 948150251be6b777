#include "live_program.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <thread>

#include "replay.h"
#include "support/text_file.h"

namespace auweave::e2e {
namespace {

void redirect(const std::string& path, int to) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0 || ::dup2(fd, to) < 0) ::_exit(126);
}

[[noreturn]] void exec(const std::vector<std::string>& argv, const Surroundings& around,
                       const std::string& folder, int input) {
  if (::dup2(input, STDIN_FILENO) < 0) ::_exit(126);
  redirect(folder + "/out", STDOUT_FILENO);
  redirect(folder + "/err", STDERR_FILENO);
  if (around.closed_output) {
    ::close(STDOUT_FILENO);
    ::close(STDERR_FILENO);
  }
  if (around.empty_environment) ::clearenv();
  if (::chdir(around.folder.c_str()) != 0) ::_exit(126);
  sigset_t blocked;
  sigemptyset(&blocked);
  for (const int signal : around.blocked_signals) sigaddset(&blocked, signal);
  sigprocmask(SIG_SETMASK, &blocked, nullptr);
  std::vector<char*> words;
  for (const std::string& word : argv) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  ::execv(words[0], words.data());
  ::_exit(127);
}

}  // namespace

LiveProgram::LiveProgram(const std::vector<std::string>& argv, const Surroundings& around) {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
    throw std::runtime_error("no socket pair");
  }
  input_ = base::UniqueFd(ends[0]);
  const base::UniqueFd theirs(ends[1]);
  child_ = ::fork();
  if (child_ == 0) exec(argv, around, folder_.path("."), theirs.get());
}

LiveProgram::~LiveProgram() {
  if (child_ <= 0) return;
  ::kill(child_, SIGKILL);
  ::waitpid(child_, nullptr, 0);
}

void LiveProgram::write(const std::string& text) {
  for (std::size_t at = 0; at < text.size();) {
    const ssize_t now = ::send(input_.get(), text.data() + at, text.size() - at, MSG_NOSIGNAL);
    if (now < 0) throw std::runtime_error("the program reads no more");
    at += static_cast<std::size_t>(now);
    written_ += static_cast<std::uint64_t>(now);
  }
}

std::string LiveProgram::said() const {
  const std::string path = folder_.path("err");
  return std::filesystem::exists(path) ? support::read_file(path)
                                       : "";  // it may not yet have begun
}

void LiveProgram::signal(int number) const { ::kill(child_, number); }

std::optional<support::Ran> LiveProgram::wait(int timeout_ms) {
  int status = 0;
  for (int waited = 0; ::waitpid(child_, &status, WNOHANG) != child_; waited += 10) {
    if (waited >= timeout_ms) return std::nullopt;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  child_ = -1;
  return support::Ran{WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
                      support::read_file(folder_.path("out")),
                      support::read_file(folder_.path("err"))};
}

bool wait_until_written(const std::string& path) {
  for (int waited = 0; waited < 20'000; waited += 10) {
    const bool there = std::filesystem::exists(path);
    const std::string text = there ? support::read_file(path) : "";
    const std::size_t second = text.find('\n') + 1;
    if (second != 0 && (text.size() > second || !is_of_own_life(text))) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

}  // namespace auweave::e2e
