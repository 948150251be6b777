// weave_to: weaves the inputs of a subcommand into a sink that looks at the documents.
#pragma once

#include <string_view>

#include "app/inputs.h"
#include "model/document.h"

namespace auweave::app {

// `extended`: fill the extended fields, which cost extra time. `doing`: text before the progress
// bar. Writes the number of deadletters to stderr. Error: an input or the options are wrong.
base::Status weave_to(model::DocumentSink& sink, const InputOptions& options, bool extended,
                      std::string_view doing);

}  // namespace auweave::app
