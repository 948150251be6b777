#include "story/steps.h"

#include <algorithm>
#include <array>
#include <utility>

#include "story/folding.h"
#include "story/process_tree.h"
#include "story/text.h"

namespace auweave::story {
namespace {

using What = Happening::What;
using Mark = Step::Mark;

constexpr std::size_t kMostNames = 24;  // of programs that are folded into one step

struct Wording {
  What what;
  Mark mark;
  std::string_view before;  // the happening's text
};
constexpr std::array kWordings = {
    Wording{What::executed, Mark::ran, ""},
    Wording{What::asked_sudo, Mark::ran, "sudo "},
    Wording{What::connected, Mark::connection, ""},
    Wording{What::denied, Mark::warning, "denied: "},
    Wording{What::refused, Mark::warning, "sudo did not run: "},
    Wording{What::wrong_password, Mark::warning, ""},
    Wording{What::noteworthy, Mark::warning, ""},
    Wording{What::changed, Mark::note, ""},
};

Step step_of(const Happening& happening, std::string_view around) {
  Step step;
  step.count = happening.count;
  step.program = happening.program;
  step.text = happening.text;
  for (const Wording& wording : kWordings) {
    if (wording.what != happening.what) continue;
    step.mark = wording.mark;
    step.text.insert(0, wording.before);
  }
  const bool other = happening.what == What::executed && !happening.user.empty() &&
                     happening.user != around && !changes_user(happening);
  if (other) step.text.insert(0, "as " + happening.user + ": ");
  return step;
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

// What was typed, and nothing else, needs no repetition: what is inside of it stands in its place.
bool is_typed(const StepContext& context, const Node& node) {
  const Happening& happening = *node.happening;
  return node.parent == Node::kNone && happening.what == What::executed && happening.count == 1 &&
         (happening.text == context.line ||
          (context.prompt.empty() && is_command(context.line, happening.text)));
}

bool is_untold(const Happening& happening) {
  return happening.what == What::became || happening.what == What::returned;
}

// The steps of a tree, in its order; programs of a shell's own start in one.
class Teller {
 public:
  Teller(const ProcessTree& tree, const StepContext& context) : tree_(tree), context_(context) {}

  std::vector<Step> tell() {
    for (const Node& node : tree_.nodes()) add(node);
    if (!folded_.empty()) {
      const bool leaving = context_.fold == StepContext::Fold::leaving;
      steps_.insert(steps_.begin() + static_cast<std::ptrdiff_t>(folded_at_),
                    folded_.step(leaving ? "on leaving: " : "start-up: "));
    }
    return std::move(steps_);
  }

 private:
  void add(const Node& node) {
    const Happening& happening = *node.happening;
    const std::size_t depth = node.parent == Node::kNone ? 0 : child_depth_[node.parent];
    const bool typed = is_typed(context_, node);
    child_depth_.push_back(typed ? depth : depth + 1);
    if (typed || is_untold(happening)) return;
    if (folds(node)) {
      if (folded_.empty()) folded_at_ = steps_.size();
      folded_.add(node);
      return;
    }
    Step step = step_of(happening, depth == 0 ? std::string_view(context_.user) : around(node));
    step.depth = depth;
    steps_.push_back(std::move(step));
  }

  [[nodiscard]] bool folds(const Node& node) const {
    const Happening& happening = *node.happening;
    const bool leaving = context_.fold == StepContext::Fold::leaving;
    return node.startup && foldable(happening) && !context_.whole && !is_wanted(happening) &&
           (!leaving || of_the_system(happening));
  }

  [[nodiscard]] bool is_wanted(const Happening& happening) const {
    return !context_.command.empty() && holds(happening, context_.command);
  }

  // sudo and su have other rights by themselves: what they run is compared with who called them.
  [[nodiscard]] std::string_view around(const Node& node) const {
    const Node* outer = &tree_.nodes()[node.parent];
    while (changes_user(*outer->happening) && outer->parent != Node::kNone) {
      outer = &tree_.nodes()[outer->parent];
    }
    return changes_user(*outer->happening) ? context_.user : outer->happening->user;
  }

  const ProcessTree& tree_;
  const StepContext& context_;
  std::vector<Step> steps_;
  std::vector<std::size_t> child_depth_;  // of what is inside of each node
  Folded folded_;
  std::size_t folded_at_ = 0;
};

}  // namespace

bool holds(const Happening& happening, const std::string& part) {
  return has_part(happening.text, part) || has_part(happening.plain, part);
}

// The recorder's lock and window, what Debian's .bash_logout runs.
bool of_the_system(const Happening& happening) {
  if (happening.known == nullptr) return false;
  return happening.known->role == programs::Role::helper || happening.known->told_as() == "tlog";
}

bool foldable(const Happening& happening) {
  return happening.what == What::executed ||
         (happening.what == What::denied && of_the_system(happening));
}

std::vector<Step> steps_of(std::span<const Happening* const> happenings,
                           const StepContext& context) {
  const ProcessTree tree(happenings, context);
  std::vector<Step> steps = Teller(tree, context).tell();
  fold(steps, context.whole);
  return steps;
}

}  // namespace auweave::story
