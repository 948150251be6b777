// Makes documents about documents that did not reach a sink. Documents about losses are not
// deterministic: an outage causes them, and they carry the time at which they are made.
#pragma once

#include <string>
#include <string_view>

#include "deliver/losses.h"
#include "model/document.h"

namespace auweave::pipeline {

struct LostDocuments {
  std::string_view sink;
  std::string_view kind;
  const deliver::Loss& loss;
  std::string_view why;
};

// Makes the document about a loss, with views of the arguments. `id` is set to the event_id.
model::PipelineDocument lost_documents(const LostDocuments& lost, std::string_view host,
                                       base::WallTime now, std::string& id);

// Makes the document about a sink whose checkpoint does not fit the spool, with views of the
// members of `finding`. `id` is set to the event_id.
struct Finding {
  std::string_view sink, detail, host;
};
model::PipelineDocument found_at_start(const Finding& finding, base::WallTime now, std::string& id);

}  // namespace auweave::pipeline
