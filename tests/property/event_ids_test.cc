// event_id is the primary key of a document: no two documents have one, whatever users write, and
// the ids of events, sessions and commands need no boot.
#include "weave/event_ids.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <regex>
#include <set>

#include "support/capture.h"
#include "support/text_file.h"
#include "support/weave.h"

namespace auweave {
namespace {

using support::text;

bool fits(const std::string& kind, const std::string& id) {
  static const std::string key = "[A-Za-z0-9._~%-]+/[0-9]+\\.[0-9]{3}/[0-9]+";
  static const std::map<std::string, std::regex> forms = {
      {"event", std::regex(key)},
      {"session", std::regex(key + "/session/([0-9]+|[0-9a-f]{32})")},
      {"command", std::regex(key + "/command/([0-9]+|[0-9a-f]{32})/[0-9]+")},
      {"tty", std::regex("[0-9a-f]{32}|" + key + "/typed")},
      {"pipeline", std::regex("[0-9a-f]{32}")},
      {"deadletter", std::regex("[0-9a-f]{32}")}};
  return id.size() <= model::kLongestId && std::regex_match(id, forms.at(kind));
}

support::WeaveInput input_of(const support::Capture& capture, unsigned seed) {
  support::WeaveInput input{{capture.enriched}, {capture.tlog}};
  input.terminal_input = true;
  std::mt19937 random(seed);
  std::string damaged;
  for (std::string line : support::lines_of(capture.tlog)) {
    damaged += line + "\n";
    // A copy, a forgery of the same number, one of another session, and no chunk at all.
    if (random() % 2 == 0) damaged += line + "\n";
    for (const auto& [from, to] :
         {std::pair("\"out_txt\":\"", "\"out_txt\":\"x"),
          std::pair("\"session\":", "\"session\":9"), std::pair("\"ver\":", "\"ver\":7")}) {
      std::string other = line;
      const std::size_t at = other.find(from);
      if (at != std::string::npos) other.replace(at, std::string(from).size(), to);
      damaged += other + "\n";
    }
  }
  input.tlog = {damaged};
  return input;
}

TEST(EventIds, AreOfOneDocumentEach) {
  std::set<std::string> kinds;
  for (const char* name : {"04-sudo", "14-second-hop", "20-tlog-variants", "18-secrets-tty"}) {
    const auto capture = support::load_capture(name);
    auto input = input_of(capture, 20261130);
    input.boot_id = capture.boot_id();
    std::map<std::string, std::string> known;
    for (const std::string& json : support::weave(input).documents) {
      const auto document = support::parse(json);
      const std::string id = text(document, "event_id");
      const std::string kind = text(document, "kind");
      kinds.insert(kind);
      EXPECT_TRUE(fits(kind, id)) << json;
      const auto [there, fresh] = known.emplace(id, json);
      EXPECT_TRUE(fresh || there->second == json) << there->second << "\n" << json;
    }
  }
  EXPECT_EQ(kinds.size(), 6U);
}

TEST(EventIds, NeedNoBoot) {
  const auto capture = support::load_capture("04-sudo");
  std::set<std::string> ids[2];
  for (const bool boot : {false, true}) {
    support::WeaveInput input{{capture.enriched}, {}};
    if (boot) input.boot_id = capture.boot_id();
    for (const std::string& json : support::weave(input).documents) {
      const auto document = support::parse(json);
      ids[boot ? 1 : 0].insert(text(document, "event_id") + " " + text(document, "session_key") +
                               " " + text(document, "command_id"));
    }
  }
  EXPECT_EQ(ids[0], ids[1]);
  EXPECT_GT(ids[0].size(), 500U);
}

// Users choose each of these words.
TEST(EventIds, OfWhatUsersWriteNeverMeet) {
  weave::EventIds ids;
  std::map<std::string, std::string> made;
  const auto add = [&](const std::string& id, const std::string& what) {
    EXPECT_TRUE(made.emplace(id, what).second) << made[id] << " and " << what;
  };
  const std::vector<std::string> words = {"",
                                          "a",
                                          "ab",
                                          "b",
                                          "tlog",
                                          "chunk",
                                          "deadletter",
                                          "recording",
                                          "gap",
                                          "suspect",
                                          std::string(8, '\0')};
  for (const std::string& rec : words) {
    for (const std::string& other : words) {
      const std::string what = rec + "|" + other;
      model::TtyDocument chunk;
      chunk.stamp.time = base::WallTime{};
      chunk.stamp.session_id = "s";
      chunk.source = "tlog";
      chunk.rec = rec;
      chunk.tty_output = other;
      add(ids.of_chunk(chunk), "chunk " + what);
      chunk.stamp.session_id = {};
      add(ids.of_chunk(chunk), "suspect " + what);
      model::DeadletterDocument letter;
      letter.source = "tlog";
      letter.reason = rec;
      letter.data = other;
      add(ids.of_deadletter(letter, 0, ""), "deadletter " + what);
      model::TtyChunk recorded;
      recorded.source = "tlog";
      recorded.rec = rec;
      add(ids.of_suspicion(recorded, other), "suspicion " + what);
    }
    add(ids.of_gap("s", rec, 1, 2), "gap " + rec);
  }
}

}  // namespace
}  // namespace auweave
