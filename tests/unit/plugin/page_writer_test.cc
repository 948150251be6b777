#include "plugin/page_writer.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "support/text_file.h"

namespace auweave::plugin {
namespace {

using std::chrono::seconds;
using support::read_file;
using support::TemporaryFolder;

struct Logged {
  std::string text;
  base::Log log{[this](base::Log::Level, const std::string& line) { text += line + "\n"; }};
};

TEST(PageWriter, WritesTheNewestText) {
  const TemporaryFolder folder;
  Logged logged;
  PageWriter pages(logged.log);
  for (int i = 0; i < 100; ++i) {
    pages.put(folder.path("run/a"), std::to_string(i), "status");
    pages.put(folder.path("run/b"), std::to_string(-i), "metrics");
  }
  pages.finish(seconds(10));
  EXPECT_EQ(read_file(folder.path("run/a")), "99");
  EXPECT_EQ(read_file(folder.path("run/b")), "-99");
  EXPECT_EQ(logged.text, "");
}

TEST(PageWriter, SaysWhatCannotBeWrittenAndThatItIsWrittenAgain) {
  const TemporaryFolder folder;
  Logged logged;
  const std::string path = folder.path("a/b/page");
  {
    PageWriter pages(logged.log);
    pages.put(path, "1", "status");
    pages.finish(seconds(10));
  }
  EXPECT_EQ(logged.text, path + ": No such file or directory; no status is written\n");
  ASSERT_EQ(::mkdir(folder.path("a").c_str(), 0755), 0);
  PageWriter pages(logged.log);
  pages.put(path, "2", "status");
  pages.finish(seconds(10));
  EXPECT_NE(logged.text.find(path + ": is written again"), std::string::npos);
  EXPECT_EQ(read_file(path), "2");
}

TEST(PageWriter, EndsWithoutBeingTold) {
  Logged logged;
  { const PageWriter pages(logged.log); }
  EXPECT_EQ(logged.text, "");
}

}  // namespace
}  // namespace auweave::plugin
