#include "pipeline/lost_documents.h"

#include "base/digest.h"

namespace auweave::pipeline {

model::PipelineDocument lost_documents(const LostDocuments& lost, std::string_view host,
                                       base::WallTime now, std::string& id) {
  model::PipelineDocument document;
  base::Digester digester;
  id = base::hex(digester.add("lost documents")
                     .add(host)
                     .add(lost.sink)
                     .add(lost.kind)
                     .add(lost.why)
                     .add(lost.loss.count)
                     .add(static_cast<std::uint64_t>(now.ns))
                     .finish());
  document.stamp.event_id = id;
  document.stamp.time = now;
  document.stamp.host = host;
  document.what = "loss";
  document.sink = lost.sink;
  document.lost_kind = lost.kind;
  document.count = static_cast<std::int64_t>(lost.loss.count);
  document.first_time = lost.loss.first;
  document.last_time = lost.loss.last;
  document.detail = lost.why;
  return document;
}

model::PipelineDocument found_at_start(const Finding& finding, base::WallTime now,
                                       std::string& id) {
  const auto& [sink, detail, host] = finding;
  model::PipelineDocument document;
  base::Digester digester;
  id = base::hex(digester.add("found at start")
                     .add(host)
                     .add(sink)
                     .add(detail)
                     .add(static_cast<std::uint64_t>(now.ns))
                     .finish());
  document.stamp.event_id = id;
  document.stamp.time = now;
  document.stamp.host = host;
  document.what = "checkpoint";
  document.sink = sink;
  document.detail = detail;
  return document;
}

}  // namespace auweave::pipeline
