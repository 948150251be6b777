#include "plugin/running_plugin.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <thread>
#include <utility>

#include "config/machine.h"
#include "plugin/checkpoint_lineage.h"
#include "plugin/repair.h"
#include "plugin/settings.h"
#include "plugin/sink_report.h"

namespace auweave::plugin {
namespace {

using Level = base::Log::Level;

constexpr int kStatusMs = 1000;
constexpr std::chrono::seconds kLastPages{2};

pipeline::Publisher::Wanted every_kind() {
  pipeline::Publisher::Wanted every{};
  every.fill(true);
  return every;
}

// Moves standard input to a descriptor of its own. The descriptor is the only one, so that closing
// it closes the pipe.
base::UniqueFd standard_input() {
  base::UniqueFd input(::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3));
  const base::UniqueFd nothing(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  ::dup2(nothing.get(), STDIN_FILENO);
  return input;
}

}  // namespace

RunningPlugin::RunningPlugin(config::Setup setup, Named named, base::Log& log)
    : setup_(std::move(setup)),
      config_path_(std::move(named.config_path)),
      version_(std::move(named.version)),
      log_(log),
      host_(host_of(setup_.config)),
      accounts_{},
      publisher_(*setup_.mapping, {}, every_kind()),
      loom_(weaver_settings(setup_), accounts_, publisher_),
      follower_(inbox_, log_),
      records_source_(loom_.weaver.sources().add("<stdin>")),
      log_source_(loom_.weaver.sources().add(setup_.config.audit_log)),
      sources_(add_sources(setup_.config, loom_.weaver)),
      reader_(standard_input(), inbox_),
      priming_(priming_settings(setup_.config), loom_, accounts_, log_),
      groups_(host_, groups_asked_for(setup_.config), log_),
      feed_({.sources = {records_source_, log_source_, sources_.sshd_log},
             .folder = setup_.config.spool,
             .most_bytes = setup_.config.spool_size,
             .has_capacity = [this] { return sinks_have_capacity(); },
             .acked_before = [this](std::uint64_t none) { return acked_before(none); },
             .confirmed = [this] { return confirmed(); },
             .leaf_places = [this](std::uint64_t none) { return leaf_places(none); },
             .taken = [this](const pipeline::Input& input) { groups_.look_at(input); }},
            loom_.weaver, publisher_, log_),
      woven_(::eventfd(0, EFD_CLOEXEC)),
      started_(config::wall_time_now()),
      presence_(is_this_system(setup_.config)),
      kernel_(is_this_system(setup_.config), log_),
      log_watch_(setup_.config.audit_log),
      programs_(programs::watched_files()),
      health_(setup_.config.health, host_, started_),
      life_(host_, version_),
      pages_(log_) {
  accounts_.now = std::move(setup_.accounts);
  publisher_.set_made_by(made_by(setup_.hash));
}

pipeline::WeaveLoopSettings RunningPlugin::loop_settings() {
  pipeline::WeaveLoopSettings settings = {.longest_record = audit::kLongestLine,
                                          .wall_time = config::wall_time_now,
                                          .boot_began = config::boot_began,
                                          .begin = [this] { begin(); },
                                          .before_first =
                                              [this](std::string_view record) {
                                                priming_.before_first(record);
                                                groups_.look_at(loom_.weaver.sessions());
                                              },
                                          .repair = [this](const auto& give) { repair(give); },
                                          .ending = [this] { end(); },
                                          .before_records = [this] { look_at_files(); },
                                          .look = [this] { look(); }};
  if (!setup_.config.audit_log.empty()) {
    settings.fetch = [this](base::WallTime from, const auto& give) {
      recent_lines(setup_.config.audit_log, from, log_, give);
    };
  }
  return settings;
}

// After begin_anew() the past ends where repair() begins, so that no line is read twice.
void RunningPlugin::begin() {
  if (feed_.anew_from().has_value()) return priming_.begin(repair_from());
  priming_.begin();
}

// The assembler keeps events open for two seconds, and records come a little out of order
// (Feed::kTailMs).
base::WallTime RunningPlugin::repair_from() const {
  const base::WallTime last = feed_.anew_from().value_or(feed_.audit_time());
  return base::WallTime::from_ms(last.ms() - pipeline::Feed::kTailMs);
}

void RunningPlugin::repair(const std::function<void(const base::Line&)>& give) {
  if (setup_.config.audit_log.empty()) return;
  lines_since(setup_.config.audit_log, repair_from(), log_, give);
}

// The feed is opened before the sinks: a sink's checkpoint is compared with the spool's lineage.
base::Status RunningPlugin::open_feed() {
  if (auto opened = feed_.open(); !opened.ok()) return opened;
  const auto lineage = feed_.lineage(host_, "");
  if (!lineage.has_value()) return base::ok();
  if (const auto note = begins_anew(setup_.config, *lineage, log_)) return feed_.begin_anew(*note);
  feed_.resume();
  feed_.note_first(started_);
  groups_.look_at(loom_.weaver.sessions());
  return base::ok();
}

base::Status RunningPlugin::run(const Signals& signals) {
  base::Status read = base::ok();
  // Reading starts first: opening a sink may take a while, and auditd does not wait.
  std::thread reading([this, &read] {
    read = reader_.run();
    follower_.ask_end();
  });
  base::Status opened = open_feed();
  if (opened.ok()) opened = open_sinks();
  if (!opened.ok()) {
    reader_.ask_end();
    reading.join();
    return opened;
  }
  feed_.note_leaf_places();
  feed_.take(life_.started(started_, setup_.config.mapping, setup_.hash));
  follow_inputs(setup_.config, sources_, {started_, feed_.places()}, follower_);
  pipeline::WeaveLoop loop(loop_settings(), inbox_, feed_);
  std::thread weaving([this, &loop] {
    loop.run();
    ::eventfd_write(woven_.get(), 1);
  });
  std::thread following([this] { follower_.run(); });
  groups_.start();
  wait(signals);
  reading.join();
  following.join();
  weaving.join();
  flush();
  feed_.close();
  write_status(Status::State::ended);
  pages_.finish(kLastPages);
  return read;
}

// Waits until the weaver's thread has ended, and meanwhile serves signals and writes the status.
void RunningPlugin::wait(const Signals& signals) {
  std::array<pollfd, 2> waiting{pollfd{woven_.get(), POLLIN, 0}, pollfd{signals.fd(), POLLIN, 0}};
  while (true) {
    write_status(Status::State::running);
    presence_.look(config::wall_time_now());
    kernel_.look(config::wall_time_now());
    log_watch_.look(config::wall_time_now());
    if (::poll(waiting.data(), waiting.size(), kStatusMs) <= 0) continue;
    if (waiting[0].revents != 0) return;
    const Signals::Signal signal = signals.next();
    if (signal.got == Signals::Got::end) {
      const std::lock_guard guard(lock_);
      ended_by_ = signal.by;
      reader_.ask_end();
    }
    if (signal.got == Signals::Got::reload) reload(signal.by);
  }
}

void RunningPlugin::end() {
  std::optional<Signals::Sender> by;
  {
    const std::lock_guard guard(lock_);
    by = ended_by_;
  }
  feed_.take(Life::stopped(config::wall_time_now(), by));
}

void RunningPlugin::look_at_files() {
  if (auto files = programs_.look(config::wall_time_now())) feed_.take(std::move(*files));
}

void RunningPlugin::look() {
  take_reloaded();
  look_at_files();
  if (auto seen = presence_.take()) feed_.take(std::move(*seen));
  for (model::PluginNote& note : log_watch_.take()) feed_.take(std::move(note));
  if (auto lost = kernel_.take()) feed_.take(std::move(*lost));
  while (auto answer = groups_.take()) feed_.take(std::move(*answer));
  for (model::InputNote& note : follower_.take_stuck(config::wall_time_now()))
    feed_.take(std::move(note));
  for (deliver::Delivery* delivery : deliveries_) {
    report_on(*delivery, publisher_, host_, log_);
  }
  if (health_.due()) {
    health_.tell({config::wall_time_now(), loom_.weaver.counts(), publisher_.left_out(),
                  feed_.state(), kernel_.status()},
                 deliveries_, publisher_);
  }
  const std::lock_guard guard(lock_);
  counts_ = loom_.weaver.counts();
  left_out_ = publisher_.left_out();
  spool_ = feed_.state();
}

}  // namespace auweave::plugin
