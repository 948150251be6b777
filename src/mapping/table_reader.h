// Reads what stands in a mapping itself: constants, and tables of them (`values:`). Internal to mapping/.
#pragma once

#include <optional>

#include "mapping/reading.h"
#include "mapping/recipe.h"

namespace auweave::mapping {

// A text, a number, true or false, or a list of texts. 22 is a number, "22" a text.
std::optional<Constant> read_constant(const yaml::Node& node, Reading& reading);

// {VALUE: CONSTANT, …}, all of one type.
Table read_table(const yaml::Node& node, Reading& reading);
[[nodiscard]] std::optional<Type> type_of(const Table& table);  // nothing: it is empty

}  // namespace auweave::mapping
