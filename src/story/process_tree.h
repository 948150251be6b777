// ProcessTree: the happenings of one line, each inside the happening of the process that ran it.
// Only story/ uses process_tree.h.
#pragma once

#include <map>
#include <span>
#include <vector>

#include "story/steps.h"

namespace auweave::story {

// Node: one happening in the tree.
struct Node {
  const Happening* happening = nullptr;
  std::size_t parent = kNone;
  bool startup = false;  // the happening is part of a shell's own start
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
};

// PidRounds: counts how often the kernel's pids began anew. A kernel gives pids in rising order and
// begins anew at its highest pid, so a pid that is executed in a later round is another process.
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

  // Returns the nodes in the order in which they are told. A parent stands before its children, and
  // the children stand in the order of time, each followed by its own children.
  [[nodiscard]] const std::vector<Node>& nodes() const { return nodes_; }

 private:
  void add(const Happening& happening);
  [[nodiscard]] std::size_t parent_of(const Happening& happening) const;
  void order();

  const StepContext& context_;
  std::vector<Node> nodes_;
  struct Process {
    std::size_t node = 0;   // the process's last execve
    std::size_t round = 0;  // round of the kernel's pids at that time
  };
  std::map<std::int64_t, Process> processes_;  // by pid
  PidRounds rounds_;
  std::vector<std::int64_t> user_changes_;  // pids of the sudo, su … that are running
  std::size_t shell_ = Node::kNone;         // shell at which lines were typed later
};

}  // namespace auweave::story
