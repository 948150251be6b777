// Plan: a compiled mapping, with a KindPlan for each kind of document. A finished plan is only
// read. Only mapping/ uses plan.h.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "mapping/condition.h"
#include "mapping/guards.h"
#include "mapping/recipe.h"
#include "mapping/value.h"

namespace auweave::mapping {

// Sample: writes one in `one_in` of the documents for which a condition holds, chosen by event_id.
struct Sample {
  Condition when;
  std::uint64_t one_in = 1;
};

// TopicChoice: a topic, by its name in a sink's `topics`, that is used if a rule holds, or always.
struct TopicChoice {
  std::size_t rule = Choice::kAlways;
  std::string topic;
};

// HeaderRecipe: a header of the document in Kafka.
struct HeaderRecipe {
  std::string name;
  Recipe recipe;
};

struct KindPlan {
  bool wanted = false;  // false: no document of the kind is written
  std::vector<Step> steps;
  std::vector<Condition> rules;
  Guards guards;                      // of the rules
  std::vector<TopicChoice> topics;    // the last choice whose rule holds is used
  std::optional<Recipe> key;          // the recipe makes a text
  std::vector<HeaderRecipe> headers;  // each recipe makes a text
  std::vector<Condition> drop;        // a document is left out if any condition holds
  std::vector<Condition> keep;        // if not empty: a document is left out if no condition holds
  std::vector<Sample> samples;        // the first sample whose condition holds decides
};

struct Plan {
  std::array<KindPlan, model::kKinds.size()> kinds;  // in the order of model::kKinds
  Limits limits;
  std::vector<std::unique_ptr<const Table>> tables;  // the tables that recipes point to
};

}  // namespace auweave::mapping
