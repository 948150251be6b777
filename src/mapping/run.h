// Run: carries out the steps of a plan for one document. Only mapping/ uses run.h.
#pragma once

#include <vector>

#include "json/writer.h"
#include "mapping/mapping.h"
#include "mapping/plan.h"

namespace auweave::mapping {

// True if the mapping writes the document. The caller has looked at KindPlan::wanted before.
[[nodiscard]] bool is_chosen(const KindPlan& plan, const model::Document& document,
                             const Subject& subject, Scratch& scratch);

class Run {
 public:
  // The limits, the scratch and the writer outlive the run.
  Run(const Limits& limits, Scratch& scratch, json::Writer& out) : to_{out, limits, scratch} {}

  // Finds the rules that hold, and must be called before the other functions of Run.
  void judge(const KindPlan& plan, const Subject& subject);
  // Writes the subject as `steps` say.
  void write(const std::vector<Step>& steps, const Subject& subject);

  // Returns the last choice whose rule holds, or null if no rule holds.
  [[nodiscard]] const Choice* chosen(const std::vector<Choice>& choices) const;
  [[nodiscard]] bool is_held(std::size_t rule) const {
    return rule == Choice::kAlways || to_.scratch.held[rule];
  }
  // Sets `address` to the topic, the key and the headers of the subject.
  void address(const KindPlan& plan, const Subject& subject, Address& address);
  // Writes the value that a recipe makes.
  void leaf(const json::Key& key, const Recipe& recipe, const Subject& subject);

 private:
  [[nodiscard]] std::string_view text_of(const Recipe& recipe, const Subject& subject);
  void each(const json::Key& key, const Recipe& recipe, const Subject& subject);

  ValueWriter to_;
};

}  // namespace auweave::mapping
