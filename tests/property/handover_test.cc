// A weaver that goes on from what another one knew gives what that would have given: at random moments of
// every capture, and of made nights.
#include <gtest/gtest.h>

#include <filesystem>
#include <random>
#include <set>

#include "audit/interpreter.h"
#include "meaning/meaning.h"
#include "support/capture.h"
#include "support/sanitizer.h"
#include "support/text_file.h"
#include "support/weave.h"
#include "weave/weaver.h"

namespace auweave {
namespace {

support::WeaveInput input_of(const support::Capture& capture) {
  support::WeaveInput input;
  input.audit = {capture.plugin};
  if (!capture.tlog.empty()) input.tlog = {capture.tlog};
  if (!capture.own_tlog.empty()) input.tlog.push_back(capture.own_tlog);
  input.sshd_log = capture.sshd;
  const std::string sudo_io = support::fixture("captures/" + capture.name + "/sudo-io");
  if (std::filesystem::exists(sudo_io)) input.sudo_io = {sudo_io};
  input.boot_id = capture.boot_id();
  return input;
}

// Bytes a second that a person's terminal shows more of now and then.
constexpr std::uint64_t kFlood = 100;

bool says_flood(const std::string& json) { return json.find(R"("flood_bytes":)") != json.npos; }

class Handover : public testing::TestWithParam<std::string> {};

TEST_P(Handover, ChangesNothing) {
  if (support::kThreadSanitizer && GetParam() == "30-load") {
    GTEST_SKIP() << support::kNoLoadUnderTsan;
  }
  const support::Capture capture = support::load_capture(GetParam());
  const std::size_t pieces = support::lines_of(capture.plugin).size();
  std::mt19937 random(11);
  for (int round = 0; round < 4; ++round) {
    auto input = input_of(capture);
    input.flood_limit = round == 3 ? kFlood : 0;
    const auto whole = support::weave(input).documents;
    if (round == 3 && GetParam() == "08-long-output") {
      EXPECT_TRUE(std::any_of(whole.begin(), whole.end(), says_flood));
    }
    std::set<std::size_t> moments;
    while (moments.size() < 40) moments.insert(random() % pieces);
    input.handovers.assign(moments.begin(), moments.end());
    const auto handed = support::weave(input).documents;
    ASSERT_EQ(handed.size(), whole.size());
    for (std::size_t i = 0; i < whole.size(); ++i)
      ASSERT_EQ(handed[i], whole[i]) << "round " << round;
  }
}

// A weaver of its own, in the midst of a session.
std::string state_of(weave::WeaverSettings settings, const std::string& load = "",
                     const std::string& recordings = "tlog.jsonl") {
  audit::AuparseDecoder decoder(meaning::wants_normalized);
  audit::NoAccounts nobody;
  audit::Interpreter interpreter(nobody);
  struct Nowhere : model::DocumentSink {
    void take(const model::Document&) override {}
  } nowhere;
  weave::Weaver weaver(std::move(settings), decoder, interpreter, nowhere);
  const std::uint32_t audit = weaver.sources().add("audit.log");
  const std::uint32_t tlog = weaver.sources().add(recordings);
  if (!load.empty()) return weaver.load(load) ? "loaded" : "refused";
  const support::Capture capture = support::load_capture("04-sudo");
  const auto lines = support::lines_of(capture.plugin);
  std::uint64_t number = 0;
  for (const std::string& line : support::lines_of(capture.tlog)) {
    weaver.chunks().tlog_line({line, ++number, 0, 0, true}, tlog, false);
  }
  for (std::size_t i = 0; i < lines.size() / 2; ++i) {
    weaver.audit_line({lines[i], i + 1, 0, 0, true}, audit);
  }
  return weaver.save();
}

TEST(State, OfOtherSettingsOrAnotherVersionOrCutOffIsRefused) {
  weave::WeaverSettings settings;
  settings.host = "bastion01";
  const std::string state = state_of(settings);
  EXPECT_EQ(state_of(settings, state), "loaded");
  EXPECT_EQ(state_of(settings, state + "x"), "refused");
  EXPECT_EQ(state_of(settings, "\x7F" + state.substr(1)), "refused");
  for (std::size_t size = 1; size < state.size(); size += 1 + size / 50) {
    EXPECT_EQ(state_of(settings, state.substr(0, size)), "refused") << size;
  }
  auto other = settings;
  other.host = "bastion02";
  EXPECT_EQ(state_of(other, state), "refused");
  other = settings;
  other.lateness_ms = 5000;
  EXPECT_EQ(state_of(other, state), "refused");
  EXPECT_EQ(state_of(settings, state, "another file"), "refused");
  other = settings;
  other.terminal_input = true;
  EXPECT_EQ(state_of(other, state), "refused");
}

INSTANTIATE_TEST_SUITE_P(Captures, Handover, testing::ValuesIn(support::capture_names()),
                         [](const auto& row) { return support::test_name(row.param); });

}  // namespace
}  // namespace auweave
