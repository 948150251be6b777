// docs/mapping-fields.md is the list of all fields that a mapping may name, as the program has it.
// UPDATE_GOLDEN=1 rewrites it.
#include <gtest/gtest.h>

#include <map>

#include "mapping/field.h"
#include "support/text_file.h"

namespace auweave {
namespace {

std::string row(const std::vector<std::string>& cells) {
  std::string line = "|";
  for (const std::string& cell : cells) line += cell.empty() ? " |" : " " + cell + " |";
  return line + "\n";
}

std::string origin_of(const mapping::Field& field) {
  return field.origin.empty() ? "" : "`" + std::string(field.origin) + "`";
}

std::string type_of(const mapping::Field& field) {
  return std::string(mapping::type_name(field.type));
}

struct Known {
  const mapping::Field* field;
  std::string kinds;
};

// By name; `names` has them in order.
std::map<std::string, Known> all_fields(std::vector<std::string>& names) {
  std::map<std::string, Known> all;
  for (const std::string_view kind : model::kKinds) {
    for (const mapping::Field& field : mapping::fields_of(kind)) {
      const auto [at, first] = all.try_emplace(std::string(field.name), Known{&field, ""});
      if (first) names.push_back(at->first);
      at->second.kinds += (first ? "" : ", ") + std::string(kind);
      // An index takes one type for one name.
      EXPECT_EQ(at->second.field->type, field.type) << field.name << " of " << kind;
    }
  }
  return all;
}

void add_inner(const mapping::Field& field, const std::string& list, std::string& out) {
  for (const mapping::Field& inner : field.inner) {
    out += row({list, std::string(inner.name), type_of(inner), origin_of(inner)});
    add_inner(inner, list + ", " + std::string(inner.name), out);
  }
}

std::string tables() {
  std::vector<std::string> names;
  const auto all = all_fields(names);
  std::string out = "\n" + row({"field", "type", "kinds", "made of"}) + "|---|---|---|---|\n";
  for (const std::string& name : names) {
    const Known& known = all.at(name);
    const bool each = known.kinds == "event, tty, command, session, pipeline, deadletter";
    out += row({name, type_of(*known.field), each ? "all" : known.kinds, origin_of(*known.field)});
  }
  out += "\n## Of the objects in lists\n\n" + row({"list", "field", "type", "made of"}) +
         "|---|---|---|---|\n";
  for (const std::string_view kind : model::kKinds) {
    for (const mapping::Field& field : mapping::fields_of(kind))
      add_inner(field, std::string(field.name) + " of " + std::string(kind), out);
  }
  return out;
}

TEST(MappingFields, AreListedAsTheyAre) {
  const std::string path = support::source_folder() + "/docs/mapping-fields.md";
  const std::string page = support::read_file(path);
  const std::size_t end = page.find("\n| field ");
  ASSERT_NE(end, std::string::npos);
  const std::string now = page.substr(0, end) + tables();
  if (std::getenv("UPDATE_GOLDEN") != nullptr) support::write_file(path, now);
  EXPECT_EQ(page, now);
}

}  // namespace
}  // namespace auweave
