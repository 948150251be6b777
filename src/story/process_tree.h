// ProcessTree: the happenings of one line, each inside of what ran it. Pure; internal to story/.
#pragma once

#include <map>
#include <span>
#include <vector>

#include "story/steps.h"

namespace auweave::story {

// One happening and what ran inside of it.
struct Node {
  const Happening* happening = nullptr;
  std::size_t parent = kNone;
  bool startup = false;  // of a shell's own start
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
};

// A kernel gives pids in rising order and begins anew at its highest: a pid that is executed in a later
// round is another process, and not the old one that executes again.
class PidRounds {
 public:
  void count(const Happening& happening);
  [[nodiscard]] std::size_t now() const { return round_; }

 private:
  std::int64_t last_pid_ = 0;
  std::size_t round_ = 0;
};

class ProcessTree {
 public:
  ProcessTree(std::span<const Happening* const> happenings, const StepContext& context);

  // A parent before its children, these in the order of time, each with all that is inside of it.
  [[nodiscard]] const std::vector<Node>& nodes() const { return nodes_; }

 private:
  void add(const Happening& happening);
  [[nodiscard]] std::size_t parent_of(const Happening& happening) const;
  void order();

  const StepContext& context_;
  std::vector<Node> nodes_;
  struct Process {
    std::size_t node = 0;   // its last exec
    std::size_t round = 0;  // of pids, when it was
  };
  std::map<std::int64_t, Process> processes_;  // by pid
  PidRounds rounds_;
  std::vector<std::int64_t> user_changes_;  // pids of sudo, su … at work
  std::size_t shell_ = Node::kNone;         // at which lines were typed later on
};

}  // namespace auweave::story
