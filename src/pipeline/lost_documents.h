// What is told of documents that did not reach a sink. Not deterministic: it exists because of an
// outage, and carries the time at which it is told.
#pragma once

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

// Views of `lost` and `host`.
model::PipelineDocument lost_documents(const LostDocuments& lost, std::string_view host,
                                       base::WallTime now);

// That what a sink has and what is known here do not fit.
model::PipelineDocument found_at_start(std::string_view sink, std::string_view detail,
                                       std::string_view host, base::WallTime now);

}  // namespace auweave::pipeline
