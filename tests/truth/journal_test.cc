// Recordings and sshd's log in the journal: the same documents as from files, and nobody's word but the
// writer's own.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "support/capture.h"
#include "support/journal_files.h"
#include "support/sanitizer.h"
#include "support/text_file.h"
#include "support/weave.h"

namespace auweave {
namespace {

using support::Capture;
using support::ExportedEntry;
using support::text;
using testing::ElementsAre;
using testing::IsEmpty;

using Entries = std::vector<ExportedEntry>;

std::string& field(ExportedEntry& entry, const std::string& name) {
  for (auto& [key, value] : entry.fields) {
    if (key == name) return value;
  }
  return entry.fields.emplace_back(name, "").second;
}

void remove_field(ExportedEntry& entry, const std::string& name) {
  std::erase_if(entry.fields, [&](const auto& each) { return each.first == name; });
}

support::WeaveInput input_of(const Capture& capture) {
  support::WeaveInput input;
  input.audit = {capture.enriched};
  input.learn_boots = true;
  return input;
}

std::vector<std::string> sorted(std::vector<std::string> documents) {
  std::sort(documents.begin(), documents.end());
  return documents;
}

std::vector<std::string> from_journal(const Capture& capture, const Entries& tlog,
                                      const Entries& sshd) {
  const support::TemporaryFolder folder;
  Entries all = tlog;
  all.insert(all.end(), sshd.begin(), sshd.end());
  support::write_journal(folder.path("system.journal"), support::exported(all));
  support::WeaveInput input = input_of(capture);
  input.journals = {folder.path(".")};
  return sorted(support::weave(input).documents);
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
}

// journald knows who wrote a chunk, and of a file that is not known.
std::vector<std::string> without_writers(std::vector<std::string> documents) {
  for (std::string& json : documents) {
    replace_all(json, R"("verified":true,"vouched_by":"journald")",
                R"("verified":false,"vouched_by":"recorder-ran")");
    replace_all(json, R"("vouched_by":"journald")", R"("vouched_by":"recorder-ran")");
  }
  return sorted(std::move(documents));
}

std::vector<std::string> from_files(const Capture& capture) {
  support::WeaveInput input = input_of(capture);
  input.tlog = {capture.tlog};
  input.sshd_log = capture.sshd;
  return sorted(support::weave(input).documents);
}

class Journals : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    if (!support::can_make_journals()) GTEST_SKIP() << support::kNoJournalFiles;
    if (support::kThreadSanitizer && GetParam() == "30-load") {
      GTEST_SKIP() << support::kNoLoadUnderTsan;
    }
  }
};

TEST_P(Journals, GiveTheDocumentsThatFilesGive) {
  const Capture capture = support::load_capture(GetParam());
  if (capture.tlog.empty()) return;
  const auto documents =
      from_journal(capture, support::recordings_of(capture), support::sshd_log_of(capture));
  EXPECT_EQ(without_writers(documents), from_files(capture));
  for (const std::string& json : documents) {
    if (!json.starts_with(R"({"kind":"tty")")) continue;
    EXPECT_EQ(support::text(support::parse(json), "vouched_by"), "journald") << json;
  }
}

INSTANTIATE_TEST_SUITE_P(Captures, Journals, testing::ValuesIn(support::capture_names()),
                         [](const auto& row) { return support::test_name(row.param); });

class Forged : public testing::Test {
 protected:
  void SetUp() override {
    if (!support::can_make_journals()) GTEST_SKIP() << support::kNoJournalFiles;
  }

  // Whether chunks are of a session, and what is said against the others, when the second chunk's
  // entry is changed.
  struct Told {
    std::size_t joined = 0;
    std::vector<std::string> not_joined;  // numbers of the chunks
    std::vector<std::string> suspicions;
  };
  Told told(const std::function<void(ExportedEntry&)>& change) const {
    Entries entries = support::recordings_of(capture_);
    change(entries.at(1));
    Told told;
    for (const std::string& json : from_journal(capture_, entries, {})) {
      const auto document = support::parse(json);
      if (text(document, "kind") == "tty" && document.HasMember("session_id")) ++told.joined;
      if (text(document, "kind") == "tty" && !document.HasMember("session_id")) {
        told.not_joined.push_back(std::to_string(*support::number(document, "chunk")));
      }
      if (text(document, "what") == "suspect-recording") {
        told.suspicions.push_back(text(document, "detail"));
      }
    }
    return told;
  }

  Capture capture_ = support::load_capture("04-sudo");
  std::size_t chunks_ = support::lines_of(capture_.tlog).size();
};

TEST_F(Forged, AChunkOfAnotherProcessJoinsNothingAndTheForgerIsNamed) {
  const Told by_pid = told([](ExportedEntry& entry) {
    field(entry, "_PID") = "32585";
    remove_field(entry, "_AUDIT_SESSION");
    remove_field(entry, "_EXE");
  });
  EXPECT_EQ(by_pid.joined, chunks_ - 1);
  EXPECT_THAT(by_pid.not_joined, ElementsAre("2"));
  EXPECT_THAT(by_pid.suspicions,
              ElementsAre("journald says that another process wrote it (pid 32585, uid 1001)"));
}

TEST_F(Forged, AChunkIsHeldAgainstAllThatJournaldKnows) {
  struct Row {
    const char* field;
    const char* value;
    const char* who;
  };
  for (const Row& row : {Row{"_AUDIT_SESSION", "4242", "a process of another session"},
                         Row{"_EXE", "/usr/bin/logger", "another program"},
                         Row{"_BOOT", "", "a process of another boot"}}) {
    const Told forged = told([&](ExportedEntry& entry) {
      if (std::string(row.field) == "_BOOT") {
        entry.boot_id = "00000000000000000000000000000001";
      } else {
        field(entry, row.field) = row.value;
      }
    });
    EXPECT_EQ(forged.joined, chunks_ - 1) << row.who;
    ASSERT_EQ(forged.suspicions.size(), 1U) << row.who;
    EXPECT_THAT(
        forged.suspicions.front(),
        testing::StartsWith("journald says that " + std::string(row.who) + " wrote it (pid "))
        << row.who;
  }
}

// A recorder's last words: it is gone before journald looks.
TEST_F(Forged, WhatJournaldCouldNotLearnIsNotAgainstIt) {
  const Told unknown = told([](ExportedEntry& entry) {
    remove_field(entry, "_AUDIT_SESSION");
    remove_field(entry, "_EXE");
    remove_field(entry, "_COMM");
  });
  EXPECT_EQ(unknown.joined, chunks_);
  EXPECT_THAT(unknown.suspicions, IsEmpty());
}

TEST_F(Forged, SshdsWordIsSshdsAlone) {
  const Entries recordings = support::recordings_of(capture_);
  const Entries honest = support::sshd_log_of(capture_);
  const auto true_documents = from_journal(capture_, recordings, honest);
  ASSERT_NE(true_documents, from_journal(capture_, recordings, {}));
  for (const auto& [name, value] : std::vector<std::pair<std::string, std::string>>{
           {"_UID", "1001"}, {"_EXE", "/usr/bin/logger"}, {"_PID", "1"}}) {
    Entries all = honest;
    for (ExportedEntry forged : honest) {
      forged.realtime_us += 1;
      field(forged, name) = value;
      std::string& message = field(forged, "MESSAGE");
      const std::size_t port = message.find(" port ");
      if (port != std::string::npos) message.replace(port, 7, " port 6");
      all.push_back(forged);
    }
    EXPECT_EQ(from_journal(capture_, recordings, all), true_documents) << name;
  }
}

}  // namespace
}  // namespace auweave
