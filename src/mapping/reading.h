// Reading: what the readers of a mapping's parts share. Internal to mapping/; one load, one thread.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "mapping/field.h"
#include "mapping/find_file.h"
#include "mapping/recipe.h"
#include "yaml/node.h"

namespace auweave::mapping {

struct Reading {
  FindFile find;
  yaml::Problems problems{};
  std::map<std::string, const Table*, std::less<>> named{};  // `tables:`
  std::vector<std::unique_ptr<const Table>> tables{};        // all of them, for the mapping to own

  const Table* keep(Table table) {
    tables.push_back(std::make_unique<const Table>(std::move(table)));
    return tables.back().get();
  }
};

// The fields that may be named at a place, and what they are of ("an event"), for errors.
struct Fields {
  std::span<const Field> all;
  std::string of;

  // Nothing, and a problem, when there is none of that name.
  const Field* find(const yaml::Node& name, Reading& reading) const;
};

// Each key of a map is one of `known`; false, and a problem for each that is not (or for what is no
// map).
bool only_keys(const yaml::Node& map, std::span<const std::string_view> known, Reading& reading);

// A text that stands in the mapping, not empty.
const std::string* read_text(const yaml::Node& node, Reading& reading);

// A number of at least 1.
std::optional<std::uint64_t> read_count(const yaml::Node& node, Reading& reading);

// "32KiB", "512", "1MiB", of at least 1 byte.
std::optional<std::size_t> read_size(const yaml::Node& node, Reading& reading);

}  // namespace auweave::mapping
