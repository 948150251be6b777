#include "plugin/signals.h"

#include <sys/signalfd.h>
#include <unistd.h>

#include <csignal>

namespace auweave::plugin {

Signals::Signals() {
  for (const int ignored : {SIGPIPE, SIGUSR1, SIGUSR2}) std::signal(ignored, SIG_IGN);
  sigset_t ours;
  sigemptyset(&ours);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&ours, signal);
  sigprocmask(SIG_SETMASK, &ours, nullptr);
  fd_ = base::UniqueFd(::signalfd(-1, &ours, SFD_CLOEXEC | SFD_NONBLOCK));
}

Signals::Signal Signals::next() const {
  signalfd_siginfo info{};
  if (::read(fd_.get(), &info, sizeof info) != sizeof info) return {};
  return {info.ssi_signo == SIGHUP ? Got::reload : Got::end, {info.ssi_pid, info.ssi_uid}};
}

}  // namespace auweave::plugin
