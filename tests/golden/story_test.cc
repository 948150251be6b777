// Golden stories: tests/fixtures/story/<case>/ with arguments (one a line, behind `auweave story`),
// expected.txt and about.md. Discovered from the folder. UPDATE_GOLDEN=1 rewrites expected.txt; it is
// to be read as whoever is called at night would read it.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "support/program.h"
#include "support/text_file.h"

namespace auweave {
namespace {

// Paths in the arguments, and in what is told of them, begin at the repository's folder.
support::Ran told(const std::string& folder) {
  std::vector<std::string> argv = {"sh",
                                   "-c",
                                   "cd \"$1\" && shift && exec \"$@\"",
                                   "sh",
                                   support::source_folder(),
                                   support::auweave(),
                                   "story"};
  for (const std::string& argument : support::lines_of(support::read_file(folder + "/arguments"))) {
    argv.push_back(argument);
  }
  return support::run(argv);
}

class StoryGolden : public testing::TestWithParam<std::string> {};

TEST_P(StoryGolden, IsWhatItWas) {
  const std::string folder = support::fixture("story/" + GetParam());
  ASSERT_TRUE(std::filesystem::exists(folder + "/about.md")) << "a case says why it exists";
  const support::Ran now = told(folder);
  EXPECT_EQ(now.status, 0) << now.err;
  if (std::getenv("UPDATE_GOLDEN") != nullptr) {
    support::write_file(folder + "/expected.txt", now.out);
  }
  EXPECT_EQ(now.out, support::read_file(folder + "/expected.txt"));
  for (const std::string& row : support::lines_of(now.out)) {
    EXPECT_FALSE(row.ends_with(' ')) << row;
    EXPECT_EQ(row.find('\x1B'), std::string::npos) << row;
  }
}

INSTANTIATE_TEST_SUITE_P(All, StoryGolden,
                         testing::ValuesIn(support::folders_in(support::fixture("story"))),
                         [](const auto& golden) { return support::test_name(golden.param); });

}  // namespace
}  // namespace auweave
