// What the programs of terminal servers are asked for, by their command lines.
#include "programs/terminal_server.h"

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

namespace auweave::programs {
namespace {

std::string call(const std::string& line) {
  std::istringstream words(line);
  std::vector<std::string> argv;
  for (std::string word; words >> word;) argv.push_back(word);
  const std::vector<std::string_view> seen = views(argv);
  const auto found = terminal_call("/usr/bin/" + argv.front(), seen);
  if (!found.has_value()) return "none";
  constexpr const char* names[] = {"attaches", "sends", "serves", "other"};
  std::string text = names[static_cast<int>(found->does)];
  if (found->begins) text += " begins";
  if (!found->label.empty()) text += " " + std::string(found->label);
  return text;
}

TEST(TerminalServers, AreAskedFor) {
  struct Row {
    const char* line;
    const char* says;
  };
  const Row rows[] = {
      {"tmux", "attaches begins"},
      {"tmux new -s work", "attaches begins"},
      {"tmux new-session -A -d -s work", "attaches begins"},
      {"tmux new -d -s work top", "sends begins"},
      {"tmux -2u attach -t work", "attaches"},
      {"tmux a", "attaches"},
      {"tmux at -r", "attaches"},
      {"tmux -S /tmp/shared a", "attaches /tmp/shared"},
      {"tmux -S/tmp/shared new", "attaches begins /tmp/shared"},
      {"tmux -L two new -t work", "attaches begins two"},
      {"tmux -f /dev/null -L two attach", "attaches two"},
      {"tmux -C attach", "attaches"},
      {"tmux ls", "other"},
      {"tmux -V", "other"},
      {"tmux list-panes", "other"},
      {"tmux send-keys -t work ls Enter", "sends"},
      {"tmux run-shell id", "sends"},
      {"tmux start-server", "sends begins"},
      {"tmux -D", "serves begins"},
      {"tmate -S /tmp/t new", "attaches begins /tmp/t"},
      {"screen", "attaches begins"},
      {"screen -S work", "attaches begins work"},
      {"screen -S work top", "attaches begins work"},
      {"screen -x", "attaches"},
      {"screen -x bob/work", "attaches bob/work"},
      {"screen -r 123.work", "attaches 123.work"},
      {"screen -d -r work", "attaches work"},
      {"screen -dr", "attaches"},
      {"screen -D -RR", "attaches begins"},
      {"screen -R work", "attaches begins work"},
      {"screen -d work", "sends work"},
      {"screen -dmS work top", "sends begins work"},
      {"screen -D -m -S work", "serves begins work"},
      {"screen -S work -X stuff id", "sends work"},
      {"screen -ls", "other"},
      {"screen -list", "other"},
      {"screen --version", "other"},
      {"dtach -A /tmp/d bash", "attaches begins /tmp/d"},
      {"dtach -a /tmp/d -e ^q", "attaches /tmp/d"},
      {"dtach -n /tmp/d top", "sends begins /tmp/d"},
      {"dtach -N /tmp/d top", "serves begins /tmp/d"},
      {"dtach -p /tmp/d", "sends /tmp/d"},
      {"abduco", "other"},
      {"abduco -e ^q -A work bash", "attaches begins work"},
      {"abduco -a work", "attaches work"},
      {"abduco -n work top", "sends begins work"},
      {"zellij", "attaches"},
      {"zellij -s work", "attaches work"},
      {"zellij attach work", "attaches work"},
      {"zellij --server /run/z/work", "serves /run/z/work"},
      {"zellij ls", "other"},
      {"zellij action write-chars id", "sends"},
      {"script -c tmux", "none"},
      {"ssh host tmux attach", "none"},
  };
  for (const Row& row : rows) EXPECT_EQ(call(row.line), row.says) << row.line;
}

TEST(TerminalServers, AreNamedByUtempter) {
  const auto named = [](std::string_view exe, std::vector<std::string_view> argv) {
    return std::string(server_named_by_utempter(exe, argv));
  };
  const char* exe = "/usr/lib/x86_64-linux-gnu/utempter/utempter";
  EXPECT_EQ(named(exe, {exe, "add", "tmux(21379).%0"}), "21379");
  EXPECT_EQ(named(exe, {exe, "add", "pts/1"}), "");
  EXPECT_EQ(named(exe, {exe, "del"}), "");
  EXPECT_EQ(named(exe, {exe, "add", "ls(21379).%0"}), "");
  EXPECT_EQ(named(exe, {exe, "add", "tmux)21379("}), "");
  EXPECT_EQ(named("/home/eve/utempter", {exe, "add", "tmux(21379).%0"}), "");
}

}  // namespace
}  // namespace auweave::programs
