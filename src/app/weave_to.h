// weave_to: the inputs of a subcommand, woven into a sink that looks at documents.
#pragma once

#include <string_view>

#include "app/inputs.h"
#include "model/document.h"

namespace auweave::app {

// `extended`: what costs extra is filled. `doing` stands before the bar on a terminal. Says how many lines
// were not understood.
base::Status weave_to(model::DocumentSink& sink, const InputOptions& options, bool extended,
                      std::string_view doing);

}  // namespace auweave::app
