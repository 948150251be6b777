// RunningPlugin: a running plugin and its threads. One thread of a plugin drains standard input,
// one follows files, one weaves, and one for each sink delivers. The thread that calls run() waits
// for signals and writes the status and metrics files.
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
#include "plugin/group_lookup.h"
#include "plugin/health.h"
#include "plugin/kernel_watch.h"
#include "plugin/life.h"
#include "plugin/log_watch.h"
#include "plugin/page_writer.h"
#include "plugin/presence.h"
#include "plugin/priming.h"
#include "plugin/program_watch.h"
#include "plugin/rate.h"
#include "plugin/signals.h"
#include "plugin/status.h"
#include "weave/loom.h"

namespace auweave::plugin {

class RunningPlugin {
 public:
  // Named: where the configuration is, which is read again at SIGHUP, and the program's version.
  struct Named {
    std::string config_path, version;
  };
  // The log must outlive the plugin.
  RunningPlugin(config::Setup setup, Named named, base::Log& log);
  RunningPlugin(const RunningPlugin&) = delete;
  RunningPlugin& operator=(const RunningPlugin&) = delete;

  // Runs until standard input ends, or SIGTERM or SIGINT comes, and all records that came are woven
  // (or in the spool). At the end of run() the sinks have kFlush to deliver. Error: the spool or a
  // sink cannot be opened, or standard input cannot be read. The destructor of a RunningPlugin may
  // take long (librdkafka waits for the resolver), so a program that must end exits without it.
  base::Status run(const Signals& signals);

 private:
  static constexpr std::chrono::milliseconds kFlush{1500};

  // Accounts: account names that SIGHUP replaces. Only the weaver's thread uses and replaces them.
  struct Accounts : audit::AccountNames {
    std::unique_ptr<audit::AccountNames> now;
    std::optional<std::string> user(model::Uid uid) override { return now->user(uid); }
    std::optional<std::string> group(model::Gid gid) override { return now->group(gid); }
  };

  base::Status open_feed();
  base::Status open_sinks();
  base::Status open_sink(const config::SinkConfig& sink);
  base::Result<std::unique_ptr<deliver::Carrier>> open_kafka(const deliver::KafkaSettings& settings,
                                                             const std::string& name);
  // Returns Outgoing::made_by of documents of the configuration with this hash.
  [[nodiscard]] std::uint64_t made_by(const std::string& hash) const;
  [[nodiscard]] deliver::LeafPlace kept_place(const std::string& name);
  pipeline::WeaveLoopSettings loop_settings();
  void begin();
  [[nodiscard]] base::WallTime repair_from() const;
  void repair(const std::function<void(const base::Line&)>& give);
  [[nodiscard]] bool sinks_have_capacity() const;
  [[nodiscard]] std::uint64_t acked_before(std::uint64_t none) const;
  [[nodiscard]] std::map<std::string, std::uint64_t> confirmed() const;
  [[nodiscard]] std::map<std::string, std::string> leaf_places(std::uint64_t none) const;
  void look();  // the weaver's thread, as end()
  void end();
  void look_at_files();  // the weaver's thread
  void take_reloaded();
  void reload(Signals::Sender by);
  void wait(const Signals& signals);
  void flush();
  Status status();
  void write_status(Status::State state);
  void write_metrics(const Status& now);

  config::Setup setup_;
  std::string config_path_, version_;
  base::Log& log_;
  std::string host_;
  Accounts accounts_;
  pipeline::Publisher publisher_;
  std::vector<deliver::Delivery*> deliveries_;              // owned by publisher_
  std::map<std::string, deliver::Delivery*> exactly_once_;  // sinks that keep a checkpoint, by id
  std::map<std::string, deliver::Delivery*>
      at_least_once_;  // Kafka sinks, by the name of their place
  intake::Inbox inbox_;
  weave::Loom loom_;
  intake::Follower follower_;
  std::uint32_t records_source_;
  std::uint32_t log_source_;
  FollowedSources sources_;
  intake::RecordReader reader_;
  Priming priming_;
  GroupLookup groups_;
  pipeline::Feed feed_;
  base::UniqueFd woven_;  // eventfd(2): the weaver's thread has ended
  base::WallTime started_;
  Presence presence_;
  KernelWatch kernel_;
  LogWatch log_watch_;
  ProgramWatch programs_;  // the weaver's thread's
  Health health_;
  Life life_;
  PageWriter pages_;
  base::WallTime metrics_written_;  // the main thread's, to delivery_rates_
  std::string refused_config_;      // mistakes of the last SIGHUP's configuration
  Rate records_rate_;
  std::vector<Rate> delivery_rates_;  // in the order of deliveries_

  mutable std::mutex lock_;
  weave::Counts counts_;  // a copy for the status, as up to spool_
  pipeline::Publisher::LeftOut left_out_{};
  pipeline::Feed::State spool_;
  Signals::Sender reloaded_by_;
  std::optional<Signals::Sender> ended_by_;
  std::optional<config::Setup> reloaded_;  // waits for the weaver's thread
};

}  // namespace auweave::plugin
