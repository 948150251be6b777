#include "terminal.h"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <string_view>

namespace auweave::sessions {
namespace {

std::string first_line(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

bool is_shell(const std::string& name) {
  static constexpr std::string_view kNames[] = {"bash",  "dash", "sh",  "zsh",    "fish",
                                                "ksh93", "mksh", "ash", "busybox"};
  return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

// It sleeps in a call that waits for input: read, poll, select, pselect6, ppoll, epoll_wait, epoll_pwait.
bool waits_for_input(const std::string& call) {
  static constexpr std::string_view kCalls[] = {"0 ", "7 ", "23 ", "270 ", "271 ", "232 ", "281 "};
  return std::any_of(std::begin(kCalls), std::end(kCalls),
                     [&](std::string_view each) { return call.starts_with(each); });
}

[[noreturn]] void become(const Start& start, std::vector<char*> environment) {
  ::signal(SIGINT, SIG_DFL);
  ::signal(SIGQUIT, SIG_DFL);
  if (::chdir(start.folder.c_str()) != 0) ::_exit(126);
  char* const argv[] = {const_cast<char*>(start.name.c_str()), nullptr};
  ::execve(start.path.c_str(), argv, environment.data());
  ::_exit(127);
}

}  // namespace

std::int64_t now_ns() {
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  return now.tv_sec * 1'000'000'000LL + now.tv_nsec;
}

Terminal::Terminal(const Start& start) {
  std::vector<char*> environment;
  for (const std::string& each : start.environment)
    environment.push_back(const_cast<char*>(each.c_str()));
  environment.push_back(nullptr);
  winsize window{};
  window.ws_col = static_cast<unsigned short>(start.columns);
  window.ws_row = static_cast<unsigned short>(start.rows);
  int master = -1;
  started_ns_ = now_ns();
  shown_.push_back({started_ns_, "", start.columns, start.rows});
  pid_ = ::forkpty(&master, nullptr, nullptr, &window);
  if (pid_ == 0) become(start, std::move(environment));
  ::fcntl(master, F_SETFD, FD_CLOEXEC);
  ::fcntl(master, F_SETFL, O_NONBLOCK);
  master_ = base::UniqueFd(master);
}

Terminal::~Terminal() {
  if (pid_ <= 0) return;
  ::kill(-pid_, SIGHUP);
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

// One piece, if it comes within that time.
bool Terminal::read_some(int ms) {
  pollfd wanted{master_.get(), POLLIN, 0};
  if (::poll(&wanted, 1, ms) <= 0) return false;
  char bytes[4096];
  const ssize_t size = ::read(master_.get(), bytes, sizeof bytes);
  if (size <= 0) {
    over_ = size == 0 || errno != EAGAIN;
    return false;
  }
  shown_.push_back({now_ns(), std::string(bytes, static_cast<std::size_t>(size))});
  return true;
}

void Terminal::look(int ms) {
  const std::int64_t until = now_ns() + ms * 1'000'000LL;
  for (std::int64_t left = ms; left > 0 && !over_; left = (until - now_ns()) / 1'000'000)
    read_some(static_cast<int>(left));
}

void Terminal::settle(int quiet_ms) {
  const std::int64_t until = now_ns() + 3'000'000'000LL;
  while (!over_ && read_some(quiet_ms) && now_ns() < until) {
  }
}

void Terminal::type(const std::string& bytes) {
  for (std::size_t at = 0; at < bytes.size() && !over_;) {
    const ssize_t size = ::write(master_.get(), bytes.data() + at, bytes.size() - at);
    if (size > 0) at += static_cast<std::size_t>(size);
    read_some(size > 0 ? 0 : 1);
  }
}

void Terminal::resize(int columns, int rows) {
  winsize window{};
  window.ws_col = static_cast<unsigned short>(columns);
  window.ws_row = static_cast<unsigned short>(rows);
  shown_.push_back({now_ns(), "", columns, rows});
  ::ioctl(master_.get(), TIOCSWINSZ, &window);
}

bool Terminal::shell_waits() const {
  const pid_t group = ::tcgetpgrp(master_.get());
  if (group <= 0) return false;
  const std::string process = "/proc/" + std::to_string(group);
  return is_shell(first_line(process + "/comm")) &&
         waits_for_input(first_line(process + "/syscall"));
}

bool Terminal::wait_for_prompt() {
  const std::int64_t until = now_ns() + 20'000'000'000LL;
  while (!over_ && now_ns() < until) {
    settle(25);
    if (!shell_waits()) continue;
    // Between two programs of a loop it does not wait that long.
    settle(15);
    if (shell_waits()) return true;
  }
  return false;
}

void Terminal::wait_for_end() {
  const std::int64_t until = now_ns() + 5'000'000'000LL;
  while (!over_ && now_ns() < until) read_some(50);
}

}  // namespace auweave::sessions
