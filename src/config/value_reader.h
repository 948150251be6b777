// ValueReader: reads the values of a configuration's nodes. Each function of a ValueReader adds a
// mistake, with its place, to `problems`, leaves `out` as it is, and lets the caller read on. Only
// path() sets `out` in spite of a mistake, to a relative path.
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

struct ValueReader {
  using Keys = std::vector<std::pair<std::string_view, std::function<void(const yaml::Node&)>>>;

  // Renamed: a key that was renamed, with its name before and its name now.
  struct Renamed {
    std::string_view before, now;
  };
  // Calls the function of each key of a map. For a key that is neither known nor renamed the
  // problem names the nearest known key.
  void each(const yaml::Node& map, const Keys& keys, std::span<const Renamed> renamed = {});
  // Calls `action` for each item. `what` describes the expected items in the problem of a node that
  // is no list.
  void each_item(const yaml::Node& list, std::string_view what,
                 const std::function<void(const yaml::Node&)>& action);

  void text(const yaml::Node& node, std::string& out);
  // Reads an absolute path. auditd starts its plugins in /, where a relative path is useless.
  void path(const yaml::Node& node, std::string& out);
  void flag(const yaml::Node& node, bool& out);
  // Reads a size such as "64MiB", "512KiB" or "2GiB", of at least `least` bytes.
  void size(const yaml::Node& node, std::size_t least, std::size_t& out);
  // Reads a number of 1 to 1,000,000,000.
  void count(const yaml::Node& node, std::size_t& out);
  // Reads a duration such as "500ms", "10s" or "2min".
  void duration(const yaml::Node& node, std::chrono::milliseconds& out);
  // Reads a text that must be one of `words`.
  void word(const yaml::Node& node, const std::vector<std::string_view>& words, std::string& out);

  yaml::Problems problems;
};

}  // namespace auweave::config
