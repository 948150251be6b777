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

// An open of /etc/f by that call, with that a2 and, of openat2, the record that tells its flags.
std::string opened_for(int syscall, const std::string& a2, const std::string& oflag = "") {
  const std::string head = " msg=audit(1795243351.081:7): ";
  support::WeaveInput input;
  input.audit = {
      "type=SYSCALL" + head + "arch=c000003e syscall=" + std::to_string(syscall) +
      " success=yes exit=3 a0=ffffff9c a1=7ffd a2=" + a2 +
      " a3=0 items=1 ppid=1 pid=2 auid=1000 uid=0 euid=0 tty=pts0 ses=1 comm=\"x\" "
      "exe=\"/bin/x\" key=\"f\"\n" +
      (oflag.empty() ? "" : "type=OPENAT2" + head + "oflag=" + oflag + " mode=00 resolve=0x0\n") +
      "type=CWD" + head + "cwd=\"/\"\n" + "type=PATH" + head +
      "item=0 name=\"/etc/f\" inode=1 dev=fe:00 mode=0100644 ouid=0 ogid=0 rdev=00:00 "
      "nametype=NORMAL\n" +
      "type=PROCTITLE" + head + "proctitle=\"x\"\n"};
  for (const std::string& json : support::weave(input).documents) {
    const rapidjson::Document document = support::parse(json);
    if (support::text(document, "kind") == "event") return support::text(document, "opened_for");
  }
  return "no event";
}

TEST(OpenedFor, IsWhatTheFlagsSay) {
  EXPECT_EQ(opened_for(257, "80000"), "read") << "O_RDONLY|O_CLOEXEC";
  EXPECT_EQ(opened_for(257, "441"), "write") << "O_WRONLY|O_CREAT|O_APPEND";
  EXPECT_EQ(opened_for(257, "2"), "write") << "O_RDWR";
  EXPECT_EQ(opened_for(257, "200"), "write") << "O_RDONLY|O_TRUNC cuts the file";
  EXPECT_EQ(opened_for(437, "7ffe"), "") << "openat2: a2 is a pointer";
  EXPECT_EQ(opened_for(437, "7ffe", "0100002"), "write");
  EXPECT_EQ(opened_for(437, "7ffe", "0100000"), "read");
}

}  // namespace
}  // namespace auweave
