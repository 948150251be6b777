// `auweave explain`: shows for each path of a document how the mapping made it: the value, the rule
// or line of the mapping, the fields and record fields the value comes from, and why a path is not
// written.
#pragma once

#include <string>

#include "app/inputs.h"

namespace auweave::app {

struct ExplainOptions {
  InputOptions inputs;
  std::string mapping = "flat";
  std::string only;    // an event_id, or the serial of an event; empty: all documents
  bool empty = false;  // true: paths without a value, too
};

// Writes text for people to a terminal, else a JSON object for each path. Returns the exit status.
int explain(const ExplainOptions& options);

}  // namespace auweave::app
