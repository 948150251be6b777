#include "plugin/priming.h"

#include <chrono>
#include <cmath>
#include <utility>

#include "config/machine.h"
#include "plugin/audit_log.h"
#include "plugin/repair.h"

namespace auweave::plugin {
namespace {

using Level = base::Log::Level;

std::string in_mib(std::uint64_t bytes) {
  return std::to_string((bytes + (1U << 20U) - 1) >> 20U) + " MiB";
}

}  // namespace

Priming::Priming(PrimingSettings settings, weave::Loom& loom, audit::AccountNames& accounts,
                 base::Log& log)
    : settings_(std::move(settings)),
      loom_(loom),
      accounts_(accounts),
      log_(log),
      primer_({settings_.host, settings_.boot_began}, loom.decoder, loom.interpreter,
              loom.weaver.sessions()) {}

// The live system comes first: a later login is in the log, or comes as records.
void Priming::begin(std::optional<base::WallTime> until) {
  looked_ = config::wall_time_now();
  if (settings_.live_system) {
    live_ = live_sessions(settings_.system, settings_.boot_began, accounts_);
  }
  if (!settings_.audit_log.empty()) read_log(until);
}

void Priming::read_log(std::optional<base::WallTime> until) {
  const auto from = std::chrono::steady_clock::now();
  AuditLog log = open_audit_log(settings_.audit_log, settings_.most);
  bool there = false;
  log.each_line([&](const base::Line& line) {
    there = there || (until.has_value() && is_since(line, *until));
    if (line.cut == 0 && !there) primer_.line(line.text);
  });
  for (const std::string& problem : log.problems) {
    log_.say(Level::warning, problem + "; sessions that were open before may be unknown");
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - from;
  if (log.cut) {
    log_.say(Level::note, settings_.audit_log + ": the newest " + in_mib(log.bytes) +
                              " were read for sessions that are open; there are more");
  }
  if (took.count() > 1) {
    log_.say(Level::note, settings_.audit_log + ": " + in_mib(log.bytes) + " read in " +
                              std::to_string(std::lround(took.count())) + " s");
  }
}

void Priming::before_first(std::string_view record) {
  primer_.finish(record);
  session::Table& sessions = loom_.weaver.sessions();
  if (const auto own = primer_.own_host(); settings_.live_system && own.has_value()) {
    sessions.learn_live(*own, looked_, std::exchange(live_, {}));
  }
  loom_.weaver.begin_after_past();
}

}  // namespace auweave::plugin
