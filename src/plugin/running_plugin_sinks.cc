// RunningPlugin's sinks.
#include <algorithm>
#include <utility>

#include "base/digest.h"
#include "base/hash.h"
#include "base/io_error.h"
#include "base/random_id.h"
#include "config/machine.h"
#include "deliver/file_carrier.h"
#include "deliver/kafka_carrier.h"
#include "plugin/running_plugin.h"
#include "plugin/settings.h"

namespace auweave::plugin {
namespace {

using Level = base::Log::Level;

// Names a sink in the spool: what was delivered to another broker, or of other kinds, is nothing to go
// on from.
std::string place_name(const deliver::KafkaSettings& settings, std::size_t index) {
  base::Digester digester;
  digester.add(std::uint64_t{index}).add(settings.properties.at("bootstrap.servers"));
  for (const auto& [kind, topic] : settings.topics) digester.add(kind).add(topic);
  return base::hex(digester.finish());
}

}  // namespace

bool RunningPlugin::sinks_have_capacity() const {
  return std::all_of(deliveries_.begin(), deliveries_.end(),
                     [](const deliver::Delivery* delivery) { return delivery->has_capacity(); });
}

std::uint64_t RunningPlugin::acked_before(std::uint64_t none) const {
  std::uint64_t first = none;
  for (const deliver::Delivery* delivery : deliveries_) {
    first = std::min(first, delivery->acked_before(none));
  }
  return first;
}

std::map<std::string, std::uint64_t> RunningPlugin::confirmed() const {
  std::map<std::string, std::uint64_t> confirmed;
  for (const auto& [id, delivery] : exactly_once_) confirmed[id] = delivery->confirmed();
  return confirmed;
}

std::map<std::string, std::string> RunningPlugin::leaf_places(std::uint64_t none) const {
  std::map<std::string, std::string> places;
  for (const auto& [name, delivery] : at_least_once_)
    places[name] = deliver::encoded(delivery->leaf_place(none));
  return places;
}

base::Status RunningPlugin::open_sinks() {
  for (const config::SinkConfig& sink : setup_.config.sinks) {
    if (auto opened = open_sink(sink); !opened.ok()) return opened;
  }
  return base::ok();
}

std::uint64_t RunningPlugin::made_by(const std::string& hash) const {
  return base::hash_of(hash, base::hash_of(version_));
}

// A place fits only this spool as it is now: a version without leaves may have been at work meanwhile.
// Another program or mapping makes other documents: they begin a log.
deliver::LeafPlace RunningPlugin::kept_place(const std::string& name) {
  const auto bytes = feed_.kept_leaf_place(name);
  const auto place = bytes.has_value() ? deliver::leaf_place_of(*bytes) : std::nullopt;
  const std::uint64_t maker = made_by(setup_.hash);
  const bool fits =
      place.has_value() && place->next >= feed_.told_from() && place->next <= feed_.fresh_from();
  if (!fits) return {0, {}, maker};
  return {place->next, place->made_by == maker ? place->last : deliver::Leaf(), maker};
}

base::Result<std::unique_ptr<deliver::Carrier>> RunningPlugin::open_kafka(
    const deliver::KafkaSettings& settings, const std::string& name) {
  deliver::Numbering::Start start{host_ + "/auweave/" + settings.id,
                                  base::random_id().substr(0, 16)};
  if (start.life.empty()) return base::io_error("getrandom");
  start.apart = !settings.exactly_once && !setup_.config.spool.empty();
  if (start.apart) start.kept = kept_place(name);
  const auto lineage = settings.exactly_once ? feed_.lineage(host_, settings.id) : std::nullopt;
  auto kafka = deliver::KafkaCarrier::open(settings, log_, lineage, start);
  if (!kafka.ok()) return kafka.error();
  return std::unique_ptr<deliver::Carrier>(std::move(*kafka));
}

base::Status RunningPlugin::open_sink(const config::SinkConfig& sink) {
  std::string name;
  std::string id;     // empty: the sink keeps no checkpoint
  std::string place;  // name of its leaf place in the spool; empty: it has none
  std::unique_ptr<deliver::Carrier> carrier;
  if (const auto* settings = std::get_if<deliver::KafkaSettings>(&sink.target)) {
    const deliver::KafkaSettings all = settings_of(*settings, setup_.config);
    (all.exactly_once ? id : place) =
        all.exactly_once ? all.id : place_name(all, deliveries_.size());
    auto kafka = open_kafka(all, place);
    if (!kafka.ok()) return kafka.error();
    name = "kafka " + settings->properties.at("bootstrap.servers");
    carrier = std::move(*kafka);
  } else {
    const std::string& path = std::get<config::FileSinkConfig>(sink.target).path;
    config::make_folder_of(path, 0750);
    auto file = deliver::FileCarrier::open(path, log_, feed_.fresh_from());
    if (!file.ok()) return file.error();
    name = "file " + path;
    carrier = std::move(*file);
  }
  auto delivery = std::make_unique<deliver::Delivery>(name, std::move(carrier), sink.queue, log_);
  deliveries_.push_back(delivery.get());
  if (!id.empty()) exactly_once_[id] = delivery.get();
  if (!place.empty()) at_least_once_[place] = delivery.get();
  publisher_.add(std::move(delivery));
  return base::ok();
}

void RunningPlugin::flush() {
  using Clock = std::chrono::steady_clock;
  const auto deadline = Clock::now() + kFlush;
  for (deliver::Delivery* delivery : deliveries_) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now());
    auto flushed = delivery->flush(static_cast<int>(std::max<std::int64_t>(left.count(), 1)));
    if (!flushed.ok()) log_.say(Level::error, flushed.error().message);
    const deliver::DeliveryCounts counts = delivery->counts();
    if (!counts.dropped.empty())
      log_.say(Level::error, delivery->name() + ": dropped in all: " + by_kind(counts.dropped));
    if (!counts.refused.empty())
      log_.say(Level::error, delivery->name() + ": refused in all: " + by_kind(counts.refused));
  }
}

}  // namespace auweave::plugin
