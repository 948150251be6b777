// PathTree: the paths that a mapping writes, each with its recipes, in the order of their first
// mention. A PathTree checks each path that is added. After the last file the tree is flattened to
// Steps. Only mapping/ uses path_tree.h.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "mapping/reading.h"
#include "mapping/recipe.h"

namespace auweave::mapping {

class PathTree {
 public:
  // Adds a recipe for a path ("user.name"). `at` is the place of the path in the file. A problem is
  // added if the path is malformed or too deep, if it differs from another path only in case, if
  // one path is a value and an object at once, or if the path's recipes have different types.
  void add(const yaml::Node& at, const std::string& path, Choice choice, Reading& reading);
  // Forgets the recipes of a path, because a later file has another recipe. A renewed path keeps
  // its place in the order of paths.
  void renew(const std::string& path);
  // Removes a path and all paths below it. Returns false if the tree has no path to remove.
  bool remove(const std::string& path);
  [[nodiscard]] std::vector<std::string_view> paths() const;

  // Returns the steps that write the tree, with the paths of one object brought together.
  [[nodiscard]] std::vector<Step> flattened() &&;

 private:
  struct Place {
    std::string exact;   // the path as the file writes it
    std::string place;   // file:line:column
    bool value = false;  // the path is a value; false: an object
  };
  struct Leaf {
    std::string path;
    std::vector<Choice> choices;
  };
  // Returns the conflict of a new path with the paths of the tree, in words, or "".
  std::string conflict(const std::string& path) const;
  Leaf* find(const std::string& path);

  std::vector<Leaf> leaves_;
  std::map<std::string, Place> known_;  // leaves and the objects around them, by lower-case path
};

}  // namespace auweave::mapping
