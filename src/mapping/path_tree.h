// PathTree: the paths that a mapping writes, in the order in which they came up, with the recipes of
// each; judged as they come, flattened to Steps at the end. Internal to mapping/.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "mapping/reading.h"
#include "mapping/recipe.h"

namespace auweave::mapping {

class PathTree {
 public:
  // A recipe for a path ("user.name") when a rule holds, or always. `at` is where the path stands. A
  // problem: no path, two that differ only in case, a value where an object is, another type.
  void add(const yaml::Node& at, const std::string& path, Choice choice, Reading& reading);
  // Forgets the recipes of a path, which keeps its place: another file says how it is made.
  void renew(const std::string& path);
  // The path, and what is below it. False: there is none.
  bool remove(const std::string& path);
  [[nodiscard]] std::vector<std::string_view> paths() const;

  [[nodiscard]] std::vector<Step> flattened() &&;

 private:
  struct Place {
    std::string exact;  // as it is written
    std::string place;  // file:line:column
    bool value = false;
  };
  struct Leaf {
    std::string path;
    std::vector<Choice> choices;
  };
  // "" or what is wrong with a new path.
  std::string conflict(const std::string& path) const;
  Leaf* find(const std::string& path);

  std::vector<Leaf> leaves_;
  std::map<std::string, Place> known_;  // by lower case: each leaf and each object around one
};

}  // namespace auweave::mapping
