// A capture cut in two: a weaver that only learns the first half, and weaves the second, tells of that
// second half what one tells that weaves the whole.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "support/capture.h"
#include "support/json.h"
#include "support/sanitizer.h"
#include "support/text_file.h"
#include "support/weave.h"

namespace auweave {
namespace {

using rapidjson::Value;
using support::Capture;
using support::text;

struct Halves {
  std::string past, rest;
  std::set<std::string> in_past, in_rest;  // "SEC.MS:SERIAL" of the events with a record there

  [[nodiscard]] bool is_cut(const std::string& stamp) const {
    return in_past.contains(stamp) && in_rest.contains(stamp);
  }
};

std::string stamp_of(std::string_view line) {
  const std::size_t from = line.find("audit(") + 6;
  return std::string(line.substr(from, line.find(')') - from));
}

Halves halves_of(const std::string& log, double share) {
  Halves halves;
  std::size_t cut = static_cast<std::size_t>(static_cast<double>(log.size()) * share);
  cut = log.find('\n', cut) + 1;
  halves.past = log.substr(0, cut);
  halves.rest = log.substr(cut);
  for (const std::string& line : support::lines_of(halves.past))
    halves.in_past.insert(stamp_of(line));
  for (const std::string& line : support::lines_of(halves.rest))
    halves.in_rest.insert(stamp_of(line));
  return halves;
}

std::string chunks_from(const std::string& seconds, const std::string& tlog) {
  std::string kept;
  for (const std::string& line : support::lines_of(tlog)) {
    if (line.substr(line.find("\"time\":") + 7, seconds.size()) >= seconds) kept += line + "\n";
  }
  return kept;
}

support::WeaveInput input_of(const Capture& capture) {
  support::WeaveInput input;
  input.boot_id = capture.boot_id();
  if (!capture.tlog.empty()) input.tlog = {capture.tlog};
  return input;
}

// By event_id, and the session documents of each session in the order they came.
struct Told {
  std::map<std::string, std::string> documents;
  std::map<std::string, std::vector<std::string>> sessions;

  explicit Told(const std::vector<std::string>& all) {
    for (const std::string& json : all) {
      const auto document = support::parse(json);
      EXPECT_TRUE(documents.emplace(text(document, "event_id"), json).second) << json;
      if (text(document, "kind") == "session")
        sessions[text(document, "session_id")].push_back(json);
    }
  }
};

// What a session document says of who, from where and how; not what state it tells of.
std::string identity(const std::string& json) {
  auto document = support::parse(json);
  for (const char* state :
       {"event_id", "time", "state", "closed", "duration_ms", "close_reason", "recordings",
        "vouched_by", "bytes_out", "integrity", "tty", "effective_users", "ticket"}) {
    document.RemoveMember(state);
  }
  return support::canonical(document);
}

// What came of recordings that began before is not known, when their first chunk did not come again.
std::string without_totals(const std::string& json) {
  auto document = support::parse(json);
  for (const char* total : {"bytes_out", "integrity", "commands", "targets", "vouched_by"}) {
    document.RemoveMember(total);
  }
  if (!document.HasMember("recordings")) return support::canonical(document);
  for (auto& recording : document["recordings"].GetArray()) {
    for (const char* total : {"chunks", "rec", "verified", "vouched_by"})
      recording.RemoveMember(total);
  }
  return support::canonical(document);
}

// What a session ran and where it went before is in no document of after.
std::string without_doings(const std::string& json) {
  auto document = support::parse(json);
  for (const char* total : {"commands", "targets"}) document.RemoveMember(total);
  return support::canonical(document);
}

bool lacks_totals(const Value& session) {
  if (!session.HasMember("recordings")) return false;
  const auto recordings = session["recordings"].GetArray();
  return std::any_of(recordings.begin(), recordings.end(),
                     [](const Value& one) { return !one.HasMember("chunks"); });
}

std::string stamp_of_event(const Value& event) {
  // The text in the log: seconds and milliseconds of its time are told by no other field as they are
  // written there.
  return std::to_string(*support::number(event, "serial"));
}

class Past : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    auto input = input_of(capture_);
    input.audit = {capture_.enriched};
    whole_ = support::weave(input).documents;
  }

  // `all_chunks`: recordings are read from their start again; else those of the past are gone, too.
  void expect_the_same(double share, bool all_chunks) {
    SCOPED_TRACE(std::to_string(share));
    const Halves halves = halves_of(capture_.enriched, share);
    auto input = input_of(capture_);
    // The log is read a little later than records begin to come: some are in both.
    const std::size_t overlap = halves.rest.find('\n', halves.rest.size() / 2) + 1;
    input.past = halves.past + halves.rest.substr(0, overlap);
    input.audit = {halves.rest};
    const std::string began = halves.rest.substr(halves.rest.find("audit(") + 6, 14);
    if (!all_chunks && !input.tlog.empty()) input.tlog = {chunks_from(began, capture_.tlog)};
    const Told whole(whole_);
    const Told rest(support::weave(input).documents);
    std::set<std::string> cut;
    for (const std::string& stamp : halves.in_past) {
      if (halves.is_cut(stamp)) cut.insert(stamp.substr(stamp.find(':') + 1));
    }
    for (const auto& [id, json] : rest.documents) {
      // A command that the cut goes through, or whose shell came before it, is told as far as it came.
      if (!json.starts_with(R"({"kind":"command")")) expect_in(whole, json, cut);
    }
    expect_all(whole, rest, halves, cut, all_chunks);
  }

 private:
  // Different by nature: the events that the cut goes through, and the `updated` document by which a
  // session that was open before comes in.
  static void expect_in(const Told& whole, const std::string& json,
                        const std::set<std::string>& cut) {
    const auto document = support::parse(json);
    if (text(document, "kind") == "event" && cut.contains(stamp_of_event(document))) return;
    // Changes of rules are told once a minute, and the last of before the start is not known.
    if (text(document, "what") == "rules-changed") return;
    const auto found = whole.documents.find(text(document, "event_id"));
    if (found != whole.documents.end() && lacks_totals(document)) {
      EXPECT_EQ(without_totals(json), without_totals(found->second));
      return;
    }
    if (found != whole.documents.end()) {
      EXPECT_EQ(without_doings(json), without_doings(found->second));
      return;
    }
    EXPECT_EQ(text(document, "state"), "updated") << json;
    const auto session = whole.sessions.find(text(document, "session_id"));
    ASSERT_NE(session, whole.sessions.end()) << json;
    EXPECT_EQ(identity(json), identity(session->second.front()));
    // That auditing was switched off is known of the past, too.
    const bool lost = session->second.back().find("events-lost") != std::string::npos;
    EXPECT_TRUE(!document.HasMember("integrity") || lost) << json;
  }

  static void expect_all(const Told& whole, const Told& rest, const Halves& halves,
                         const std::set<std::string>& cut, bool all_chunks) {
    std::set<std::string> serials;
    for (const std::string& stamp : halves.in_rest)
      serials.insert(stamp.substr(stamp.find(':') + 1));
    for (const auto& [id, json] : whole.documents) {
      const auto document = support::parse(json);
      const std::string kind = text(document, "kind");
      const bool of_rest = (kind == "tty" && all_chunks) ||
                           (kind == "event" && serials.contains(stamp_of_event(document)) &&
                            !cut.contains(stamp_of_event(document)));
      if (!of_rest) continue;
      EXPECT_TRUE(rest.documents.contains(id)) << json;
    }
  }

  Capture capture_ = support::load_capture(GetParam());
  std::vector<std::string> whole_;
};

TEST_P(Past, IsKnownWhereverItEnds) {
  const int cuts = GetParam() == "30-load" ? 3 : (support::kAddressSanitizer ? 5 : 16);
  for (int cut = 1; cut < cuts; ++cut)
    expect_the_same(static_cast<double>(cut) / cuts, cut % 2 == 0);
}

INSTANTIATE_TEST_SUITE_P(Captures, Past, testing::ValuesIn(support::capture_names()),
                         [](const auto& one) { return support::test_name(one.param); });

}  // namespace
}  // namespace auweave
