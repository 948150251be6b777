// 23-mux-short: several channels of one connection, and many connections that are soon over.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "support/capture.h"
#include "support/json.h"
#include "support/weave.h"

namespace auweave {
namespace {

using support::text;

// What a command showed, by the session that its shell said it is of.
std::string number_in(const rapidjson::Value& row) {
  const std::string out = text(row, "out");
  return out.substr(out.find('\n') + 1);
}

TEST(Channels, OfAConnectionAreOneSessionAndConnectionsAreOneEach) {
  const support::Capture capture = support::load_capture("23-mux-short");
  support::WeaveInput input;
  input.audit = {capture.enriched};
  input.tlog = {capture.tlog};
  input.boot_id = capture.boot_id();
  std::map<std::string, int> opened, closed;            // by session
  std::map<std::string, std::set<std::string>> showed;  // by session: output of its commands
  std::map<std::string, int> shells;                    // by session: commands given to a shell
  std::set<std::string> forwarded;                      // sessions that connected to the port
  for (const std::string& json : support::weave(input).documents) {
    const auto document = support::parse(json);
    const std::string id = text(document, "session_id");
    const std::string ses = id.substr(id.rfind(':') + 1);
    if (text(document, "state") == "opened") ++opened[ses];
    if (text(document, "kind") == "session" && text(document, "state") == "closed") ++closed[ses];
    if (text(document, "target") == "10.99.1.2:8080/sshd") forwarded.insert(ses);
    if (text(document, "kind") != "command") continue;
    showed[ses].insert(text(document, "tty_output"));
    if (text(document, "command").find("/proc/self/sessionid") != std::string::npos) ++shells[ses];
  }
  ASSERT_EQ(opened.size(), 9U);
  for (const auto& [ses, count] : opened) EXPECT_EQ(count, 1) << ses;
  EXPECT_EQ(closed, opened);
  std::string channels;
  for (const auto& row : capture.truth["mux"].GetArray()) {
    if (row.HasMember("forward")) continue;
    channels = number_in(row);
    EXPECT_TRUE(showed[channels].contains(text(row, "out"))) << text(row, "line");
  }
  EXPECT_EQ(shells[channels], 3);
  EXPECT_EQ(forwarded, std::set<std::string>{channels});
  for (const auto& row : capture.truth["short"].GetArray()) {
    EXPECT_EQ(shells[number_in(row)], 1) << text(row, "out");
  }
}

}  // namespace
}  // namespace auweave
