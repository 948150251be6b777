// Files that commands wrote to, as the audit rules tell.
#include <gmock/gmock.h>

#include <set>

#include "in_preset.h"
#include "support/json.h"

namespace auweave {
namespace {

// sed -i writes another file and renames it: the one that was meant is a file of the command, too.
TEST(CommandFiles, HaveBothNamesOfARename) {
  std::set<std::string> files;
  for (const std::string& json : in_preset(all_of("21-accounts"), "flat")) {
    const rapidjson::Document document = support::parse(json);
    if (!document.HasMember("files_written")) continue;
    for (const rapidjson::Value& file : document["files_written"].GetArray())
      files.insert(file.GetString());
  }
  EXPECT_THAT(files, testing::IsSupersetOf(
                         {"/etc/sudoers.d/90-job-capture", "/etc/passwd", "/etc/passwd+"}));
}

}  // namespace
}  // namespace auweave
