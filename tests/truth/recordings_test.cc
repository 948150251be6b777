// Recordings against what really happened: every chunk once, with its session and nobody else's,
// vouched for by the execve that audit has of its recorder; and each session's totals.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "support/capture.h"
#include "support/sanitizer.h"
#include "support/text_file.h"
#include "support/weave.h"

namespace auweave {
namespace {

using support::Capture;
using support::number;
using support::parse;
using support::RecorderExec;
using support::text;

using Documents = std::vector<rapidjson::Document>;

Documents documents_of(const Capture& capture) {
  support::WeaveInput input;
  input.audit = {capture.enriched};
  if (!capture.tlog.empty()) input.tlog = {capture.tlog};
  input.boot_id = capture.boot_id();
  Documents documents;
  for (const std::string& json : support::weave(input).documents) documents.push_back(parse(json));
  return documents;
}

std::string session_id(const Capture& capture, std::uint32_t ses) {
  return "bastion01:" + capture.boot_id().substr(0, 8) + ":" + std::to_string(ses);
}

// The pid in <boot>-<pid>-<start>.
std::int64_t pid_in(const std::string& rec) { return std::stoll(rec.substr(33), nullptr, 16); }

std::uint32_t ses_of(const rapidjson::Value& chunk) {
  return static_cast<std::uint32_t>(*number(chunk, "session"));
}

const RecorderExec* recorder_of(const std::vector<RecorderExec>& recorders, std::uint32_t ses,
                                std::int64_t pid) {
  const RecorderExec* found = nullptr;
  for (const RecorderExec& each : recorders) {
    if (each.ses != ses || each.pid != pid) continue;
    EXPECT_EQ(found, nullptr) << "which of two recorders?";
    found = &each;
  }
  return found;
}

// The last document of each session, by session_id: the one that tells what its recordings came to.
std::map<std::string, const rapidjson::Value*> last_of_sessions(const Documents& documents) {
  std::map<std::string, const rapidjson::Value*> last;
  for (const auto& document : documents) {
    if (text(document, "kind") == "session") last[text(document, "session_id")] = &document;
  }
  return last;
}

std::vector<const rapidjson::Value*> recordings_in(const rapidjson::Value& session) {
  std::vector<const rapidjson::Value*> found;
  if (!session.HasMember("recordings")) return found;
  for (const auto& recording : session["recordings"].GetArray()) found.push_back(&recording);
  return found;
}

class Recordings : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    if (support::kThreadSanitizer && GetParam() == "30-load") {
      GTEST_SKIP() << support::kNoLoadUnderTsan;
    }
    capture = support::load_capture(GetParam());
    for (const std::string& line : support::lines_of(capture.tlog)) chunks.push_back(parse(line));
    recorders = support::recorder_execs(capture.enriched);
    documents = documents_of(capture);
  }
  void check(const rapidjson::Value& told, const rapidjson::Value& chunk);

  Capture capture;
  Documents chunks;  // of tlog.jsonl
  std::vector<RecorderExec> recorders;
  Documents documents;
};

void Recordings::check(const rapidjson::Value& told, const rapidjson::Value& chunk) {
  const std::uint32_t ses = ses_of(chunk);
  const rapidjson::Value* row = support::session_row(capture, ses);
  const RecorderExec* recorder = recorder_of(recorders, ses, pid_in(text(chunk, "rec")));
  ASSERT_NE(row, nullptr) << ses;
  ASSERT_NE(recorder, nullptr) << text(chunk, "rec");
  const std::string session = session_id(capture, ses);
  EXPECT_EQ(text(told, "vouched_by"), "recorder-ran");
  EXPECT_FALSE(told["verified"].GetBool());
  EXPECT_EQ(text(told, "session_id"), session);
  EXPECT_EQ(text(told, "recording_id"), session + "/" + std::to_string(recorder->serial));
  EXPECT_EQ(text(told, "actor"), text(*row, "actor"));
  EXPECT_EQ(text(told, "src_ip"), text(*row, "src_ip"));
  EXPECT_EQ(text(told, "recording_host"), text(chunk, "host"));
  EXPECT_EQ(number(told, "play_offset_ms"), number(chunk, "pos"));
  EXPECT_FALSE(told.HasMember("claimed_ses"));
}

TEST_P(Recordings, GiveOneDocumentForEachChunkWithItsSession) {
  std::map<std::pair<std::string, std::int64_t>, const rapidjson::Value*> told;
  for (const auto& document : documents) {
    if (text(document, "kind") != "tty") continue;
    const std::pair key(text(document, "rec"), *number(document, "chunk"));
    EXPECT_TRUE(told.emplace(key, &document).second) << "twice: " << key.first << key.second;
  }
  EXPECT_EQ(told.size(), chunks.size());
  for (const auto& chunk : chunks) {
    const auto found = told.find({text(chunk, "rec"), *number(chunk, "id")});
    ASSERT_NE(found, told.end()) << text(chunk, "rec");
    check(*found->second, chunk);
  }
}

TEST_P(Recordings, GiveNothingToWorryAbout) {
  for (const auto& document : documents) {
    const std::string kind = text(document, "kind");
    // Some captures change auditing.
    const std::string what = text(document, "what");
    const bool changes = what == "rules-changed" || what == "audit-disabled";
    EXPECT_TRUE((kind != "pipeline" || changes) && kind != "deadletter")
        << support::canonical(document);
  }
}

TEST_P(Recordings, AreOnTheLastDocumentOfTheirSession) {
  std::map<std::string, std::set<std::string>> expected;
  std::map<std::string, std::int64_t> came;
  for (const RecorderExec& recorder : recorders) {
    const std::string session = session_id(capture, recorder.ses);
    expected[session].insert(session + "/" + std::to_string(recorder.serial));
  }
  for (const auto& chunk : chunks) ++came[session_id(capture, ses_of(chunk))];
  for (const auto& [session, last] : last_of_sessions(documents)) {
    std::set<std::string> told;
    std::int64_t sum = 0;
    for (const rapidjson::Value* recording : recordings_in(*last)) {
      EXPECT_TRUE(told.insert(text(*recording, "recording_id")).second);
      const bool shown = number(*recording, "chunks").value_or(0) > 0;
      EXPECT_EQ(text(*recording, "vouched_by"), shown ? "recorder-ran" : "");
      EXPECT_FALSE(recording->HasMember("chunks_lost"));
      sum += number(*recording, "chunks").value_or(0);
    }
    EXPECT_EQ(told, expected[session]) << session;
    EXPECT_EQ(sum, came[session]) << session;
  }
}

INSTANTIATE_TEST_SUITE_P(All, Recordings, testing::ValuesIn(support::capture_names()),
                         [](const auto& capture) { return support::test_name(capture.param); });

// Recorders that were killed, had nothing to record, found the session locked, or wrote to a file
// (carol's): as told, and as the log and tlog's chunks say.
TEST(RecordersOfAllCaptures, LeaveNoChunkWhereTlogLeftNone) {
  std::multiset<std::string> told;
  std::multiset<std::string> silent;
  for (const std::string& name : support::capture_names()) {
    if (support::kThreadSanitizer && name == "30-load") continue;
    const Capture capture = support::load_capture(name);
    std::set<std::pair<std::int64_t, std::uint32_t>> heard;
    for (const std::string& line : support::lines_of(capture.tlog)) {
      const auto chunk = parse(line);
      heard.insert({pid_in(text(chunk, "rec")), ses_of(chunk)});
    }
    for (const RecorderExec& each : support::recorder_execs(capture.enriched)) {
      if (!heard.contains({each.pid, each.ses})) {
        silent.insert(session_id(capture, each.ses) + "/" + std::to_string(each.serial));
      }
    }
    const Documents documents = documents_of(capture);
    for (const auto& [session, last] : last_of_sessions(documents)) {
      for (const rapidjson::Value* recording : recordings_in(*last)) {
        if (number(*recording, "chunks") == 0) told.insert(text(*recording, "recording_id"));
      }
    }
  }
  EXPECT_EQ(told, silent);
  EXPECT_EQ(told.size(), support::kThreadSanitizer ? 5U : 6U);
}

// Serials of the events that run in a recorder of `inner`: by the parents that documents tell.
std::vector<const rapidjson::Value*> events_inside(const Documents& documents,
                                                   const std::string& session,
                                                   const std::set<std::int64_t>& inner) {
  std::set<std::int64_t> inside = inner;
  std::vector<const rapidjson::Value*> found;
  for (const auto& event : documents) {
    if (text(event, "kind") != "event" || text(event, "session_id") != session) continue;
    const auto pid = number(event, "pid");
    const auto parent = number(event, "ppid");
    if (!pid.has_value()) continue;
    if (parent.has_value() && inside.contains(*parent)) inside.insert(*pid);
    if (inside.contains(*pid)) found.push_back(&event);
  }
  return found;
}

// Checks a session with recordings inside its first one; the number of events inside them.
std::size_t check_nested(const Documents& documents, const std::string& session,
                         const std::vector<RecorderExec>& recorders) {
  const std::string outermost = session + "/" + std::to_string(recorders.front().serial);
  const auto told = recordings_in(*last_of_sessions(documents).at(session));
  EXPECT_EQ(told.size(), recorders.size());
  std::set<std::int64_t> inner;
  for (std::size_t i = 1; i < recorders.size(); ++i) inner.insert(recorders[i].pid);
  for (const rapidjson::Value* recording : told) {
    const bool first = text(*recording, "recording_id") == outermost;
    EXPECT_EQ(text(*recording, "inside"), first ? "" : outermost);
  }
  const auto inside = events_inside(documents, session, inner);
  for (const rapidjson::Value* event : inside) {
    EXPECT_EQ(text(*event, "recording_id"), outermost) << support::canonical(*event);
  }
  return inside.size();
}

TEST(NestedRecordings, AreInsideTheOutermostWithAllThatRunsInThem) {
  std::size_t nested = 0;
  for (const char* name : {"11-su", "20-tlog-variants"}) {
    const Capture capture = support::load_capture(name);
    const Documents documents = documents_of(capture);
    std::map<std::string, std::vector<RecorderExec>> sessions;
    for (const RecorderExec& each : support::recorder_execs(capture.enriched)) {
      sessions[session_id(capture, each.ses)].push_back(each);
    }
    for (const auto& [session, recorders] : sessions) {
      if (recorders.size() == 1) continue;
      const std::size_t events = check_nested(documents, session, recorders);
      EXPECT_GT(events, 5U) << session;
      nested += recorders.size() - 1;
    }
  }
  EXPECT_EQ(nested, 5U);
}

}  // namespace
}  // namespace auweave
