// Explains to people the values that a mapping makes of one document, path by path. The bytes that
// are sent come from Mapping::write(), not from explain().
#pragma once

#include <string>
#include <vector>

#include "mapping/mapping.h"

namespace auweave::mapping {

// Explained: one path of a mapping, with the value that the path got and the reasons.
struct Explained {
  std::string path;   // "user.name"
  std::string value;  // the value as JSON; empty: no value is written
  std::string place;  // file:line:column of the recipe; empty: no rule for the path holds
  // The fields that the recipe reads and the document has: "exe".
  std::vector<std::string> fields;
  // The record fields that `fields` are made of: "SYSCALL.exe=\"/usr/bin/id\"".
  std::vector<std::string> records;
  std::string why;  // the reason why no value is written; empty: a value is written
};

// Explains each path, in the order of the mapping. Returns no paths if the mapping leaves the
// document out.
std::vector<Explained> explain(const Mapping& mapping, const model::Document& document,
                               const Options& options);

}  // namespace auweave::mapping
