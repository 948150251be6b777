// `auweave explain`: what a mapping makes of each document, path by path: the value, the rule or line of
// the mapping, the fields and the record fields it comes from, and why nothing is written.
#pragma once

#include <string>

#include "app/inputs.h"

namespace auweave::app {

struct ExplainOptions {
  InputOptions inputs;
  std::string mapping = "flat";
  std::string only;    // an event_id, or an event's serial; empty: all documents
  bool empty = false;  // paths that nothing is written of, too
};

// The exit status. On a terminal for people; in a pipe a JSON object a path.
int explain(const ExplainOptions& options);

}  // namespace auweave::app
