// ConfigReader: pieces that every part of the configuration is read with. What is wrong goes to
// `problems`, with its place, and reading goes on.
#pragma once

#include <chrono>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "yaml/node.h"

namespace auweave::config {

struct ConfigReader {
  using Keys = std::vector<std::pair<std::string_view, std::function<void(const yaml::Node&)>>>;

  // A key that has another name now.
  struct Renamed {
    std::string_view before, now;
  };
  // Calls what belongs to each key of a map. A key that is neither known nor renamed is told with the nearest one.
  void each(const yaml::Node& map, const Keys& keys, std::span<const Renamed> renamed = {});
  // `what` names what is expected, for a node that is no list.
  void each_item(const yaml::Node& list, std::string_view what,
                 const std::function<void(const yaml::Node&)>& action);

  void text(const yaml::Node& node, std::string& out);
  // A path of a file: absolute, since auditd starts plugins in /.
  void path(const yaml::Node& node, std::string& out);
  void flag(const yaml::Node& node, bool& out);
  // "64MiB", "512KiB", "2GiB".
  void size(const yaml::Node& node, std::size_t least, std::size_t& out);
  // "500ms", "10s", "2min".
  void duration(const yaml::Node& node, std::chrono::milliseconds& out);
  // One of `words`.
  void word(const yaml::Node& node, const std::vector<std::string_view>& words, std::string& out);

  yaml::Problems problems;
};

}  // namespace auweave::config
