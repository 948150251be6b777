#include "yaml/node.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>
#include <tuple>

namespace auweave::yaml {
namespace {

using base::Error;
using base::ErrorKind;

std::string place_of(const std::string& file, int line, int column) {
  return file + ":" + std::to_string(line) + ":" + std::to_string(column);
}

// Builds the tree from yaml-cpp's events: unlike its own nodes they tell anchors and duplicates.
class Builder : public YAML::EventHandler {
 public:
  explicit Builder(std::string file) : file_(std::move(file)) {}

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (documents_++ == 1) fail(mark, "a second document in one file");
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    no_anchor(mark, anchor);
    add(make(Node::Kind::null, mark));
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    fail(mark, "aliases are not supported");
    add(make(Node::Kind::null, mark));
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    no_anchor(mark, anchor);
    // A plain scalar ("?") that YAML reads as null; a quoted one ("!") is text whatever it says.
    const bool null = tag == "?" && (value.empty() || value == "~" || value == "null");
    Node node = make(null ? Node::Kind::null : Node::Kind::scalar, mark);
    node.text = value;
    node.quoted = tag != "?";
    add(std::move(node));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(Node::Kind::list, mark, anchor);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(Node::Kind::map, mark, anchor);
  }
  void OnMapEnd() override { close(); }

  [[nodiscard]] const std::string& problem() const { return problem_; }
  Node take() { return std::move(root_); }

 private:
  struct Open {
    Node node;
    std::vector<Node> keys;  // the key that waits for its value
  };

  Node make(Node::Kind kind, const YAML::Mark& mark) {
    Node node;
    node.kind = kind;
    node.file = file_;
    node.line = mark.line + 1;
    node.column = mark.column + 1;
    return node;
  }
  void fail(const YAML::Mark& mark, std::string_view what) {
    if (problem_.empty()) {
      problem_ = place_of(file_, mark.line + 1, mark.column + 1) + ": " + std::string(what);
    }
  }
  void no_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor != 0) fail(mark, "anchors are not supported");
  }
  void open(Node::Kind kind, const YAML::Mark& mark, YAML::anchor_t anchor) {
    no_anchor(mark, anchor);
    if (stack_.size() >= kDeepest) fail(mark, "nested too deeply");
    stack_.push_back({make(kind, mark), {}});
  }
  void close() {
    Node node = std::move(stack_.back().node);
    stack_.pop_back();
    add(std::move(node));
  }
  void add(Node node) {
    if (stack_.empty()) {
      root_ = std::move(node);
      return;
    }
    Open& parent = stack_.back();
    if (parent.node.kind == Node::Kind::list) {
      parent.node.items.push_back(std::move(node));
    } else if (parent.keys.empty()) {
      add_key(parent, std::move(node));
    } else {
      parent.node.members.push_back({std::move(parent.keys.back()), std::move(node)});
      parent.keys.clear();
    }
  }
  void add_key(Open& parent, Node key) {
    const YAML::Mark mark = [&] {
      YAML::Mark m;
      m.line = key.line - 1;
      m.column = key.column - 1;
      return m;
    }();
    if (key.kind != Node::Kind::scalar) fail(mark, "a key must be plain text");
    if (parent.node.find(key.text) != nullptr) fail(mark, "key '" + key.text + "' appears twice");
    parent.keys.push_back(std::move(key));
  }

  static constexpr std::size_t kDeepest = 64;
  std::string file_;
  std::vector<Open> stack_;
  Node root_;
  int documents_ = 0;
  std::string problem_;
};

}  // namespace

const Node* Node::find(std::string_view key) const {
  for (const auto& [name, value] : members) {
    if (name.text == key) return &value;
  }
  return nullptr;
}

std::string Node::place() const { return place_of(file, line, column); }

base::Result<Node> parse(const std::string& text, const std::string& file) {
  Builder builder(file);
  try {
    std::istringstream input(text);
    YAML::Parser parser(input);
    while (builder.problem().empty() && parser.HandleNextDocument(builder)) {
    }
  } catch (const YAML::Exception& wrong) {
    return Error{ErrorKind::config,
                 place_of(file, wrong.mark.line + 1, wrong.mark.column + 1) + ": " + wrong.msg};
  }
  if (!builder.problem().empty()) return Error{ErrorKind::config, builder.problem()};
  Node root = builder.take();
  if (root.line == 0) {  // an empty text has no place of its own
    root.file = file;
    root.line = root.column = 1;
  }
  return root;
}

base::Result<Node> load(const std::string& path) {
  std::ifstream input(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(input), {}};
  if (!input.is_open() || input.bad()) return Error{ErrorKind::config, path + ": cannot be read"};
  return parse(text, path);
}

void Problems::add(const Node& at, std::string_view what) {
  const auto known = std::find(files_.begin(), files_.end(), at.file);
  const auto file = static_cast<std::size_t>(known - files_.begin());
  if (known == files_.end()) files_.push_back(at.file);
  lines_.push_back({file, at.line, at.column, at.place() + ": " + std::string(what)});
}

base::Error Problems::error() const {
  auto sorted = lines_;
  std::stable_sort(sorted.begin(), sorted.end(), [](const Problem& a, const Problem& b) {
    return std::tuple(a.file, a.line, a.column) < std::tuple(b.file, b.line, b.column);
  });
  std::string all;
  for (const Problem& problem : sorted) all += (all.empty() ? "" : "\n") + problem.text;
  return {ErrorKind::config, all};
}

}  // namespace auweave::yaml
