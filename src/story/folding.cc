#include "story/folding.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace auweave::story {
namespace {

using Mark = Step::Mark;

constexpr std::size_t kMostSteps = 12;
constexpr std::size_t kMostWarnings = 24;  // what warns is told rather than left out, up to here
constexpr std::size_t kMostMerged = 8;
constexpr std::size_t kMostAlike = 2;  // steps of one program

Step left_out(std::string text) {
  Step step;
  step.mark = Mark::left_out;
  step.text = std::move(text);
  return step;
}

void merge_equal(std::vector<Step>& steps) {
  std::vector<Step> kept;
  for (Step& step : steps) {
    const bool again = !kept.empty() && kept.back().mark == step.mark &&
                       kept.back().depth == step.depth && kept.back().text == step.text;
    if (again) kept.back().count += step.count;
    if (!again) kept.push_back(std::move(step));
  }
  steps = std::move(kept);
}

// A loop runs the same programs again and again.
class Loops {
 public:
  void add(Step step) {
    if (step.mark != Mark::ran) return add_once(std::move(step));
    if (seen_[{step.depth, step.program}]++ < kMostAlike) {
      kept_.push_back(std::move(step));
    } else {
      count(step);
    }
  }
  std::vector<Step> take() { return std::move(kept_); }

  [[nodiscard]] std::optional<Step> again() const {
    if (more_.empty()) return std::nullopt;
    std::string text = "... and again: ";
    for (std::size_t i = 0; i < more_.size() && i < kMostMerged; ++i) {
      if (i > 0) text += ", ";
      text.append(more_[i].first).append(" (").append(std::to_string(more_[i].second)).append(")");
    }
    if (more_.size() > kMostMerged) text += ", ...";
    return left_out(std::move(text));
  }

 private:
  void add_once(Step step) {
    const auto [told, fresh] = told_.try_emplace({step.mark, step.text}, kept_.size());
    if (fresh) {
      kept_.push_back(std::move(step));
    } else {
      kept_[told->second].count += step.count;
    }
  }
  void count(const Step& step) {
    const auto known = std::find_if(more_.begin(), more_.end(),
                                    [&](const auto& each) { return each.first == step.program; });
    if (known != more_.end()) {
      known->second += step.count;
    } else {
      more_.emplace_back(step.program, step.count);
    }
  }

  std::vector<Step> kept_;
  std::map<std::pair<Mark, std::string>, std::size_t> told_;         // where it is in kept_
  std::map<std::pair<std::size_t, std::string>, std::size_t> seen_;  // depth, program: how often
  std::vector<std::pair<std::string, std::uint64_t>> more_;          // program: left out
};

void fold_rest(std::vector<Step>& steps) {
  if (steps.size() <= kMostSteps) return;
  std::vector<Step> kept(steps.begin(), steps.begin() + kMostSteps - 2);
  std::uint64_t more = 0;
  std::uint64_t warnings = 0;
  for (std::size_t i = kMostSteps - 2; i < steps.size(); ++i) {
    const bool warns = steps[i].mark == Mark::warning || steps[i].mark == Mark::connection;
    if (warns && kept.size() < kMostWarnings) {
      kept.push_back(steps[i]);
    } else {
      more += steps[i].count;
      warnings += warns ? steps[i].count : 0;
    }
  }
  std::string text = "... " + std::to_string(more) + " more";
  if (warnings > 0) text += ", " + std::to_string(warnings) + " of them warnings or connections";
  if (more > 0) kept.push_back(left_out(std::move(text)));
  steps = std::move(kept);
}

}  // namespace

void fold(std::vector<Step>& steps, bool whole) {
  merge_equal(steps);
  if (whole || steps.size() <= kMostSteps) return;
  Loops loops;
  for (Step& step : steps) loops.add(std::move(step));
  steps = loops.take();
  fold_rest(steps);
  if (auto again = loops.again()) steps.push_back(std::move(*again));
}

}  // namespace auweave::story
