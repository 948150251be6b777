// Reading: the state that the readers of a mapping's parts share during one load. Only mapping/
// uses reading.h; one thread uses a Reading.
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
  std::map<std::string, const Table*, std::less<>> named{};  // tables of `tables:`, by name
  std::vector<std::unique_ptr<const Table>> tables{};        // all tables; the plan owns them later

  // Adds a table, and returns the table at its final place.
  const Table* keep(Table table) {
    tables.push_back(std::make_unique<const Table>(std::move(table)));
    return tables.back().get();
  }
};

// Fields: the fields that may be named at a place of the mapping.
struct Fields {
  std::span<const Field> all;
  std::string of;  // the owner of the fields, for errors: "an event document"

  // Returns the field that `name` names. Returns null and adds a problem if there is no such field.
  const Field* find(const yaml::Node& name, Reading& reading) const;
};

// True if the node is a map and each of its keys is one of `known`. Adds a problem for each unknown
// key, or for a node that is no map.
bool only_keys(const yaml::Node& map, std::span<const std::string_view> known, Reading& reading);

// Returns the node's text. Returns null and adds a problem if the node is no text or an empty text.
const std::string* read_text(const yaml::Node& node, Reading& reading);

// Returns the node's number. Returns nothing and adds a problem if the node is no number of at
// least 1.
std::optional<std::uint64_t> read_count(const yaml::Node& node, Reading& reading);

// Returns the node's number of bytes: "512", "32KiB", "1MiB". Returns nothing and adds a problem if
// the node is no number of 1 byte to 1 GiB.
std::optional<std::size_t> read_size(const yaml::Node& node, Reading& reading);

}  // namespace auweave::mapping
