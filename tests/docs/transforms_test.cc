// docs/mapping.md explains each transform that a mapping may name, and no other.
#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "mapping/transform_table.h"
#include "support/text_file.h"

namespace auweave {
namespace {

// "lower", and "{join}" of what takes an argument.
std::string shown(std::string_view name, bool argument) {
  return argument ? "{" + std::string(name) + "}" : std::string(name);
}

// What stands in backticks in the first column of the page's table.
std::set<std::string> explained() {
  static const std::regex transform("`(\\{?)(\\w+)(?:: [^`]+\\})?`");
  std::set<std::string> names;
  bool inside = false;
  for (const std::string& line :
       support::lines_of(support::read_file(support::source_folder() + "/docs/mapping.md"))) {
    inside = line.starts_with("|") && (inside || line.starts_with("| transform |"));
    const std::string cell = inside ? line.substr(0, line.find('|', 1)) : "";
    for (std::sregex_iterator at(cell.begin(), cell.end(), transform), end; at != end; ++at)
      names.insert(shown((*at)[2].str(), (*at)[1].length() > 0));
  }
  return names;
}

TEST(MappingPage, ExplainsTheTransformsThatThereAre) {
  std::set<std::string> names;
  for (const auto& [name, kind, argument] : mapping::kTransforms)
    names.insert(shown(name, argument != mapping::TransformArgument::none));
  EXPECT_EQ(explained(), names);
}

}  // namespace
}  // namespace auweave
