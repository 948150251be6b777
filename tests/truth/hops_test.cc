// Which session a session came from: of all captures, alone and together, and of two machines with a
// kernel each, whose records may come in any order.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <span>

#include "support/capture.h"
#include "support/json.h"
#include "support/text_file.h"
#include "support/weave.h"

namespace auweave {
namespace {

using support::text;
using Kind = pipeline::MergedInputs::Kind;
// By session: its parent, with "?" where it is inferred.
using Parents = std::map<std::string, std::string>;

constexpr const char* kBastion = "bastion01:b27a07e8:";
constexpr const char* kTarget = "target01:5c0ffee5:";

// As the last document of each session has it; it never changes once it is told.
Parents parents_of(const std::vector<std::string>& documents) {
  Parents parents;
  for (const std::string& json : documents) {
    if (!json.starts_with(R"({"kind":"session")")) continue;
    EXPECT_EQ(support::schema_problem(json), "") << json;
    const auto document = support::parse(json);
    const std::string id = text(document, "session_id");
    std::string parent = text(document, "parent_session_id");
    if (!parent.empty() && document.HasMember("parent_inferred")) parent += "?";
    const auto known = parents.find(id);
    if (known != parents.end()) {
      EXPECT_EQ(known->second, parent) << json;
    }
    if (!parent.empty()) parents[id] = parent;
  }
  return parents;
}

std::string hops_file(const std::string& name) {
  return support::read_file(support::fixture("hops/two-kernels/" + name));
}

support::WeaveInput two_kernels(bool with_log) {
  support::WeaveInput input;
  input.audit = {hops_file("audit.bastion01.log.gz"), hops_file("audit.target01.log.gz")};
  input.tlog = {hops_file("tlog.jsonl.gz")};
  if (with_log) input.sshd_log = {hops_file("sshd.log.gz"), hops_file("sshd-target.log.gz")};
  input.learn_boots = true;
  return input;
}

// What really happened: ssh, `ssh target01 uname -n`, ProxyJump.
Parents truth(const std::string& mark) {
  return {{std::string(kTarget) + "143", std::string(kBastion) + "140" + mark},
          {std::string(kTarget) + "144", std::string(kBastion) + "140" + mark},
          {std::string(kTarget) + "146", std::string(kBastion) + "143" + mark}};
}

TEST(Hops, OfTwoKernelsAreFound) {
  EXPECT_EQ(parents_of(support::weave(two_kernels(true)).documents), truth(""));
  EXPECT_EQ(parents_of(support::weave(two_kernels(false)).documents), truth("?"));
  auto reversed = two_kernels(true);
  std::swap(reversed.audit[0], reversed.audit[1]);
  std::swap(reversed.sshd_log[0], reversed.sshd_log[1]);
  EXPECT_EQ(parents_of(support::weave(reversed).documents), truth(""));
}

// The target's log is enough; the bastion's says nothing of what was dialled.
TEST(Hops, NeedTheLogOfTheTargetToBeSure) {
  auto input = two_kernels(true);
  input.sshd_log = {hops_file("sshd-target.log.gz")};
  EXPECT_EQ(parents_of(support::weave(input).documents), truth(""));
  input.sshd_log = {hops_file("sshd.log.gz")};
  EXPECT_EQ(parents_of(support::weave(input).documents), truth("?"));
}

// RAW records, which have no names of accounts.
TEST(Hops, NeedNoNamesOfAccounts) {
  for (const bool with_log : {true, false}) {
    auto input = two_kernels(with_log);
    for (std::string& log : input.audit) log = support::raw_of(log);
    EXPECT_EQ(parents_of(support::weave(input).documents), truth(with_log ? "" : "?"));
  }
}

// The opened document goes out before; then one says it, and so does the closed one.
TEST(Hops, AreToldOnceTheyAreDecided) {
  std::map<std::string, std::vector<std::string>> told;
  for (const std::string& json : support::weave(two_kernels(true)).documents) {
    if (!json.starts_with(R"({"kind":"session")")) continue;
    const auto document = support::parse(json);
    if (text(document, "parent_session_id").empty()) continue;
    told[text(document, "session_id")].push_back(text(document, "state"));
  }
  ASSERT_EQ(told.size(), 3U);
  for (const auto& [id, states] : told)
    EXPECT_EQ(states, (std::vector<std::string>{"updated", "closed"})) << id;
}

// The recordings of two kernels keep to their own sessions.
TEST(Hops, KeepRecordingsApart) {
  std::map<std::string, int> chunks;
  for (const std::string& json : support::weave(two_kernels(false)).documents) {
    if (!json.starts_with(R"({"kind":"tty")")) continue;
    const auto document = support::parse(json);
    EXPECT_EQ(text(document, "vouched_by"), "recorder-ran") << json;
    EXPECT_EQ(text(document, "host"), text(document, "recording_host"));
    ++chunks[text(document, "session_id")];
  }
  const std::map<std::string, int> expected = {{std::string(kBastion) + "140", 1},
                                               {std::string(kTarget) + "143", 1},
                                               {std::string(kTarget) + "144", 1},
                                               {std::string(kTarget) + "146", 1}};
  EXPECT_EQ(chunks, expected);
}

// Lines that may not be torn apart: an event of audit, a line of all else.
std::vector<std::vector<std::string>> pieces_of(const std::string& log, bool audit) {
  std::vector<std::vector<std::string>> pieces;
  std::string last;
  for (const std::string& line : support::lines_of(log)) {
    const std::size_t at = line.find("msg=audit(");
    const std::string key = audit ? line.substr(at, line.find(')', at) - at) : line;
    if (pieces.empty() || key != last) pieces.emplace_back();
    pieces.back().push_back(line);
    last = key;
  }
  return pieces;
}

struct Source {
  Kind kind;
  std::vector<std::vector<std::string>> pieces;
  std::size_t next = 0;
};

// One source gives for a while, then another; the texts stay theirs.
std::vector<support::FedLine> mixed(std::span<Source> sources, std::mt19937& random) {
  std::vector<Source*> left;
  for (Source& source : sources) {
    source.next = 0;
    left.push_back(&source);
  }
  std::vector<support::FedLine> lines;
  const std::size_t patience = 1 + random() % 100;
  for (std::size_t at = 0; !left.empty();) {
    if (at >= left.size() || random() % patience == 0) at = random() % left.size();
    Source& source = *left[at];
    for (const std::string& line : source.pieces[source.next]) lines.push_back({source.kind, line});
    if (++source.next == source.pieces.size()) left.erase(left.begin() + static_cast<long>(at));
  }
  return lines;
}

// All of it happened within two seconds, so any order of the inputs is one within the lateness.
TEST(Hops, DoNotDependOnTheOrderOfReading) {
  const auto input = two_kernels(true);
  std::vector<Source> all;
  for (const std::string& log : input.audit) all.push_back({Kind::audit, pieces_of(log, true)});
  all.push_back({Kind::tlog, pieces_of(input.tlog[0], false)});
  for (const std::string& log : input.sshd_log) all.push_back({Kind::sshd, pieces_of(log, false)});
  std::mt19937 random(20261126);
  for (int round = 0; round < 300; ++round) {
    const bool with_log = round % 2 == 0;
    const std::span<Source> sources(all.data(), with_log ? all.size() : 3);
    EXPECT_EQ(parents_of(support::weave_in_order(input, mixed(sources, random)).documents),
              truth(with_log ? "" : "?"))
        << "round " << round;
  }
}

class HopsOfCaptures : public testing::TestWithParam<std::string> {};

// One host without node=, as auditd wrote it: there are hops in one, between two hosts of one name.
TEST_P(HopsOfCaptures, AreNoneOnOneHost) {
  const auto capture = support::load_capture(GetParam());
  for (const bool with_log : {true, false}) {
    support::WeaveInput input;
    input.audit = {capture.enriched};
    input.boot_id = capture.boot_id();
    if (with_log) input.sshd_log = capture.sshd;
    EXPECT_EQ(parents_of(support::weave(input).documents), Parents());
  }
}

INSTANTIATE_TEST_SUITE_P(Captures, HopsOfCaptures, testing::ValuesIn(support::capture_names()),
                         [](const auto& one) { return support::test_name(one.param); });

std::string with_node(const std::string& log, const std::string& node) {
  std::string named;
  for (const std::string& line : support::lines_of(log))
    named += "node=" + node + " " + line + "\n";
  return named;
}

// All captures at once, as of hosts of their own, and 14-second-hop and 26-rich-session by host. 30-load
// is large, and nobody dials in it.
std::vector<std::string> hops_of_all(bool with_log, const std::string& but) {
  support::WeaveInput input;
  for (const std::string& name : support::capture_names()) {
    if (name == "30-load" || name == but) continue;
    const auto capture = support::load_capture(name);
    const std::string split = support::fixture("captures/" + name + "/audit.node-");
    if (name == "14-second-hop" || name == "26-rich-session") {
      for (const char* host : {"bastion01", "target01"})
        input.audit.push_back(support::read_file(split + host + ".log.gz"));
    } else {
      input.audit.push_back(with_node(capture.enriched, "host-" + name.substr(0, 2)));
    }
    if (!with_log) continue;
    input.sshd_log.insert(input.sshd_log.end(), capture.sshd.begin(), capture.sshd.end());
  }
  std::vector<std::string> hops;
  for (const auto& [session, parent] : parents_of(support::weave(input).documents)) {
    hops.push_back(session.substr(session.rfind(':') + 1) + "<" +
                   parent.substr(parent.rfind(':') + 1));
  }
  std::sort(hops.begin(), hops.end());
  return hops;
}

// In 06-connect nc dials the target's sshd, which here is another host's nc: without the log it could
// be what came half a minute later.
TEST(HopsOfAll, AreThoseThatWere) {
  using Hops = std::vector<std::string>;
  EXPECT_EQ(hops_of_all(true, ""), (Hops{"141<140", "142<140", "144<143", "2<1?"}));
  EXPECT_EQ(hops_of_all(false, "06-connect"), (Hops{"141<140?", "142<140?", "144<143?", "2<1?"}));
  EXPECT_EQ(hops_of_all(false, ""), (Hops{"2<1?"}));
}

// The seconds of a log moved by so many.
std::string moved(const std::string& log, std::int64_t seconds) {
  const std::string mark = "msg=audit(";
  std::string text;
  for (std::string line : support::lines_of(log)) {
    const std::size_t at = line.find(mark) + mark.size();
    line.replace(at, 10, std::to_string(std::stoll(line.substr(at, 10)) + seconds));
    text += line + "\n";
  }
  return text;
}

std::int64_t first_second(const std::string& log) {
  return std::stoll(log.substr(log.find("msg=audit(") + 10, 10));
}

// All captures at about one time: people come to twenty hosts while alice goes on from one of them.
TEST(HopsOfAll, AreNotMadeUpOnABusyMorning) {
  std::vector<std::pair<std::string, std::string>> others;  // node, log
  for (const std::string& name : support::capture_names()) {
    const std::string node = "host-" + name.substr(0, 2);
    if (name == "14-second-hop" || name == "30-load") continue;
    others.emplace_back(node, with_node(support::load_capture(name).enriched, node));
  }
  const auto hop = two_kernels(false);
  const auto expected = truth("?");
  std::mt19937 random(20261126);
  std::size_t found = 0;
  for (int round = 0; round < 10; ++round) {
    support::WeaveInput input;
    input.audit = hop.audit;
    input.tlog = hop.tlog;
    input.learn_boots = true;
    for (const auto& [node, log] : others) {
      const std::int64_t start = first_second(hop.audit[0]) - 3 + static_cast<int>(random() % 7);
      input.audit.push_back(moved(log, start - first_second(log)));
    }
    for (const auto& [session, parent] : parents_of(support::weave(input).documents)) {
      ASSERT_TRUE(expected.contains(session)) << session << " from " << parent;
      EXPECT_EQ(parent, expected.at(session));
      ++found;
    }
  }
  EXPECT_GT(found, 0U);
}

}  // namespace
}  // namespace auweave
