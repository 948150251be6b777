// The program as a user runs it: options, exit statuses, what it says.
#include <gtest/gtest.h>

#include "support/program.h"
#include "support/text_file.h"

namespace auweave {
namespace {

using support::auweave;
using support::run;

const std::string kRecord =
    "type=USER_AUTH msg=audit(1.000:1): pid=1 uid=0 auid=4294967295 ses=4294967295 msg='op=x "
    "res=success'\n";

TEST(Shape, ReadsStandardInputAndWritesLines) {
  const auto ran = run({auweave(), "shape", "--host", "h", "-"}, kRecord);
  EXPECT_EQ(ran.status, 0);
  EXPECT_TRUE(ran.out.starts_with("{\"kind\":\"event\",\"event_id\":\"")) << ran.out;
  EXPECT_EQ(support::lines_of(ran.out).size(), 1U);
  EXPECT_EQ(ran.err, "");
  EXPECT_EQ(run({auweave(), "shape", "--host", "h"}, kRecord).out, ran.out);
}

TEST(Shape, SaysHowManyLinesItDidNotUnderstandAndGoesOn) {
  const auto ran = run({auweave(), "shape", "--kinds", "event", "-"}, "garbage\n" + kRecord);
  EXPECT_EQ(ran.status, 0);
  EXPECT_EQ(ran.err, "auweave: 1 line was not understood (kind deadletter)\n");
  EXPECT_EQ(support::lines_of(ran.out).size(), 1U);
}

TEST(Shape, EndsWithOneWhenInputOrMappingIsWrong) {
  EXPECT_EQ(run({auweave(), "shape", "/nonexistent/audit.log"}).status, 1);
  EXPECT_EQ(run({auweave(), "shape", "/nonexistent/audit.log"}).err,
            "auweave: /nonexistent/audit.log: No such file or directory\n");
  const support::TemporaryFolder folder;
  support::write_file(folder.path("m.yaml"), "documents:\n  event: [knid]\n");
  const auto ran = run({auweave(), "shape", "--mapping", folder.path("m.yaml"), "-"}, kRecord);
  EXPECT_EQ(ran.status, 1);
  EXPECT_TRUE(
      ran.err.starts_with("auweave: " + folder.path("m.yaml") + ":2:11: unknown field 'knid'"))
      << ran.err;
  EXPECT_EQ(ran.out, "");
  EXPECT_EQ(run({auweave(), "shape", "--boot-id", "x", "-"}, kRecord).err,
            "auweave: --boot-id: 'x' is no boot id (32 hex digits)\n");
}

TEST(Shape, EndsWithTwoWhenItIsCalledWrongly) {
  EXPECT_EQ(run({auweave()}).status, 2);
  EXPECT_EQ(run({auweave(), "shape", "--no-such-option"}).status, 2);
  EXPECT_EQ(run({auweave(), "shape", "--kinds", "evnt", "-"}, kRecord).status, 2);
  EXPECT_EQ(run({auweave(), "--help"}).status, 0);
}

TEST(Shape, EndsWithThreeWhenOutputFails) {
  EXPECT_EQ(run({auweave(), "shape", "--output", "/dev/full", "-"}, kRecord).status, 3);
  EXPECT_EQ(run({auweave(), "shape", "--output", "/nonexistent/x", "-"}, kRecord).status, 3);
}

TEST(Shape, LearnsTheBootFromTheRecordings) {
  const std::string folder = support::fixture("captures/01-login-password/");
  const auto ran = run({auweave(), "shape", "--host", "bastion01", "--kinds", "session",
                        folder + "audit.log.gz", "--tlog", folder + "tlog.jsonl.gz"});
  EXPECT_EQ(ran.status, 0);
  EXPECT_NE(ran.out.find("\"session_id\":\"bastion01:b27a07e8:116\""), std::string::npos)
      << ran.out;
}

}  // namespace
}  // namespace auweave
