#include "correlate/command.h"

#include <algorithm>

#include "base/text.h"
#include "correlate/line_calls.h"

namespace auweave::correlate {
namespace {

void add_once(std::vector<std::string>& list, const std::string& text, std::size_t most) {
  if (list.size() >= most || text.empty()) return;
  if (std::find(list.begin(), list.end(), text) == list.end()) list.push_back(text);
}

// Returns the longest beginning of at most `most` bytes that cuts no character.
std::string_view cut(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end);
}

std::size_t size_of(const model::Executed& executed) {
  std::size_t sum = sizeof(executed) + executed.exe.size();
  for (const std::string& word : executed.argv) sum += sizeof(std::string) + word.size();
  return sum;
}

}  // namespace

void Command::executes(const ProcessAction& action, bool child_of_shell) {
  ++executed;
  std::vector<model::Executed>& list = child_of_shell ? own : inner;
  if (list.size() < kMostExecuted && executed_bytes_ < kMostExecutedBytes) {
    model::Executed& entry = list.emplace_back();
    entry.argv = action.argv;
    entry.exe = action.exe;
    entry.pid = action.pid.value;
    if (action.ppid.has_value()) entry.ppid = action.ppid->value;
    entry.started = action.time();
    entry.effective_user = action.effective_user;
    entry.failed = action.failed;
    executed_bytes_ += size_of(entry);
  }
  if (cwd.empty()) cwd = action.cwd;
  if (tty.empty()) tty = action.tty;
  if (claimed.empty()) claimed = action.claimed;
  does(action);
}

void Command::does(const ProcessAction& action) {
  news = true;
  late = late || action.late;
  denied = denied || action.denied;
  last = std::max(last, action.time());
  if (events.size() < kMostEvents) events.push_back(action.key);
  if (action.what == ProcessAction::What::connected)
    add_once(connections, action.text, kMostEvents);
  if (action.what == ProcessAction::What::wrote) {
    add_once(files, action.text, kMostEvents);
    if (!action.other.empty()) add_once(files, action.other, kMostEvents);
  }
}

// A pid may have been another program's before.
void Command::judged(model::Pid pid, bool refused) {
  model::Executed* latest = nullptr;
  for (auto* list : {&own, &inner}) {
    for (model::Executed& each : *list) {
      const bool later = latest == nullptr || each.started >= latest->started;
      if (each.pid == pid.value && later) latest = &each;
    }
  }
  if (latest != nullptr) latest->refused = refused;
}

std::optional<bool> Command::succeeded() const {
  if (exit.has_value()) return *exit == 0;
  const bool stopped = own.size() == 1 && inner.empty() && (own[0].failed || own[0].refused);
  return stopped ? std::optional(false) : std::nullopt;
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

bool Command::is_over(base::WallTime time) const { return ended.has_value() && time > *ended; }

bool Command::unshow(std::string_view row) {
  std::size_t end = output.size();
  // Only near the end: a search of all output for each line would cost its square.
  for (int i = 0; i < kMostUnshown && end > 0; ++i) {
    const std::size_t newline = output.rfind('\n', end - 1);
    const std::size_t begin = newline == output.npos ? 0 : newline + 1;
    if (std::string_view(output).substr(begin, end - begin) == row) {
      const bool at_end = end == output.size();
      output.erase(at_end && begin > 0 ? begin - 1 : begin,
                   row.size() + (at_end && begin == 0 ? 0 : 1));
      --rows;
      output_bytes -= std::min<std::uint64_t>(output_bytes, row.size() + 1);
      return true;
    }
    end = begin == 0 ? 0 : begin - 1;
  }
  return false;
}

std::string Command::take_line(std::span<const std::string> argv) {
  std::size_t begin = output.size();
  for (int i = 0; i < kMostUnshown && begin > 0; ++i)
    begin = begin < 2 ? 0 : std::min(output.rfind('\n', begin - 2) + 1, begin - 1);
  int looks = 0;
  while (begin < output.size()) {
    const std::string_view shown = std::string_view(output).substr(begin);
    const std::string_view row = shown.substr(0, shown.find('\n'));
    if (row.find(argv.front()) != row.npos && looks++ < kMostLooks) {
      const std::string_view text = shown.substr(0, LineCalls::first_line(shown));
      if (LineCalls(text).fit(argv) >= Fit::shape) {
        std::string taken(text);
        const bool newline = begin + taken.size() < output.size();
        output.erase(begin, taken.size() + (newline ? 1 : 0));
        if (begin == output.size() && output.ends_with('\n')) output.pop_back();
        const auto newlines = std::count(taken.begin(), taken.end(), '\n');
        rows -= std::min(rows, static_cast<std::uint64_t>(newlines) + 1);
        return taken;
      }
    }
    begin = std::min(output.find('\n', begin), output.size()) + 1;
  }
  return "";
}

void Command::count_executed() {
  executed_bytes_ = 0;
  for (const auto* list : {&own, &inner}) {
    for (const model::Executed& each : *list) executed_bytes_ += size_of(each);
  }
}

std::size_t Command::size() const {
  std::size_t sum = sizeof(Command) + line.size() + output.size() + executed_bytes_;
  sum += events.size() * sizeof(model::EventKey);
  for (const auto* list : {&connections, &files}) {
    for (const std::string& text : *list) sum += sizeof(std::string) + text.size();
  }
  return sum;
}

}  // namespace auweave::correlate
