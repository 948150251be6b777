#include "correlate/command.h"

#include <algorithm>

#include "base/text.h"

namespace auweave::correlate {
namespace {

void add_once(std::vector<std::string>& list, const std::string& text, std::size_t most) {
  if (list.size() >= most || text.empty()) return;
  if (std::find(list.begin(), list.end(), text) == list.end()) list.push_back(text);
}

// The longest beginning that cuts no character.
std::string_view cut(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end);
}

}  // namespace

void Command::executes(const Act& act, bool child_of_shell) {
  ++executed;
  std::vector<model::Executed>& list = child_of_shell ? own : inner;
  if (list.size() < kMostExecuted) {
    model::Executed& entry = list.emplace_back();
    entry.argv = act.argv;
    entry.exe = act.exe;
    entry.pid = act.pid.value;
    if (act.ppid.has_value()) entry.ppid = act.ppid->value;
    entry.started = act.time;
    entry.effective_user = act.effective_user;
    entry.failed = act.failed;
  }
  if (cwd.empty()) cwd = act.cwd;
  if (tty.empty()) tty = act.tty;
  does(act);
}

void Command::does(const Act& act) {
  news = true;
  late = late || act.late;
  last = std::max(last, act.time);
  if (events.size() < kMostEvents) events.push_back(base::hex(act.event_id));
  if (act.what == Act::What::connected) add_once(connections, act.text, kMostEvents);
  if (act.what == Act::What::wrote) {
    add_once(files, act.text, kMostEvents);
    if (!act.other.empty()) add_once(files, act.other, kMostEvents);
  }
}

void Command::shows(std::string_view row, bool goes_on) {
  news = true;
  const bool newline = rows > 0 && !goes_on;
  ++rows;
  const std::size_t bytes = row.size() + (newline ? 1 : 0);
  if (output_bytes >= kMostOutput) {
    left_out += bytes;
    return;
  }
  if (newline) output += '\n';
  const std::string_view kept = cut(row, kMostPart);
  output.append(kept);
  left_out += row.size() - kept.size();
  output_bytes += bytes;
}

std::size_t Command::size() const {
  std::size_t sum = sizeof(Command) + line.size() + output.size();
  for (const auto* list : {&own, &inner}) {
    for (const model::Executed& each : *list) {
      sum += sizeof(each) + each.exe.size();
      for (const std::string& word : each.argv) sum += sizeof(std::string) + word.size();
    }
  }
  for (const auto* list : {&events, &connections, &files}) {
    for (const std::string& text : *list) sum += sizeof(std::string) + text.size();
  }
  return sum;
}

}  // namespace auweave::correlate
