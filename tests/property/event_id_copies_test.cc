// Copies that differ in a place that no hash may have: still no two documents have one event_id.
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "model/document.h"
#include "support/capture.h"
#include "support/text_file.h"
#include "support/weave.h"

namespace auweave {
namespace {

// The documents that have another one's event_id, and other words.
std::string taken_places(const support::Woven& woven) {
  std::map<std::string, std::string> known;
  std::string told;
  for (const std::string& json : woven.documents) {
    const auto document = support::parse(json);
    const auto [there, fresh] = known.emplace(support::text(document, "event_id"), json);
    if (!fresh && there->second != json) told += there->second + "\n" + json + "\n";
  }
  return told;
}

struct Change {
  const char* from;
  const char* to;
};

// Weaves the only chunk of a capture, and a copy of it with a change. No audit record is there, so
// both are suspect.
std::string taken_by_copy(const Change& change) {
  const auto capture = support::load_capture("01-login-password");
  const std::string line = support::lines_of(capture.tlog).front();
  std::string copy = line;
  const std::size_t at = copy.find(change.from);
  if (at == std::string::npos) return "nothing to change";
  copy.replace(at, std::string(change.from).size(), change.to);
  support::WeaveInput input{{}, {line + "\n" + copy + "\n"}};
  input.boot_id = capture.boot_id();
  const auto woven = support::weave(input);
  if (woven.counts.documents[model::kind_index("tty")] != 2) return "no chunk";
  return taken_places(woven);
}

TEST(EventIdCopies, OfASuspectChunkWithOtherWordsTakeNoPlace) {
  for (const Change& change :
       {Change{"uid=1001", "uid=0000"}, Change{"=80x24", "=81x24"}, Change{"+7>27", "+8>27"},
        Change{"\"session\":116", "\"session\":117"}, Change{"\"id\":1,", "\"id\":2,"},
        Change{"\"host\":\"bastion01", "\"host\":\"bastion02"}, Change{"250.076", "250.077"}}) {
    EXPECT_EQ(taken_by_copy(change), "") << change.to;
  }
}

// These are published as play_offset_ms and duration_ms.
TEST(EventIdCopies, OfASuspectChunkWithAnotherPlaceInItsRecordingTakeNoPlace) {
  for (const Change& change : {Change{"\"pos\":0", "\"pos\":7"}, Change{">23\"", ">23+5\""}}) {
    EXPECT_EQ(taken_by_copy(change), "") << change.to;
  }
}

// logrotate gives each file its first line at one place.
TEST(EventIdCopies, OfALineInARotatedFileTakeNoPlace) {
  const auto log = [](const std::string& key) {
    return "type=USER_AUTH msg=audit(" + key + "): pid=1 res=success\nwhat is this\n";
  };
  const auto woven = support::weave({{log("1.000:1"), log("2.000:2")}, {}});
  EXPECT_EQ(woven.counts.documents[model::kind_index("deadletter")], 2U);
  EXPECT_EQ(taken_places(woven), "");
}

// The documents of two hosts are in one index.
TEST(EventIdCopies, OfALineOfAnotherHostTakeNoPlace) {
  support::Woven both;
  for (const char* host : {"bastion01", "target01"}) {
    support::WeaveInput input{{"what is this\n"}, {}};
    input.host = host;
    for (const std::string& json : support::weave(input).documents) both.documents.push_back(json);
  }
  EXPECT_EQ(both.documents.size(), 2U);
  EXPECT_EQ(taken_places(both), "");
}

}  // namespace
}  // namespace auweave
