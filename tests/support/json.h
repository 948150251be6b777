// JSON for tests: RapidJSON's DOM, and the schemas of docs/schema/.
#pragma once

#include <rapidjson/document.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace auweave::support {

// Aborts on what is no JSON: a test's own mistake, or the program's worst.
rapidjson::Document parse(const std::string& text);

// A member's text; "" when it is missing or no string.
std::string text(const rapidjson::Value& object, const char* name);
// A member's number; nothing when it is missing or no integer.
std::optional<std::int64_t> number(const rapidjson::Value& object, const char* name);

// Compact text with the members of objects in the order of their names.
std::string canonical(const rapidjson::Value& value);

// The same JSON for people, lists on one line.
std::string pretty(const std::string& json);

// Empty when the document fits docs/schema/<kind>.json, else what is wrong with it.
std::string schema_problem(const std::string& document);

}  // namespace auweave::support
