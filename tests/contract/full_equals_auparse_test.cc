// The `full` mapping against libauparse's own file interface: the same records, fields, raw and
// interpreted values, in order, on every capture (and on logs of other projects, where a folder of
// them is named). Deliberate differences, each with its reason, are in `deliberate` below.
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <sstream>

#include "base/text.h"
#include "support/capture.h"
#include "support/program.h"
#include "support/sanitizer.h"
#include "support/text_file.h"
#include "support/weave.h"

namespace auweave {
namespace {

struct FieldSeen {
  std::string name, raw, text;
};
struct RecordSeen {
  std::string type;
  std::vector<FieldSeen> fields;
};
// By "SEC.MS:SERIAL", halves of an event merged.
using Events = std::map<std::string, std::vector<RecordSeen>>;

std::string from_hex(const std::string& hex) {
  if (hex == "-") return "";
  std::string bytes(hex.size() / 2, '\0');
  base::decode_hex(hex, bytes.data());
  return bytes;
}

std::string walker() {
  const char* path = std::getenv("AUWEAVE_WALK");
  return path != nullptr ? path : AUWEAVE_WALK;
}

Events libauparse_sees(const std::string& path) {
  const std::string accounts = support::fixture("accounts/");
  const auto ran =
      support::run({walker(), path}, "",
                   {"LD_PRELOAD=libnss_wrapper.so", "NSS_WRAPPER_PASSWD=" + accounts + "passwd",
                    "NSS_WRAPPER_GROUP=" + accounts + "group", "TZ=UTC", "LC_ALL=C"});
  EXPECT_EQ(ran.status, 0) << ran.err;
  Events events;
  for (const std::string& line : support::lines_of(ran.out)) {
    std::istringstream words(line);
    std::string key, type, name, raw, text;
    words >> key >> type >> name >> raw >> text;
    if (type == "EOE") continue;
    if (name.empty()) {
      events[key].push_back({type, {}});
    } else {
      events[key].back().fields.push_back({name, from_hex(raw), from_hex(text)});
    }
  }
  return events;
}

std::string key_of(const rapidjson::Value& event) {
  const std::string time = support::text(event, "time");  // only to be told apart; see below
  return time + ":" + std::to_string(*support::number(event, "serial"));
}

std::string bytes(const rapidjson::Value& field, const char* name) {
  return base::unescaped(support::text(field, name));
}

Events auweave_sees(const std::string& log) {
  const std::string folder = support::fixture("accounts/");
  auto accounts = audit::FileAccounts::load(folder + "passwd", folder + "group");
  support::WeaveInput input{{log}, {}};
  input.mapping = "full";
  input.terminal_input = true;
  input.accounts = &*accounts;
  Events events;
  for (const std::string& json : support::weave(input).documents) {
    const auto document = support::parse(json);
    if (support::text(document, "kind") != "event") continue;
    auto& records = events[key_of(document)];
    for (const auto& record : document["records"].GetArray()) {
      RecordSeen seen{support::text(record, "type"), {}};
      for (const auto& field : record["fields"].GetArray()) {
        seen.fields.push_back({bytes(field, "name"), bytes(field, "raw"), bytes(field, "text")});
      }
      records.push_back(std::move(seen));
    }
  }
  return events;
}

// libauparse's key in the form of ours.
std::string rfc3339_key(const std::string& key) {
  const std::size_t dot = key.find('.');
  const std::size_t colon = key.find(':');
  const auto ms =
      std::stoll(key.substr(0, dot)) * 1000 + std::stoll(key.substr(dot + 1, colon - dot - 1));
  return base::rfc3339(base::WallTime::from_ms(ms)) + key.substr(colon);
}

// Why two texts may differ. Empty: they may not.
std::string deliberate(const FieldSeen& theirs, const FieldSeen& ours) {
  // libauparse ends a string at its first NUL; nothing that a program said is lost here.
  const std::size_t nul = ours.text.find('\0');
  if (nul != std::string::npos && theirs.text == ours.text.substr(0, nul)) return "cut at NUL";
  // It takes "00" at the front of any string for an abstract socket's and drops it.
  if (theirs.raw.starts_with("00") && ours.text.starts_with('\0')) return "leading NUL dropped";
  // It takes what is no number for 0, and says "root".
  if (theirs.raw == "?" && ours.text == "?") return "no number";
  // It resolves a cwd against itself.
  if (theirs.name == "cwd") return "cwd normalized";
  return "";
}

struct Compared {
  std::size_t fields = 0;
  std::map<std::string, std::size_t> deliberate;
};

void compare_record(const std::string& where, const RecordSeen& theirs, const RecordSeen& ours,
                    Compared& sum) {
  EXPECT_EQ(ours.type, theirs.type) << where;
  ASSERT_EQ(ours.fields.size(), theirs.fields.size()) << where << " " << theirs.type;
  for (std::size_t i = 0; i < theirs.fields.size(); ++i) {
    const FieldSeen& a = theirs.fields[i];
    const FieldSeen& b = ours.fields[i];
    ++sum.fields;
    EXPECT_EQ(b.name, a.name) << where;
    EXPECT_EQ(b.raw, a.raw) << where << " " << a.name;
    if (a.text == b.text) continue;
    const std::string reason = deliberate(a, b);
    EXPECT_NE(reason, "") << where << " " << theirs.type << " " << a.name << "=" << a.raw
                          << "\n  libauparse: " << a.text << "\n  auweave:    " << b.text;
    ++sum.deliberate[reason];
  }
}

Compared compare(const std::string& log) {
  const support::TemporaryFolder folder;
  support::write_file(folder.path("audit.log"), log);
  const Events ours = auweave_sees(log);
  Compared sum;
  std::size_t events = 0;
  for (const auto& [key, theirs] : libauparse_sees(folder.path("audit.log"))) {
    ++events;
    const auto found = ours.find(rfc3339_key(key));
    EXPECT_NE(found, ours.end()) << key;
    if (found == ours.end() || found->second.size() != theirs.size()) {
      ADD_FAILURE() << key << ": " << theirs.size() << " records";
      continue;
    }
    for (std::size_t i = 0; i < theirs.size(); ++i) {
      compare_record(key + "#" + std::to_string(i), theirs[i], found->second[i], sum);
    }
  }
  EXPECT_EQ(events, ours.size());
  return sum;
}

bool can_compare() {
  return std::filesystem::exists("/usr/lib/x86_64-linux-gnu/libnss_wrapper.so");
}

class FullEqualsAuparse : public testing::TestWithParam<std::string> {};

TEST_P(FullEqualsAuparse, OnACapture) {
  if (!can_compare()) GTEST_SKIP() << "libnss_wrapper.so is not installed";
  if (support::kThreadSanitizer && GetParam() == "30-load")
    GTEST_SKIP() << support::kNoLoadUnderTsan;
  const auto capture = support::load_capture(GetParam());
  for (const std::string& log : {capture.enriched, support::raw_of(capture.enriched)}) {
    const Compared sum = compare(log);
    EXPECT_GT(sum.fields, 0U);
    for (const auto& [reason, count] : sum.deliberate) {
      std::printf("%s: %zu of %zu fields differ: %s\n", GetParam().c_str(), count, sum.fields,
                  reason.c_str());
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, FullEqualsAuparse, testing::ValuesIn(support::capture_names()),
                         [](const auto& capture) { return support::test_name(capture.param); });

TEST(FullEqualsAuparseOn, LogsOfOtherProjects) {
  const char* folder = std::getenv("AUWEAVE_CORPORA");
  if (folder == nullptr) GTEST_SKIP() << "AUWEAVE_CORPORA names no folder of audit logs";
  if (!can_compare()) GTEST_SKIP() << "libnss_wrapper.so is not installed";
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".log") continue;
    SCOPED_TRACE(entry.path().string());
    ++files;
    EXPECT_GT(compare(support::read_file(entry.path().string())).fields, 0U);
  }
  EXPECT_GT(files, 0U);
}

}  // namespace
}  // namespace auweave
