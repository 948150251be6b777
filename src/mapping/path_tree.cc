#include "mapping/path_tree.h"

#include <algorithm>
#include <initializer_list>

namespace auweave::mapping {
namespace {

constexpr std::size_t kDeepest = 16;

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return result;
}

std::string sentence(std::initializer_list<std::string_view> parts) {
  std::string all;
  for (const std::string_view part : parts) all.append(part);
  return all;
}

// "a", "a.b", "a.b.c" of a.b.c.
std::vector<std::string> beginnings(const std::string& path) {
  std::vector<std::string> all;
  for (std::size_t dot = path.find('.'); dot != std::string::npos; dot = path.find('.', dot + 1))
    all.push_back(path.substr(0, dot));
  all.push_back(path);
  return all;
}

bool below(std::string_view path, std::string_view object) {
  return path.size() > object.size() && path.starts_with(object) && path[object.size()] == '.';
}

std::string malformed(const std::string& path) {
  if (path.empty() || path.front() == '.' || path.back() == '.' ||
      path.find("..") != std::string::npos)
    return "'" + path + "' is no path: names parted by single dots are expected";
  if (std::count(path.begin(), path.end(), '.') >= static_cast<std::ptrdiff_t>(kDeepest))
    return "'" + path + "' is nested more than " + std::to_string(kDeepest) + " deep";
  return {};
}

// A list of one text and a text are the same to every index.
Type alike(Type type) { return type == Type::texts ? Type::text : type; }

std::string other_type(const std::vector<Choice>& choices, const Choice& choice) {
  for (const Choice& each : choices) {
    if (alike(each.recipe.type) == alike(choice.recipe.type)) continue;
    return "is " + std::string(type_name(choice.recipe.type)) + " here and " +
           std::string(type_name(each.recipe.type)) + " at " + each.place;
  }
  return {};
}

}  // namespace

std::string PathTree::conflict(const std::string& path) const {
  for (const std::string& part : beginnings(path)) {
    const auto found = known_.find(lower(part));
    if (found == known_.end()) continue;
    const Place& there = found->second;
    if (there.exact != part)
      return sentence(
          {"'", part, "' differs from '", there.exact, "' (", there.place, ") only in case"});
    if (part != path && there.value)
      return sentence({"'", part, "' is a value at ", there.place, ", so '", path, "' cannot be"});
    if (part == path && !there.value)
      return sentence({"'", path, "' is an object at ", there.place, ", so it cannot be a value"});
  }
  return {};
}

PathTree::Leaf* PathTree::find(const std::string& path) {
  const auto found = std::find_if(leaves_.begin(), leaves_.end(),
                                  [&](const Leaf& leaf) { return leaf.path == path; });
  return found == leaves_.end() ? nullptr : &*found;
}

void PathTree::renew(const std::string& path) {
  if (Leaf* leaf = find(path)) leaf->choices.clear();
}

void PathTree::add(const yaml::Node& at, const std::string& path, Choice choice, Reading& reading) {
  std::string wrong = malformed(path);
  if (wrong.empty()) wrong = conflict(path);
  if (!wrong.empty()) return reading.problems.add(at, wrong);
  for (const std::string& part : beginnings(path))
    known_.try_emplace(lower(part), Place{part, at.place(), part == path});
  Leaf* leaf = find(path);
  if (leaf == nullptr) {
    leaves_.push_back({path, {}});
    leaf = &leaves_.back();
  }
  wrong = other_type(leaf->choices, choice);
  if (!wrong.empty()) reading.problems.add(at, "'" + path + "' " + wrong);
  leaf->choices.push_back(std::move(choice));
}

bool PathTree::remove(const std::string& path) {
  const auto gone = [&](const Leaf& leaf) { return leaf.path == path || below(leaf.path, path); };
  const std::size_t before = leaves_.size();
  std::erase_if(leaves_, gone);
  if (leaves_.size() == before) return false;
  std::map<std::string, Place> known;
  for (const Leaf& leaf : leaves_) {
    for (const std::string& part : beginnings(leaf.path)) known.insert(*known_.find(lower(part)));
  }
  known_.swap(known);
  return true;
}

std::vector<std::string_view> PathTree::paths() const {
  std::vector<std::string_view> all;
  for (const Leaf& leaf : leaves_) all.emplace_back(leaf.path);
  return all;
}

namespace {

struct Tree {
  std::string key;
  std::vector<Choice> choices;
  std::vector<Tree> children;
};

void put(Tree& tree, std::string_view path, std::vector<Choice> choices) {
  const std::size_t dot = path.find('.');
  const std::string_view key = path.substr(0, dot);
  auto child = std::find_if(tree.children.begin(), tree.children.end(),
                            [&](const Tree& each) { return each.key == key; });
  if (child == tree.children.end())
    child = tree.children.insert(child, Tree{std::string(key), {}, {}});
  if (dot == std::string_view::npos) {
    child->choices = std::move(choices);
  } else {
    put(*child, path.substr(dot + 1), std::move(choices));
  }
}

const Field* plain_field(const std::vector<Choice>& choices) {
  if (choices.size() != 1 || choices.front().rule != Choice::kAlways) return nullptr;
  const Recipe& recipe = choices.front().recipe;
  const bool single = recipe.is_field() && recipe.field->scalar != nullptr && !recipe.field->raw;
  return single ? recipe.field : nullptr;
}

void flatten(Tree& tree, std::vector<Step>& out) {
  for (Tree& child : tree.children) {
    if (child.children.empty()) {
      const Field* plain = plain_field(child.choices);
      out.push_back({Step::What::leaf, json::Key(child.key), std::move(child.choices), plain});
      continue;
    }
    out.push_back({Step::What::open, json::Key(child.key)});
    flatten(child, out);
    out.push_back({Step::What::close, json::Key(child.key)});
  }
}

}  // namespace

std::vector<Step> PathTree::flattened() && {
  Tree root;
  for (Leaf& leaf : leaves_) put(root, leaf.path, std::move(leaf.choices));
  std::vector<Step> steps;
  flatten(root, steps);
  return steps;
}

}  // namespace auweave::mapping
