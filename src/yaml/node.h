// Node: a YAML document as a tree of values that know their place. yaml-cpp, and its exceptions,
// end here.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace auweave::yaml {

struct Member;

struct Node {
  enum class Kind { null, scalar, list, map } kind = Kind::null;
  std::string file;
  int line = 0;    // from 1
  int column = 0;  // from 1

  std::string text;             // scalar
  bool quoted = false;          // scalar: in quotes, so a text even when it looks like a number
  std::vector<Node> items;      // list
  std::vector<Member> members;  // map, in file order; keys are scalars, unique

  [[nodiscard]] const Node* find(std::string_view key) const;
  // "file:line:column"
  [[nodiscard]] std::string place() const;
};

struct Member {
  Node name;
  Node value;
};

// Parses the text of one document. Duplicate keys and keys that are no scalars are errors, as are
// anchors and aliases (a few lines of them can stand for gigabytes). Errors say file:line:column.
base::Result<Node> parse(const std::string& text, const std::string& file);
base::Result<Node> load(const std::string& path);

// Collects what is wrong, so that a person sees all of it at once.
class Problems {
 public:
  void add(const Node& at, std::string_view what);
  [[nodiscard]] bool none() const { return lines_.empty(); }
  // One line a problem, in the order of the file; files in the order in which they came up.
  [[nodiscard]] base::Error error() const;

 private:
  struct Problem {
    std::size_t file;
    int line, column;
    std::string text;
  };
  std::vector<Problem> lines_;
  std::vector<std::string> files_;
};

}  // namespace auweave::yaml
