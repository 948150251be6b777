// sudo's I/O logs against what really happened: each with the session it was typed in and nobody
// else's, by the record that sudo wrote of it; and the one that was typed while auditing was off.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "support/capture.h"
#include "support/text_file.h"
#include "support/weave.h"

namespace auweave {
namespace {

namespace fs = std::filesystem;
using support::number;
using support::parse;
using support::text;

// `sudo auditctl -e 1`, typed while auditing was off.
constexpr const char* kUnaudited = "00/00/0W";

struct Typed {
  std::string user, command;
  double time = 0;
};

// The logs of a capture as they say themselves, by their folder.
std::map<std::string, Typed> logs_of(const std::string& root) {
  std::map<std::string, Typed> logs;
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    if (entry.path().filename() != "log.json") continue;
    const auto header = parse(support::read_file(entry.path().string()));
    Typed typed;
    typed.user = text(header, "submituser");
    for (const auto& argument : header["runargv"].GetArray()) {
      typed.command += (typed.command.empty() ? "" : " ") + std::string(argument.GetString());
    }
    typed.time = static_cast<double>(*number(header["timestamp"], "seconds")) +
                 static_cast<double>(*number(header["timestamp"], "nanoseconds")) / 1e9;
    logs[entry.path().parent_path().lexically_relative(root).string()] = typed;
  }
  return logs;
}

// The session its user had opened last by then.
std::uint32_t session_of(const support::Capture& capture, const Typed& typed) {
  std::uint32_t ses = 0;
  for (const auto& row : capture.truth["sessions"].GetArray()) {
    const bool then = std::stod(text(row, "first_time")) <= typed.time;
    if (then && text(row, "actor") == typed.user)
      ses = static_cast<std::uint32_t>(*number(row, "ses"));
  }
  return ses;
}

struct Told {
  std::map<std::string, std::string> session_of;  // by rec, of the sessions' own lists
  std::map<std::string, std::string> output;      // by rec
  std::vector<std::string> suspects;
};

Told told_of(const support::Capture& capture, const std::string& root) {
  support::WeaveInput input;
  input.audit = {capture.enriched};
  if (!capture.tlog.empty()) input.tlog = {capture.tlog};
  input.sudo_io = {root};
  input.boot_id = capture.boot_id();
  Told told;
  for (const std::string& json : support::weave(input).documents) {
    const auto document = parse(json);
    EXPECT_EQ(support::schema_problem(json), "");
    EXPECT_NE(text(document, "kind"), "deadletter") << json;
    const std::string session = text(document, "session_id");
    if (text(document, "kind") == "tty" && text(document, "source") == "sudo") {
      told.output[text(document, "rec")] += text(document, "tty_output");
      if (session.empty()) continue;
      EXPECT_TRUE(document["verified"].GetBool());
      EXPECT_EQ(text(document, "recording_id").substr(0, session.size()), session);
    }
    if (text(document, "what") == "suspect-recording")
      told.suspects.push_back(text(document, "rec"));
    if (text(document, "kind") != "session" || !document.HasMember("recordings")) continue;
    for (const auto& recording : document["recordings"].GetArray()) {
      if (text(recording, "source") != "sudo") continue;
      const auto [known, fresh] = told.session_of.emplace(text(recording, "rec"), session);
      EXPECT_EQ(known->second, session);
      if (support::number(recording, "chunks").value_or(0) == 0) continue;
      EXPECT_TRUE(recording["verified"].GetBool());
      EXPECT_EQ(text(recording, "vouched_by"), "sudo-log");
    }
  }
  return told;
}

TEST(SudoLogs, AreEachOfTheSessionTheyWereTypedIn) {
  std::size_t joined = 0;
  std::size_t all = 0;
  for (const std::string& name : support::capture_names()) {
    const std::string root = support::fixture("captures/" + name + "/sudo-io");
    if (!fs::exists(root)) continue;
    const support::Capture capture = support::load_capture(name);
    const auto logs = logs_of(root);
    const Told told = told_of(capture, root);
    for (const auto& [rec, typed] : logs) {
      ++all;
      if (rec == kUnaudited) continue;
      const auto found = told.session_of.find(rec);
      ASSERT_NE(found, told.session_of.end()) << name << " " << rec << " " << typed.command;
      EXPECT_EQ(found->second, "bastion01:" + capture.boot_id().substr(0, 8) + ":" +
                                   std::to_string(session_of(capture, typed)))
          << name << " " << rec;
      ++joined;
    }
    EXPECT_EQ(told.suspects, name == "24-tamper" ? std::vector<std::string>{kUnaudited}
                                                 : std::vector<std::string>())
        << name;
  }
  EXPECT_EQ(joined, 34U);
  EXPECT_EQ(all, 35U);
}

// Of 24-tamper: what was shown is told although nothing vouches for it, and of nobody.
TEST(SudoLogs, TellOfTheCommandThatWasNotAudited) {
  const support::Capture capture = support::load_capture("24-tamper");
  const Told told = told_of(capture, support::fixture("captures/24-tamper/sudo-io"));
  EXPECT_FALSE(told.session_of.contains(kUnaudited));
  EXPECT_NE(told.output.at(kUnaudited).find("enabled 1"), std::string::npos);
}

// All of it lies within the lateness: whole inputs one behind the other, in any order, give the same
// documents.
TEST(SudoLogs, GiveTheSameDocumentsWhicheverIsReadFirst) {
  using Kind = pipeline::MergedInputs::Kind;
  const support::Capture capture = support::load_capture("24-tamper");
  const std::string root = support::fixture("captures/24-tamper/sudo-io");
  support::WeaveInput input;
  input.audit = {capture.enriched};
  input.tlog = {capture.tlog};
  input.sudo_io = {root};
  input.boot_id = capture.boot_id();
  std::vector<std::string> merged = support::weave(input).documents;
  std::sort(merged.begin(), merged.end());

  auto logs = tty::TimedLogs::of_sudo(root, false);
  ASSERT_TRUE(logs.ok());
  std::vector<model::TtyChunk> chunks;
  while (auto recorded = logs->next()) chunks.push_back(std::get<model::TtyChunk>(*recorded));
  const std::vector<std::string> audit = support::lines_of(capture.enriched);
  const std::vector<std::string> tlog = support::lines_of(capture.tlog);
  std::vector<Kind> order = {Kind::audit, Kind::tlog, Kind::chunks};
  do {
    std::vector<support::FedLine> lines;
    for (const Kind kind : order) {
      for (const auto& line : audit)
        if (kind == Kind::audit) lines.push_back({kind, line});
      for (const auto& line : tlog)
        if (kind == Kind::tlog) lines.push_back({kind, line});
      for (const auto& chunk : chunks)
        if (kind == Kind::chunks) lines.push_back({kind, "", &chunk});
    }
    std::vector<std::string> documents = support::weave_in_order(input, lines).documents;
    std::sort(documents.begin(), documents.end());
    EXPECT_EQ(documents, merged);
  } while (std::next_permutation(order.begin(), order.end()));
}

}  // namespace
}  // namespace auweave
