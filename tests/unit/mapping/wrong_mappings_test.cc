// Mappings that are wrong: tests/fixtures/mapping/wrong/NAME.yaml, and in NAME.says what is said of it.
// Discovered from the folder. UPDATE_GOLDEN=1 rewrites what is said; read it before it is committed.
#include <gtest/gtest.h>

#include <filesystem>
#include <regex>

#include "mapping/mapping.h"
#include "support/text_file.h"

namespace auweave::mapping {
namespace {

namespace fs = std::filesystem;

std::string folder() { return support::fixture("mapping/wrong/"); }

std::vector<std::string> cases() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder())) {
    if (entry.path().extension() == ".yaml") names.push_back(entry.path().stem());
  }
  std::sort(names.begin(), names.end());
  return names;
}

// Paths beside the mapping, and the presets.
base::Result<std::string> find_file(const std::string& name) {
  if (name.starts_with("./")) return folder() + name.substr(2);
  if (name.starts_with("/")) return name;
  const std::string preset = support::source_folder() + "/mappings/" + name + ".yaml";
  if (fs::exists(preset)) return preset;
  return base::Error{base::ErrorKind::config, "no mapping '" + name + "'"};
}

std::string said(const std::string& name) {
  const auto mapping = Mapping::load(folder() + name + ".yaml", find_file);
  if (mapping.ok()) return "";
  std::string text = mapping.error().message + "\n";
  for (const std::string& path : {folder(), support::source_folder() + "/"}) {
    for (std::size_t at = text.find(path); at != std::string::npos; at = text.find(path))
      text.erase(at, path.size());
  }
  return text;
}

class WrongMapping : public testing::TestWithParam<std::string> {};

TEST_P(WrongMapping, IsToldWithItsPlaceAndDoesNotStart) {
  const std::string now = said(GetParam());
  ASSERT_NE(now, "") << "it is taken for a good one";
  const std::regex placed(R"([\w/-]+\.yaml:[0-9]+:[0-9]+: .+)");
  for (const std::string& line : support::lines_of(now))
    EXPECT_TRUE(std::regex_match(line, placed)) << line;
  const std::string says = folder() + GetParam() + ".says";
  if (std::getenv("UPDATE_GOLDEN") != nullptr) support::write_file(says, now);
  EXPECT_EQ(now, support::read_file(says));
}

INSTANTIATE_TEST_SUITE_P(All, WrongMapping, testing::ValuesIn(cases()),
                         [](const auto& each) { return support::test_name(each.param); });

TEST(WrongMappings, AreAHundredAtLeast) { EXPECT_GE(cases().size(), 100U); }

}  // namespace
}  // namespace auweave::mapping
