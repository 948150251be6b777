// Run: the steps of a plan, for one document. Internal to mapping/.
#pragma once

#include <vector>

#include "json/writer.h"
#include "mapping/plan.h"

namespace auweave::mapping {

// Whether the mapping writes this document of a kind that it wants.
[[nodiscard]] bool is_chosen(const KindPlan& plan, const model::Document& document,
                             const Subject& subject, Scratch& scratch);

// What it is given outlives it.
class Run {
 public:
  Run(const Limits& limits, Scratch& scratch, json::Writer& out)
      : limits_(limits), scratch_(scratch), out_(out) {}

  // Before the rest: which rules hold.
  void judge(const std::vector<Condition>& rules, const Subject& subject);
  void write(const std::vector<Step>& steps, const Subject& subject);

  // Null: no rule of it holds.
  [[nodiscard]] const Choice* chosen(const std::vector<Choice>& choices) const;
  [[nodiscard]] bool is_held(std::size_t rule) const {
    return rule == Choice::kAlways || scratch_.held[rule];
  }
  void leaf(const json::Key& key, const Recipe& recipe, const Subject& subject);

 private:
  void each(const json::Key& key, const Recipe& recipe, const Subject& subject);

  const Limits& limits_;
  Scratch& scratch_;
  json::Writer& out_;
};

}  // namespace auweave::mapping
