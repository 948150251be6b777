// Plan: a mapping compiled, one for each kind of document. Internal to mapping/; only read once made.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "mapping/condition.h"
#include "mapping/recipe.h"
#include "mapping/value.h"

namespace auweave::mapping {

// Of documents for which a condition holds one in so many, chosen by their event_id.
struct Sample {
  Condition when;
  std::uint64_t one_in = 1;
};

// The topic, by its name in a sink's `topics`, when a rule holds, or always.
struct TopicChoice {
  std::size_t rule = Choice::kAlways;
  std::string topic;
};

struct HeaderRecipe {
  std::string name;
  Recipe recipe;
};

struct KindPlan {
  bool wanted = false;
  std::vector<Step> steps;
  std::vector<Condition> rules;
  std::vector<TopicChoice> topics;    // the last that holds
  std::optional<Recipe> key;          // a text
  std::vector<HeaderRecipe> headers;  // texts
  std::vector<Condition> drop;        // any of them: it is left out
  std::vector<Condition> keep;        // when there are any: none of them, too
  std::vector<Sample> samples;        // the first that holds decides
};

struct Plan {
  std::array<KindPlan, model::kKinds.size()> kinds;  // in the order of model::kKinds
  Limits limits;
  std::vector<std::unique_ptr<const Table>> tables;  // of the recipes
};

}  // namespace auweave::mapping
