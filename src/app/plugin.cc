#include "app/plugin.h"

#include <fcntl.h>
#include <malloc.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <utility>

#include "app/exit_status.h"
#include "config/machine.h"
#include "config/setup.h"
#include "plugin/running_plugin.h"
#include "plugin/service_log.h"
#include "plugin/signals.h"

namespace auweave::app {
namespace {

// auditd may have closed stderr. A sink's file with the number of stderr would then receive all
// messages.
void fill_standard_streams() {
  int fd = -1;
  do {
    fd = ::open("/dev/null", O_RDWR);
  } while (fd >= 0 && fd <= STDERR_FILENO);
  if (fd > STDERR_FILENO) ::close(fd);
}

int give_up(base::Log& log, const base::Error& error) {
  log.say(base::Log::Level::error, error.message);
  return exit_status_of(error);
}

// Each recording that is followed holds its files open.
void raise_descriptor_limit() {
  constexpr rlim_t wanted = 20'000;
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted) return;
  limit.rlim_cur = std::min(wanted, limit.rlim_max);
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

// glibc returns freed blocks of at least this size to the system.
constexpr int kReturnedBytes = 512 * 1024;

}  // namespace

int check(const std::string& config_path) {
  const auto setup = config::load_setup(config_path);
  if (!setup.ok()) return fail(setup.error());
  for (const std::string& warning : setup->warnings) base::say_on_stderr("warning: " + warning);
  return kDone;
}

int check_mapping(const std::string& name) {
  const auto mapping = config::load_mapping(name);
  return mapping.ok() ? kDone : fail(mapping.error());
}

int plugin(const std::string& config_path, const std::string& version) {
  fill_standard_streams();
  raise_descriptor_limit();
  // glibc gives each thread a heap of its own. Memory that one thread allocates and another frees
  // then piles up in each heap.
  ::mallopt(M_ARENA_MAX, 2);
  // A fixed threshold: glibc would raise it by itself, and a snapshot's large blocks would stay in
  // the heap, in pieces.
  ::mallopt(M_MMAP_THRESHOLD, kReturnedBytes);
  const plugin::Signals signals;
  auto log = std::make_unique<base::Log>(plugin::log_to("auto"));
  auto setup = config::load_setup(config_path);
  if (!setup.ok()) return give_up(*log, setup.error());
  log = std::make_unique<base::Log>(plugin::log_to(setup->config.log));
  for (const std::string& warning : setup->warnings) log->say(base::Log::Level::warning, warning);
  // Never destroyed: see RunningPlugin::run.
  auto* running = new plugin::RunningPlugin(std::move(*setup), {config_path, version}, *log);
  const base::Status ran = running->run(signals);
  const int status = ran.ok() ? kDone : give_up(*log, ran.error());
  std::fflush(nullptr);
  ::_exit(status);
}

}  // namespace auweave::app
