// Node: a YAML document as a tree of values, each with its place in the file. The module yaml alone
// sees yaml-cpp and its exceptions.
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
  int line = 0;    // line number, from 1
  int column = 0;  // column number, from 1

  std::string text;             // text of a scalar
  bool quoted = false;          // the scalar is in quotes, so it is always a text
  std::vector<Node> items;      // items of a list
  std::vector<Member> members;  // members of a map, in file order; each key is a unique scalar

  // Returns the value of a map's key, or null if the map does not have the key.
  [[nodiscard]] const Node* find(std::string_view key) const;
  // Returns the node's place as "file:line:column".
  [[nodiscard]] std::string place() const;
};

struct Member {
  Node name;
  Node value;
};

// Parses a text of one document. Error (config): the syntax is wrong, a key is duplicate or no
// scalar, or the text has an anchor, an alias, a second document or deep nesting. Anchors and
// aliases are refused because a few lines of them can stand for gigabytes. The Error of parse()
// says file:line:column.
base::Result<Node> parse(const std::string& text, const std::string& file);
// Parses the file at `path`. Error (config): the file cannot be read, or parse() fails.
base::Result<Node> load(const std::string& path);

// Problems: collects the mistakes of files, so that a person sees all mistakes at once.
class Problems {
 public:
  void add(const Node& at, std::string_view what);
  [[nodiscard]] bool none() const { return lines_.empty(); }
  // Returns an Error with one line for each mistake. In the Error the mistakes of a file are in the
  // order of their places, and the files in the order of their first mistakes.
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
