#include "driven.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <sstream>

#include "base/text.h"
#include "shells.h"
#include "support/text_file.h"

namespace auweave::sessions {
namespace {

std::string unhex(std::string digits) {
  for (char& c : digits) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  std::string bytes(digits.size() / 2, '\0');
  base::decode_hex(digits, bytes.data());
  return bytes;
}

std::vector<Ran> read_rows(const std::string& path) {
  std::vector<Ran> all;
  for (const std::string& row : support::lines_of(support::read_file(path))) {
    std::istringstream words(row);
    Ran ran;
    std::string word;
    words >> ran.at_ns >> ran.pid >> ran.ppid >> word;
    ran.folder = unhex(word);
    while (words >> word) ran.argv.push_back(unhex(word.substr(1)));
    all.push_back(std::move(ran));
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Ran& a, const Ran& b) { return a.at_ns < b.at_ns; });
  return all;
}

std::string key_of(const Ran& ran) {
  const std::string& path = ran.argv.front();
  const std::string name = path.substr(path.rfind('/') + 1);
  return ran.argv.size() < 2 ? name : name + " " + ran.argv[1];
}

// Programs of one key are of the lines that name it, in this order.
void share_out(Driven& driven) {
  std::vector<bool> taken(driven.ran.size());
  driven.unplanned.assign(driven.plan.lines.size(), false);
  for (std::size_t line = 0; line < driven.plan.lines.size(); ++line) {
    for (const std::string& key : driven.plan.lines[line].executed) {
      std::size_t i = 0;
      while (i < driven.ran.size() && (taken[i] || key_of(driven.ran[i]) != key)) ++i;
      if (i == driven.ran.size()) {
        driven.unplanned[line] = true;
        continue;
      }
      taken[i] = true;
      driven.ran[i].line = static_cast<int>(line);
    }
  }
}

class Home {
 public:
  Home(const Plan& plan, const std::string& probe) {
    for (const auto& [name, content] : plan.files) {
      const std::filesystem::path path = folder_.path(name);
      std::filesystem::create_directories(path.parent_path());
      support::write_file(path, content);
    }
    std::filesystem::create_directories(folder_.path("bin"));
    for (const char* name : {"probe", "show", "worker", "bash", "dash", "sh", "zsh", "fish",
                             "ksh93", "mksh", "ash", "stty"})
      std::filesystem::create_symlink(probe, folder_.path("bin/" + std::string(name)));
    support::write_file(folder_.path("probes"), "");
  }
  [[nodiscard]] std::string probes() const { return folder_.path("probes"); }
  [[nodiscard]] std::string path() const { return folder_.path(""); }
  [[nodiscard]] std::vector<std::string> environment() const {
    const std::string home = folder_.path("");
    return {"HOME=" + home.substr(0, home.size() - 1),
            "PATH=" + folder_.path("bin"),
            "ENV=" + folder_.path(".shrc"),
            "AUWEAVE_PROBES=" + probes(),
            "TERM=xterm-256color",
            "LANG=C.UTF-8",
            "USER=alice",
            "LOGNAME=alice",
            "HISTSIZE=500"};
  }

 private:
  support::TemporaryFolder folder_;
};

void play(const Step& step, Terminal& terminal) {
  terminal.look(step.think_ms);
  for (const Stroke& stroke : step.strokes) {
    if (stroke.settle) terminal.settle(40);
    if (stroke.columns > 0) terminal.resize(stroke.columns, stroke.rows);
    if (stroke.pause_ms > 0) terminal.look(stroke.pause_ms);
    terminal.type(stroke.bytes);
  }
}

}  // namespace

Driven drive(const Plan& plan, const std::string& probe) {
  const Home home(plan, probe);
  Driven driven;
  driven.plan = plan;
  for (Line& line : driven.plan.lines) {
    const std::size_t at = line.text.find(kHome);
    if (at != std::string::npos)
      line.text.replace(at, std::string_view(kHome).size(),
                        home.path().substr(0, home.path().size() - 1));
  }
  Start start{shell_of(plan.shell)->path, plan.shell,   home.path(),
              home.environment(),         plan.columns, plan.rows};
  Terminal terminal(start);
  bool waiting = terminal.wait_for_prompt();
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    if (!waiting) {
      driven.stuck = "before step " + std::to_string(i);
      break;
    }
    play(plan.steps[i], terminal);
    if (i + 1 < plan.steps.size()) waiting = terminal.wait_for_prompt();
  }
  terminal.wait_for_end();
  driven.ended_ns = now_ns();
  driven.shown = terminal.shown();
  driven.shell_pid = terminal.pid();
  driven.started_ns = terminal.started_ns();
  driven.ran = read_rows(home.probes());
  share_out(driven);
  return driven;
}

}  // namespace auweave::sessions
