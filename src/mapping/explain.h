// explain: what a mapping makes of one document, path by path, and why. For people; the bytes that are
// sent come from Mapping::write.
#pragma once

#include <string>
#include <vector>

#include "mapping/mapping.h"

namespace auweave::mapping {

struct Explained {
  std::string path;                  // "user.name"
  std::string value;                 // as JSON; empty: nothing is written
  std::string place;                 // file:line:column of the recipe; empty: no rule of it holds
  std::vector<std::string> fields;   // that the recipe reads and the document has, "exe"
  std::vector<std::string> records;  // what they are made of, "SYSCALL.exe=\"/usr/bin/id\""
  std::string why;                   // nothing is written
};

// In the order of the mapping; none when the mapping leaves the document out.
std::vector<Explained> explain(const Mapping& mapping, const model::Document& document,
                               const Options& options);

}  // namespace auweave::mapping
