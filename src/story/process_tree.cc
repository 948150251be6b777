#include "story/process_tree.h"

#include <utility>

namespace auweave::story {

using What = Happening::What;

ProcessTree::ProcessTree(std::span<const Happening* const> happenings, const StepContext& context)
    : context_(context) {
  for (const Happening* happening : happenings) add(*happening);
  order();
}

void ProcessTree::add(const Happening& happening) {
  rounds_.count(happening);
  const auto old = processes_.find(happening.pid);
  const bool reused = happening.what == What::executed && old != processes_.end() &&
                      old->second.round < rounds_.now();
  if (reused) processes_.erase(old);
  Node node;
  node.happening = &happening;
  node.parent = parent_of(happening);
  node.startup = context_.fold != StepContext::Fold::nothing;
  if (node.parent != Node::kNone) {
    const Node& parent = nodes_[node.parent];
    node.startup = parent.startup || (parent.happening->what == What::executed &&
                                      context_.shells.contains(parent.happening->pid));
  }
  const std::size_t index = nodes_.size();
  if (happening.what == What::executed) {
    processes_[happening.pid] = {index, rounds_.now()};
    if (context_.shells.contains(happening.pid)) shell_ = index;
  }
  if (happening.what == What::became) user_changes_.push_back(happening.pid);
  if (happening.what == What::returned) std::erase(user_changes_, happening.pid);
  nodes_.push_back(node);
}

void PidRounds::count(const Happening& happening) {
  if (happening.what != What::executed) return;
  constexpr std::int64_t back = 1000;  // processes that start together may be seen out of order
  if (happening.pid + back < last_pid_) ++round_;
  last_pid_ = happening.pid;
}

// What a process did is inside of its exec; an exec inside of its parent's. A process that executes
// again goes on where it was. Forks leave no record: a program whose parent is not known belongs to
// the shell that the line started, else to the sudo that is at work (it forks before it executes).
std::size_t ProcessTree::parent_of(const Happening& happening) const {
  if (happening.what == What::became || happening.what == What::returned) return Node::kNone;
  for (const std::int64_t pid : {happening.pid, happening.ppid}) {
    const auto found = processes_.find(pid);
    if (found != processes_.end()) return found->second.node;
  }
  if (context_.shells.contains(happening.ppid)) return Node::kNone;
  if (shell_ != Node::kNone) return shell_;
  for (auto pid = user_changes_.rbegin(); pid != user_changes_.rend(); ++pid) {
    const auto found = processes_.find(*pid);
    if (found != processes_.end()) return found->second.node;
  }
  return Node::kNone;
}

// The programs of a pipeline run side by side, so that children of one come after another one.
void ProcessTree::order() {
  std::vector<std::vector<std::size_t>> children(nodes_.size());
  std::vector<std::size_t> waiting;  // the next one at the end
  for (std::size_t i = nodes_.size(); i-- > 0;) {
    const bool root = nodes_[i].parent == Node::kNone;
    (root ? waiting : children[nodes_[i].parent]).push_back(i);
  }
  std::vector<Node> ordered;
  std::vector<std::size_t> place(nodes_.size());
  while (!waiting.empty()) {
    const std::size_t at = waiting.back();
    waiting.pop_back();
    place[at] = ordered.size();
    Node node = nodes_[at];
    if (node.parent != Node::kNone) node.parent = place[node.parent];
    ordered.push_back(node);
    waiting.insert(waiting.end(), children[at].begin(), children[at].end());
  }
  nodes_ = std::move(ordered);
}

}  // namespace auweave::story
