#include "app/signals.h"

#include <csignal>

namespace auweave::app {
namespace {

volatile std::sig_atomic_t g_end_asked = 0;

void on_end(int) { g_end_asked = 1; }

void handle(int signal, void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  sigaction(signal, &action, nullptr);  // without SA_RESTART: a poll in progress returns
}

}  // namespace

void take_over_signals() {
  handle(SIGTERM, on_end);
  handle(SIGINT, on_end);
  handle(SIGHUP, SIG_IGN);
  handle(SIGPIPE, SIG_IGN);
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_UNBLOCK, &all, nullptr);
}

bool end_asked() { return g_end_asked != 0; }

}  // namespace auweave::app
