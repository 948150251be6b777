// Reads a mapping's constants, and tables of constants (`values:`). Only mapping/ uses
// table_reader.h.
#pragma once

#include <optional>

#include "mapping/reading.h"
#include "mapping/recipe.h"

namespace auweave::mapping {

// Reads a text, a number, true, false, or a list of texts. A node 22 is a number, and a node "22"
// is a text. Returns nothing and adds a problem if the node is no constant.
std::optional<Constant> read_constant(const yaml::Node& node, Reading& reading);

// Reads a map {VALUE: CONSTANT, …}. Adds a problem if the constants have different types.
Table read_table(const yaml::Node& node, Reading& reading);
// Returns the type of a table's constants, or nothing if the table is empty.
[[nodiscard]] std::optional<Type> type_of(const Table& table);

}  // namespace auweave::mapping
