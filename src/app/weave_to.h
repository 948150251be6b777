// Weaves the inputs of a subcommand into a sink that looks at the documents.
#pragma once

#include <string_view>

#include "app/inputs.h"
#include "model/document.h"

namespace auweave::app {

// If `extended` is true, the extended fields are filled, which costs time. `doing` is the text
// before the progress bar. Writes the number of deadletters to stderr. Error: an input or an option
// is wrong.
base::Status weave_to(model::DocumentSink& sink, const InputOptions& options, bool extended,
                      std::string_view doing);

}  // namespace auweave::app
