// RunningPlugin: a running plugin. Its threads: one drains standard input, one follows files, one weaves, one
// a sink delivers; the caller's own waits for signals and writes the status file.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/log.h"
#include "config/setup.h"
#include "deliver/delivery.h"
#include "intake/follower.h"
#include "intake/inbox.h"
#include "intake/record_reader.h"
#include "pipeline/publisher.h"
#include "pipeline/weave_loop.h"
#include "plugin/followed_inputs.h"
#include "plugin/health.h"
#include "plugin/kernel_watch.h"
#include "plugin/presence.h"
#include "plugin/priming.h"
#include "plugin/rate.h"
#include "plugin/signals.h"
#include "plugin/status.h"
#include "weave/loom.h"

namespace auweave::plugin {

class RunningPlugin {
 public:
  // The log outlives it. `config_path` is read again at SIGHUP.
  RunningPlugin(config::Setup setup, std::string config_path, base::Log& log);
  RunningPlugin(const RunningPlugin&) = delete;
  RunningPlugin& operator=(const RunningPlugin&) = delete;

  // Until standard input ends or SIGTERM comes, and what came is woven; then sinks have kFlush. The
  // Error: a sink that cannot be opened; standard input that cannot be read. What it leaves behind may
  // take long to destroy (librdkafka waits for the resolver): a program that has to end, just ends.
  base::Status run(const Signals& signals);

 private:
  static constexpr std::chrono::milliseconds kFlush{1500};

  // Names that can be replaced under way; the weaver's thread uses and replaces them.
  struct Accounts : audit::AccountNames {
    std::unique_ptr<audit::AccountNames> now;
    std::optional<std::string> user(model::Uid uid) override { return now->user(uid); }
    std::optional<std::string> group(model::Gid gid) override { return now->group(gid); }
  };

  base::Status open_feed();
  base::Status open_sinks();
  base::Status open_sink(const config::SinkConfig& sink);
  pipeline::WeaveLoopSettings loop_settings();
  void begin();
  [[nodiscard]] base::WallTime repair_from() const;
  void repair(const std::function<void(const base::Line&)>& give);
  [[nodiscard]] bool sinks_are_roomy() const;
  [[nodiscard]] std::uint64_t acked_before(std::uint64_t none) const;
  [[nodiscard]] std::map<std::string, std::uint64_t> confirmed() const;
  void look();  // of the weaver's thread
  void take_reloaded();
  void reload();
  void wait(const Signals& signals);
  void flush();
  Status status();
  void write_status(Status::State state);
  void write_metrics(const Status& now);

  config::Setup setup_;
  std::string config_path_;
  base::Log& log_;
  std::string host_;
  Accounts accounts_;
  pipeline::Publisher publisher_;
  std::vector<deliver::Delivery*> deliveries_;              // the publisher's
  std::map<std::string, deliver::Delivery*> exactly_once_;  // of them, by id
  intake::Inbox inbox_;
  weave::Loom loom_;
  intake::Follower follower_;
  std::uint32_t records_source_;
  std::uint32_t log_source_;
  FollowedSources sources_;
  intake::RecordReader reader_;
  Priming priming_;
  pipeline::Feed feed_;
  base::UniqueFd woven_;  // eventfd(2): the weaver's thread is done
  base::WallTime started_;
  Presence presence_;
  KernelWatch kernel_;
  Health health_;
  base::WallTime metrics_written_;    // the main thread's, as the next
  std::string refused_config_;        // the main thread's, as the next
  Rate records_rate_;                 // the main thread's, as the next
  std::vector<Rate> delivery_rates_;  // of each of deliveries_

  mutable std::mutex lock_;
  weave::Counts counts_;  // a copy for the status, as the next two
  pipeline::Publisher::LeftOut left_out_{};
  pipeline::Feed::State spool_;
  std::optional<config::Setup> reloaded_;  // for the weaver's thread to take
};

}  // namespace auweave::plugin
