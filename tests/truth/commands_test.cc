// Commands against what the driver of each capture typed: one document a line, in its session, with the
// line as it stood there, what it executed, and what it showed.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "base/text.h"
#include "support/capture.h"
#include "support/sanitizer.h"
#include "support/text_file.h"
#include "support/weave.h"

namespace auweave {
namespace {

using support::Capture;
using support::number;
using support::text;

// A command with all of its parts.
struct Told {
  std::string session_id, line, source, where, state, output;
  std::int64_t started_ms = 0;
  std::int64_t executed_count = 0;
  std::vector<std::vector<std::string>> executed;
};

std::int64_t ms_of_day(const std::string& rfc3339) {
  const auto digits = [&](std::size_t at, std::size_t size) {
    return std::stoll(rfc3339.substr(at, size));
  };
  return ((digits(11, 2) * 60 + digits(14, 2)) * 60 + digits(17, 2)) * 1000 + digits(20, 3);
}

std::int64_t ms_of_day_of_epoch(const std::string& seconds) {
  const std::size_t dot = seconds.find('.');
  return std::stoll(seconds.substr(0, dot)) % 86'400 * 1000 +
         std::stoll(seconds.substr(dot + 1, 3));
}

std::string plain(const std::string& written) {
  return base::needs_escape(written) || written.find("\\x") != std::string::npos
             ? base::unescaped(written)
             : written;
}

std::map<std::string, Told> commands_of(const support::WeaveInput& input) {
  std::map<std::string, Told> commands;
  for (const std::string& json : support::weave(input).documents) {
    const auto document = support::parse(json);
    if (text(document, "kind") != "command") continue;
    EXPECT_EQ(support::schema_problem(json), "");
    Told& told = commands[text(document, "command_id")];
    told.session_id = text(document, "session_id");
    told.line = plain(text(document, "command"));
    told.source = text(document, "source");
    told.where = text(document, "where");
    told.state = text(document, "state");
    told.output += text(document, "tty_output");
    told.started_ms = ms_of_day(text(document, "started"));
    told.executed_count = *number(document, "executed_count");
    told.executed.clear();
    if (!document.HasMember("executed")) continue;
    for (const auto& each : document["executed"].GetArray()) {
      auto& argv = told.executed.emplace_back();
      if (!each.HasMember("argv")) continue;
      for (const auto& word : each["argv"].GetArray()) argv.push_back(plain(word.GetString()));
    }
  }
  return commands;
}

// Something happens on this host five times a second, also before and long after the log: so nothing
// waits for the end of the input.
std::string heartbeat(const std::string& log) {
  const auto second_in = [&](std::size_t at) { return std::stoll(log.substr(at + 6, 10)); };
  const std::int64_t from = second_in(log.find("audit(")) - 5;
  const std::int64_t until = second_in(log.rfind("audit(")) + 60;
  const std::size_t serial_at = log.find(':', log.find("audit(")) + 1;
  const std::string serial = log.substr(serial_at, log.find(')', serial_at) - serial_at);
  std::string beats;
  for (std::int64_t tenths = from * 10; tenths < until * 10; tenths += 2) {
    beats += "type=USER_ACCT msg=audit(" + std::to_string(tenths / 10) + "." +
             std::to_string(tenths % 10) + "07:" + serial + "): pid=1 res=success\n";
  }
  return beats;
}

std::map<std::string, Told> commands_of(const Capture& capture, const std::string& audit,
                                        bool alive = false) {
  support::WeaveInput input;
  input.audit = {audit};
  if (!capture.tlog.empty()) input.tlog.push_back(capture.tlog);
  if (!capture.own_tlog.empty()) input.tlog.push_back(capture.own_tlog);
  input.boot_id = capture.boot_id();
  if (alive) input.audit.push_back(heartbeat(audit));
  return commands_of(input);
}

// Lines that cannot be told, each with its reason.
std::string excuse(const std::string& capture, const rapidjson::Value& row) {
  const std::string user = text(row, "user");
  const std::string line = text(row, "line");
  if (user == "eve") return "eve is not recorded";
  if (capture == "16-abrupt" && number(row, "ses") == 148) return "the recorder was killed";
  if (capture == "30-load" && user == "carol") return "carol's recording was not kept";
  if (line.find('\x7F') != std::string::npos) return "it holds editing keys";
  return "";
}

// What is typed inside of a recording that shows another host is told there too.
bool is_local(const Told& told) { return told.where == "local"; }

class Commands : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    if (support::kThreadSanitizer && GetParam() == "30-load") {
      GTEST_SKIP() << support::kNoLoadUnderTsan;
    }
    capture = support::load_capture(GetParam());
  }
  void check(const rapidjson::Value& row, const std::map<std::string, Told>& commands);
  const Told* find(const rapidjson::Value& row, const std::map<std::string, Told>& commands);

  Capture capture;
  std::set<const Told*> found;
};

const Told* Commands::find(const rapidjson::Value& row,
                           const std::map<std::string, Told>& commands) {
  const std::string session = ":" + std::to_string(*number(row, "ses"));
  const Told* match = nullptr;
  for (const auto& [id, told] : commands) {
    if (told.source != "terminal" || !is_local(told) || found.contains(&told)) continue;
    if (!told.session_id.ends_with(session) || told.line != text(row, "line")) continue;
    // Within 250 ms of when it was typed; those inside of another line have no time.
    const bool timed = row.HasMember("t");
    const std::int64_t typed = timed ? ms_of_day_of_epoch(text(row, "t")) : told.started_ms;
    if (std::abs(told.started_ms - typed) > 250) continue;
    if (match != nullptr && timed) ADD_FAILURE() << "twice: " << told.line;
    if (match == nullptr || told.started_ms < match->started_ms) match = &told;
  }
  return match;
}

void Commands::check(const rapidjson::Value& row, const std::map<std::string, Told>& commands) {
  const std::string line = text(row, "line");
  const Told* told = find(row, commands);
  ASSERT_NE(told, nullptr) << GetParam() << ": " << line;
  found.insert(told);
  if (row.HasMember("argv_hex")) {
    std::vector<std::string> argv;
    for (const auto& word : row["argv_hex"].GetArray()) {
      const std::string digits = word.GetString();
      std::string bytes(digits.size() / 2, '\0');
      std::string upper = digits;
      for (char& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
      base::decode_hex(upper, bytes.data());
      argv.push_back(bytes);
    }
    // A script is executed by the interpreter that its first line names.
    const bool script = argv == std::vector<std::string>{"fakesql"};
    if (script) argv = {"/bin/bash", "/usr/local/bin/fakesql"};
    EXPECT_TRUE(std::count(told->executed.begin(), told->executed.end(), argv)) << line;
  }
  if (row.HasMember("hidden")) {
    for (const auto& hidden : row["hidden"].GetArray()) {
      const auto ran = std::any_of(told->executed.begin(), told->executed.end(),
                                   [&](const std::vector<std::string>& argv) {
                                     std::string joined;
                                     for (const std::string& word : argv)
                                       joined += (joined.empty() ? "" : " ") + word;
                                     return joined == hidden.GetString();
                                   });
      EXPECT_TRUE(ran) << hidden.GetString() << " of " << line;
    }
  }
  if (row.HasMember("output")) {
    EXPECT_EQ(told->output, text(row, "output")) << line;
  }
  // Neither prompt nor echo.
  EXPECT_EQ(told->output.find("@bastion01:"), std::string::npos) << told->output;
  EXPECT_EQ(told->output.find("@target01:"), std::string::npos) << told->output;
}

TEST_P(Commands, AreWhatWasTyped) {
  for (const bool raw : {false, true}) {
    const auto commands =
        commands_of(capture, raw ? support::raw_of(capture.enriched) : capture.enriched, raw);
    found.clear();
    if (!capture.truth.HasMember("lines")) continue;
    for (const auto& row : capture.truth["lines"].GetArray()) {
      const std::string why = excuse(GetParam(), row);
      if (why.empty()) {
        check(row, commands);
      } else {
        EXPECT_EQ(find(row, commands), nullptr) << why << ": " << text(row, "line");
      }
    }
  }
}

// Lines that were typed and the truth has not as they stood at Enter: exit, of logins that are there for
// another reason, to a program that reads lines, and with editing keys.
bool is_left_out(const std::string& capture, const std::string& line) {
  static const std::map<std::string, std::set<std::string>> kLines = {
      {"03-login-failed", {"id"}},
      {"14-second-hop", {"id"}},
      {"18-secrets-tty",
       {"select * from cards where pan=\"4111111111111111\";", "quit", "echo tyexd"}},
      {"26-rich-session", {"grep alice /etc/shadow | cut -c1-9", "uptime -p"}}};
  const auto lines = kLines.find(capture);
  return line == "exit" || (lines != kLines.end() && lines->second.contains(line));
}

TEST_P(Commands, AreNoOthers) {
  const auto commands = commands_of(capture, capture.enriched);
  for (const auto& row : capture.truth["lines"].GetArray()) {
    if (const Told* told = find(row, commands)) found.insert(told);
  }
  for (const auto& [id, told] : commands) {
    if (told.source != "terminal" || !is_local(told) || found.contains(&told)) continue;
    EXPECT_TRUE(is_left_out(GetParam(), told.line)) << told.session_id << ": " << told.line;
  }
}

INSTANTIATE_TEST_SUITE_P(All, Commands, testing::ValuesIn(support::capture_names()),
                         [](const auto& capture) { return support::test_name(capture.param); });

// What tlog and sudo both recorded gives the same commands by either: the lines of root's shells, what
// they executed and showed.
TEST(Sources, GiveTheSameCommands) {
  std::size_t compared = 0;
  for (const std::string name : {"04-sudo", "12-sudo-shell", "20-tlog-variants"}) {
    const Capture capture = support::load_capture(name);
    support::WeaveInput input;
    input.audit = {capture.enriched, heartbeat(capture.enriched)};
    input.boot_id = capture.boot_id();
    input.sudo_io = {support::fixture("captures/" + name + "/sudo-io")};
    const auto of_sudo = commands_of(input);
    input.tlog = {capture.tlog};
    if (!capture.own_tlog.empty()) input.tlog.push_back(capture.own_tlog);
    const auto of_both = commands_of(input);
    input.sudo_io.clear();
    const auto of_tlog = commands_of(input);
    EXPECT_EQ(of_both.size(), of_tlog.size()) << "what two recorded is told once";
    for (const auto& [id, told] : of_tlog) {
      const auto same = of_both.find(id);
      ASSERT_NE(same, of_both.end()) << told.line;
      // eve has no other recording than sudo's.
      if (told.source == "exec") continue;
      EXPECT_EQ(same->second.output, told.output) << told.line;
      EXPECT_EQ(same->second.executed, told.executed) << told.line;
    }
    for (const auto& each_of_sudo : of_sudo) {
      const Told& told = each_of_sudo.second;
      if (told.source != "terminal") continue;
      const auto same = std::count_if(of_tlog.begin(), of_tlog.end(), [&](const auto& each) {
        const Told& other = each.second;
        return other.source == "terminal" && other.session_id == told.session_id &&
               other.line == told.line && other.executed == told.executed &&
               other.output == told.output && std::abs(other.started_ms - told.started_ms) <= 50;
      });
      EXPECT_EQ(same, 1) << name << " " << told.session_id << " " << told.line << ": "
                         << told.output;
      ++compared;
    }
  }
  EXPECT_GE(compared, 12U);
}

// 30-load: each loop is one document that counts all that it executed, recorded or not.
TEST(Loops, AreOneCommandEach) {
  if (support::kThreadSanitizer) GTEST_SKIP() << support::kNoLoadUnderTsan;
  const Capture capture = support::load_capture("30-load");
  std::map<std::string, int> loops;
  for (const auto& [id, told] : commands_of(capture, capture.enriched)) {
    if (told.executed_count < 100) continue;
    // seq, 1527 times four programs, echo.
    EXPECT_EQ(told.executed_count, 1 + 1527 * 4 + 1) << told.line;
    ++loops[told.session_id];
  }
  EXPECT_EQ(loops.size(), 6U);
  for (const auto& [session, count] : loops) EXPECT_EQ(count, 1) << session;
}

}  // namespace
}  // namespace auweave
