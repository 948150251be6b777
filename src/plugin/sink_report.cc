#include "plugin/sink_report.h"

#include "config/machine.h"
#include "pipeline/lost_documents.h"

namespace auweave::plugin {
namespace {

constexpr std::string_view kQueueFull = "documents were dropped: the queue of the sink was full";
constexpr std::string_view kRefused = "documents were refused by the sink";

}  // namespace

void report_on(deliver::Delivery& sink, pipeline::Publisher& publisher, const std::string& host,
               base::Log& log) {
  const deliver::Delivery::Untold untold = sink.take_losses();
  std::string id;
  const auto tell = [&](const deliver::LossesByKind& losses, std::string_view why) {
    for (const auto& [kind, loss] : losses) {
      const pipeline::LostDocuments lost{sink.name(), kind, loss, why};
      publisher.take_for(pipeline::lost_documents(lost, host, config::wall_time_now(), id), sink);
    }
  };
  tell(untold.dropped, kQueueFull);
  tell(untold.refused, kRefused);
  for (const std::string& finding : sink.take_findings()) {
    log.say(base::Log::Level::warning, sink.name() + ": " + finding);
    publisher.take_for(
        pipeline::found_at_start({sink.name(), finding, host}, config::wall_time_now(), id), sink);
  }
}

}  // namespace auweave::plugin
