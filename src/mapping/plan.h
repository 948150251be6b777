// Plan: a mapping compiled, one list of steps for each kind of document. Internal to mapping/.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "mapping/document_fields.h"

namespace auweave::mapping {

template <typename D>
struct Step {
  enum class Kind { open, close, field, constant } kind = Kind::field;
  std::string key;
  const FieldDef<D>* field = nullptr;
  std::string text;                                        // constant
  std::map<std::string, std::string, std::less<>> values;  // $values: replaced texts
};

template <typename D>
struct Plan {
  bool wanted = false;
  std::vector<Step<D>> steps;
};

using PlanSet = std::tuple<Plan<model::EventDocument>, Plan<model::TtyDocument>,
                           Plan<model::CommandDocument>, Plan<model::SessionDocument>,
                           Plan<model::PipelineDocument>, Plan<model::DeadletterDocument>>;

}  // namespace auweave::mapping
