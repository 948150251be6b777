// Run: carries out the steps of a plan for one document. Internal to mapping/.
#pragma once

#include <vector>

#include "json/writer.h"
#include "mapping/plan.h"

namespace auweave::mapping {

// True if the mapping writes the document. The kind of the document is wanted (KindPlan::wanted).
[[nodiscard]] bool is_chosen(const KindPlan& plan, const model::Document& document,
                             const Subject& subject, Scratch& scratch);

class Run {
 public:
  // The arguments outlive the run.
  Run(const Limits& limits, Scratch& scratch, json::Writer& out)
      : limits_(limits), scratch_(scratch), out_(out) {}

  // Finds the rules that hold. judge() is called before the other functions.
  void judge(const std::vector<Condition>& rules, const Subject& subject);
  // Writes the subject by the steps.
  void write(const std::vector<Step>& steps, const Subject& subject);

  // Returns the last choice whose rule holds, or null if no rule holds.
  [[nodiscard]] const Choice* chosen(const std::vector<Choice>& choices) const;
  [[nodiscard]] bool is_held(std::size_t rule) const {
    return rule == Choice::kAlways || scratch_.held[rule];
  }
  // Writes the value that a recipe makes.
  void leaf(const json::Key& key, const Recipe& recipe, const Subject& subject);

 private:
  void each(const json::Key& key, const Recipe& recipe, const Subject& subject);

  const Limits& limits_;
  Scratch& scratch_;
  json::Writer& out_;
};

}  // namespace auweave::mapping
