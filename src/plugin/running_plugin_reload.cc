// What RunningPlugin does at SIGHUP.
#include <utility>

#include "config/machine.h"
#include "plugin/running_plugin.h"

namespace auweave::plugin {

using Level = base::Log::Level;

// The main thread loads the configuration, because it has the time; the weaver's thread takes the
// result over between two documents.
void RunningPlugin::reload(Signals::Sender by) {
  auto loaded = config::load_setup(config_path_);
  refused_config_ = loaded.ok() ? "" : loaded.error().message;
  // The open sinks keep their topics, so the new mapping must fit the old `topics`.
  if (loaded.ok()) refused_config_ = config::topics_problem(setup_.config, *loaded->mapping);
  if (!refused_config_.empty()) {
    log_.say(Level::error, "SIGHUP: the old configuration stays:\n" + refused_config_);
    return;
  }
  config::Config rest = loaded->config;
  rest.mapping = setup_.config.mapping;
  rest.accounts = setup_.config.accounts;
  if (rest != setup_.config) {
    log_.say(
        Level::warning,
        "SIGHUP: only `mapping` and `accounts` are taken over; the other changes need a restart");
  }
  const std::lock_guard guard(lock_);
  reloaded_ = std::move(*loaded);
  reloaded_by_ = by;
}

void RunningPlugin::take_reloaded() {
  std::optional<config::Setup> fresh;
  Signals::Sender by;
  {
    const std::lock_guard guard(lock_);
    fresh = std::exchange(reloaded_, std::nullopt);
    by = reloaded_by_;
  }
  if (!fresh.has_value()) return;
  life_.tell({config::wall_time_now(), fresh->config.mapping, fresh->hash, by}, deliveries_,
             publisher_);
  publisher_.use(*fresh->mapping);
  publisher_.set_made_by(made_by(fresh->hash));
  loom_.weaver.fill_extended(fresh->mapping->writes_extended());
  accounts_.now = std::move(fresh->accounts);
  log_.say(Level::note, "SIGHUP: mapping " + fresh->config.mapping + ", accounts " +
                            fresh->config.accounts + " are in force");
  setup_.mapping = std::move(fresh->mapping);
}

}  // namespace auweave::plugin
