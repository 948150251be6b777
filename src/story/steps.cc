#include "story/steps.h"

#include <algorithm>
#include <map>
#include <optional>

#include "story/process_tree.h"

namespace auweave::story {
namespace {

using What = Happening::What;
using Mark = Step::Mark;

constexpr std::size_t kMostSteps = 12;
constexpr std::size_t kMostWarnings = 24;  // what warns is told rather than left out, up to here
constexpr std::size_t kMostNames = 8;      // of programs that are folded into one step
constexpr std::size_t kMostAlike = 2;      // steps of one program, in a line that is folded

bool is_elevator(std::string_view program) {
  return program == "sudo" || program == "su" || program == "pkexec" || program == "doas";
}

// What was typed, and nothing else, needs no repetition. Of the line only the end is certain: before
// it stands a prompt, which may be anything; most end with one of these.
bool is_typed(const StepContext& context, const Happening& happening) {
  const std::string_view line = context.line;
  if (!line.ends_with(" " + happening.text)) return false;
  const std::string_view prompt = line.substr(0, line.size() - happening.text.size() - 1);
  return !prompt.empty() && std::string_view("$#%>").find(prompt.back()) != std::string_view::npos;
}

Step step_of(const Happening& happening, std::string_view around) {
  Step step;
  step.count = happening.count;
  step.program = happening.program;
  switch (happening.what) {
    case What::executed:
    case What::asked_sudo: {
      const bool other = !happening.user.empty() && happening.user != around &&
                         !is_elevator(happening.program) && happening.what == What::executed;
      step.text = other ? "as " + happening.user + ": " + happening.text : happening.text;
      if (happening.what == What::asked_sudo) step.text = "sudo " + happening.text;
      return step;
    }
    case What::connected:
      step.mark = Mark::connection;
      step.text = happening.text;
      return step;
    case What::denied:
      step.mark = Mark::warning;
      step.text = "denied: " + happening.text;
      return step;
    case What::refused:
      step.mark = Mark::warning;
      step.text = "sudo refused: " + happening.text;
      return step;
    case What::wrong_password:
      step.mark = Mark::warning;
      step.text = happening.text;
      return step;
    case What::noteworthy:
      step.mark = Mark::warning;
      step.text = happening.text;
      return step;
    default:
      step.mark = Mark::note;
      step.text = happening.text;
      return step;
  }
}

// Programs that are told by their names alone.
class Folded {
 public:
  void add(const Node& node) {
    const Happening& happening = *node.happening;
    if (happening.what == What::denied) {
      denied_ += happening.count;
    } else {
      ran_ += happening.count;
      if (std::find(names_.begin(), names_.end(), happening.program) == names_.end()) {
        names_.push_back(happening.program);
      }
    }
  }
  [[nodiscard]] bool empty() const { return ran_ + denied_ == 0; }
  [[nodiscard]] Step step(const std::string& what) const {
    Step step;
    step.mark = Mark::left_out;
    step.text = what + std::to_string(ran_) + (ran_ == 1 ? " program" : " programs");
    for (std::size_t i = 0; i < names_.size() && i < kMostNames; ++i) {
      step.text += (i == 0 ? ": " : ", ") + names_[i];
    }
    if (names_.size() > kMostNames) step.text += ", ...";
    if (denied_ > 0) step.text += "; denied: " + std::to_string(denied_);
    return step;
  }

 private:
  std::uint64_t ran_ = 0;
  std::uint64_t denied_ = 0;
  std::vector<std::string> names_;
};

// The same again in a row.
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

// A loop runs the same programs again and again: of each two are told, the rest is counted. What
// warns is told once, with how often.
std::optional<Step> fold_loops(std::vector<Step>& steps) {
  if (steps.size() <= kMostSteps) return std::nullopt;
  std::vector<Step> kept;
  std::map<std::pair<std::size_t, std::string>, std::size_t> seen;  // depth, program: how often
  std::vector<std::pair<std::string, std::uint64_t>> more;          // program: left out
  for (Step& step : steps) {
    if (step.mark != Mark::ran) {
      const auto same = std::find_if(kept.begin(), kept.end(), [&](const Step& each) {
        return each.mark == step.mark && each.text == step.text;
      });
      if (same != kept.end()) same->count += step.count;
      if (same == kept.end()) kept.push_back(std::move(step));
    } else if (seen[{step.depth, step.program}]++ < kMostAlike) {
      kept.push_back(std::move(step));
    } else {
      const auto known = std::find_if(more.begin(), more.end(),
                                      [&](const auto& each) { return each.first == step.program; });
      if (known != more.end()) known->second += step.count;
      if (known == more.end()) more.emplace_back(step.program, step.count);
    }
  }
  steps = std::move(kept);
  if (more.empty()) return std::nullopt;
  Step left;
  left.mark = Mark::left_out;
  left.text = "... and again: ";
  for (std::size_t i = 0; i < more.size() && i < kMostNames; ++i) {
    left.text += (i > 0 ? ", " : "") + more[i].first + " (" + std::to_string(more[i].second) + ")";
  }
  if (more.size() > kMostNames) left.text += ", ...";
  return left;
}

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
  std::string left = "... " + std::to_string(more) + " more";
  if (warnings > 0) left += ", " + std::to_string(warnings) + " of them warnings or connections";
  if (more > 0) kept.push_back({Mark::left_out, 0, std::move(left), 1, ""});
  steps = std::move(kept);
}

}  // namespace

bool foldable(const Happening& happening) {
  return happening.what == What::executed || happening.what == What::denied;
}

std::vector<Step> steps_of(std::span<const Happening* const> happenings,
                           const StepContext& context) {
  const ProcessTree tree(happenings, context);
  std::vector<Step> steps;
  std::vector<std::size_t> child_depth;  // of what is inside of each node
  Folded folded;
  std::size_t folded_at = 0;
  for (const Node& node : tree.nodes()) {
    const Happening& happening = *node.happening;
    const bool root = node.parent == Node::kNone;
    const std::size_t depth = root ? 0 : child_depth[node.parent];
    // What is inside of a typed command stands where the command would.
    const bool typed = root && happening.what == What::executed && happening.count == 1 &&
                       is_typed(context, happening);
    child_depth.push_back(typed ? depth : depth + 1);
    if (typed || happening.what == What::became || happening.what == What::returned) continue;
    if (node.startup && foldable(happening) && !context.whole) {
      if (folded.empty()) folded_at = steps.size();
      folded.add(node);
      continue;
    }
    const bool own = root || depth == 0;
    Step step = step_of(happening, own ? context.user : tree.nodes()[node.parent].happening->user);
    step.depth = depth;
    steps.push_back(std::move(step));
  }
  if (!folded.empty()) {
    const bool leaving = context.fold == StepContext::Fold::leaving;
    steps.insert(steps.begin() + static_cast<std::ptrdiff_t>(folded_at),
                 folded.step(leaving ? "on leaving: " : "start-up: "));
  }
  merge_equal(steps);
  if (!context.whole) {
    auto again = fold_loops(steps);
    fold_rest(steps);
    if (again.has_value()) steps.push_back(std::move(*again));
  }
  return steps;
}

}  // namespace auweave::story
