// docs/threat-model.md names its tests: each of them is there.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include "support/text_file.h"

namespace auweave {
namespace {

// SUITE.TEST and SUITE.* of all tests.
std::set<std::string> tests() {
  const std::regex test(R"(TEST(?:_F|_P)?\((\w+),\s*(\w+)\))");
  std::set<std::string> names;
  for (const auto& file :
       std::filesystem::recursive_directory_iterator(support::source_folder() + "/tests")) {
    if (file.path().extension() != ".cc") continue;
    const std::string text = support::read_file(file.path().string());
    for (std::sregex_iterator at(text.begin(), text.end(), test), end; at != end; ++at) {
      names.insert((*at)[1].str() + "." + (*at)[2].str());
      names.insert((*at)[1].str() + ".*");
    }
  }
  return names;
}

TEST(ThreatModel, NamesTestsThatAreThere) {
  const std::set<std::string> known = tests();
  ASSERT_GT(known.size(), 500U);
  std::istringstream page(support::read_file(support::source_folder() + "/docs/threat-model.md"));
  const std::regex named(R"(`(?:\w+/)?([A-Z]\w+\.(?:\w+|\*))`)");
  int count = 0;
  for (std::string row; std::getline(page, row);) {
    for (std::sregex_iterator at(row.begin(), row.end(), named), end; at != end; ++at, ++count)
      EXPECT_TRUE(known.contains((*at)[1].str())) << (*at)[1].str();
  }
  EXPECT_GT(count, 20);
}

}  // namespace
}  // namespace auweave
