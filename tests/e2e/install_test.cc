// `cmake --install`: everything in its place, inactive, and nothing of an administrator's replaced.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "support/program.h"
#include "support/text_file.h"

namespace auweave::e2e {
namespace {

namespace fs = std::filesystem;
using support::read_file;
using testing::HasSubstr;

class Install : public testing::Test {
 protected:
  void install() const {
    const auto ran =
        support::run({"env", "DESTDIR=" + root_, "cmake", "--install", AUWEAVE_BINARY_DIR});
    ASSERT_EQ(ran.status, 0) << ran.out << ran.err;
  }
  [[nodiscard]] std::string at(const std::string& path) const { return root_ + path; }

  support::TemporaryFolder folder_;
  std::string root_ = folder_.path("root");
};

TEST_F(Install, PutsEverythingInItsPlaceInactive) {
  install();
  for (const char* file : {"/usr/local/sbin/auweave", "/usr/local/share/auweave/mappings/flat.yaml",
                           "/usr/local/share/auweave/rules/30-auweave.rules",
                           "/usr/local/share/auweave/mapping.schema.json",
                           "/usr/local/share/auweave/siem/kafka/topics.sh"}) {
    EXPECT_TRUE(fs::exists(at(file))) << file;
  }
  const std::string plugin = at("/etc/audit/plugins.d/auweave.conf");
  EXPECT_THAT(read_file(plugin), HasSubstr("\nactive = no\n"));
  EXPECT_THAT(read_file(plugin), HasSubstr("\npath = /usr/local/sbin/auweave\n"));
  EXPECT_THAT(read_file(plugin), HasSubstr("\nargs = plugin --config=/etc/auweave/auweave.yaml\n"));
  EXPECT_EQ(fs::status(plugin).permissions(), fs::perms(0640));
  EXPECT_EQ(fs::status(at("/etc/auweave/auweave.yaml")).permissions(), fs::perms(0640));
  // The installed program finds its mappings, and takes the configuration.
  const auto ran = support::run({at("/usr/local/sbin/auweave"), "shape", "--mapping", "full", "-"});
  EXPECT_EQ(ran.status, 0) << ran.err;
}

TEST_F(Install, KeepsWhatAnAdministratorChanged) {
  install();
  const std::string config = at("/etc/auweave/auweave.yaml");
  support::write_file(config, "sinks: [{file: {path: /x}}]\n");
  install();
  EXPECT_EQ(read_file(config), "sinks: [{file: {path: /x}}]\n");
}

}  // namespace
}  // namespace auweave::e2e
