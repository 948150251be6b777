// Mapping: which fields of a document are written, under which keys (mappings/*.yaml,
// docs/mapping.md). Compiled once to a plan, then only read: a mapping that compiles cannot fail.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "mapping/document_fields.h"
#include "mapping/plan.h"
#include "yaml/node.h"

namespace auweave::mapping {

class Mapping {
 public:
  // Every mistake of the file at once, each with file:line:column.
  static base::Result<Mapping> load(const std::string& path);
  static base::Result<Mapping> compile(const yaml::Node& root);

  // `out` is cleared and holds one JSON object afterwards. False, and an untouched `out`, when the
  // mapping leaves this kind of document out.
  bool write(const model::Document& document, const Options& options, json::Writer& out) const;

  // True when it writes event fields that cost extra to fill.
  [[nodiscard]] bool whole_events() const { return whole_events_; }

 private:
  PlanSet plans_;
  bool whole_events_ = false;
};

}  // namespace auweave::mapping
