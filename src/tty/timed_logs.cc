#include "tty/timed_logs.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "tty/sudo_log.h"

namespace auweave::tty {
namespace {

namespace fs = std::filesystem;
using base::Error;
using base::ErrorKind;

bool is_log(const fs::path& folder) {
  std::error_code ignored;
  return fs::exists(folder / "timing", ignored);
}

}  // namespace

base::Result<std::vector<std::string>> find_sudo_logs(const std::string& root) {
  std::error_code failed;
  std::vector<std::string> found;
  fs::recursive_directory_iterator at(root, failed);
  for (const fs::recursive_directory_iterator end; !failed && at != end; at.increment(failed)) {
    std::error_code ignored;
    if (at->is_symlink(ignored) || !at->is_directory(ignored) || !is_log(at->path())) continue;
    found.push_back(at->path().lexically_relative(root).string());
    at.disable_recursion_pending();
  }
  if (failed) return Error{ErrorKind::config, root + ": " + failed.message()};
  std::sort(found.begin(), found.end());
  return found;
}

Damage damage_of(Damage damage, const std::string& folder, const Error& error) {
  const std::string above = folder + "/";
  const bool full = error.message.starts_with(above);
  damage.why = error.message.substr(full ? above.size() : 0);
  return damage;
}

base::Result<TimedLogs> TimedLogs::of_sudo(const std::string& root, bool terminal_input) {
  auto found = find_sudo_logs(root);
  if (!found.ok()) return found.error();
  TimedLogs logs;
  for (const std::string& rec : *found) {
    std::string folder = root;
    logs.add({"sudo",
              folder.append("/").append(rec),
              rec,
              [=] { return open_sudo_log(root, rec, terminal_input); },
              {}});
  }
  std::stable_sort(logs.waiting_.begin(), logs.waiting_.end(),
                   [](const Waiting& a, const Waiting& b) { return a.began > b.began; });
  return logs;
}

base::Result<TimedLogs> TimedLogs::of_one(const std::string& source, const std::string& timing,
                                          Opening opening) {
  if (auto log = opening(); !log.ok()) return Error{ErrorKind::config, log.error().message};
  TimedLogs logs;
  logs.add({source, fs::path(timing).parent_path().string(), "", std::move(opening), {}});
  return logs;
}

void TimedLogs::add(Waiting log) {
  auto opened = log.opening();
  if (opened.ok()) {
    log.began = opened->opening().time;
    waiting_.push_back(std::move(log));
  } else {
    unreadable_.push_back(damage_of({log.source, log.rec, 0, {}}, log.folder, opened.error()));
  }
}

// A log must be open before anything later of another log is given.
void TimedLogs::begin_due() {
  while (!waiting_.empty()) {
    if (!open_.empty() && open_.begin()->first.first < waiting_.back().began) return;
    Waiting due = std::move(waiting_.back());
    waiting_.pop_back();
    auto log = due.opening();
    if (log.ok()) {
      const Recorded opening = log->opening();
      const base::WallTime began = due.began;
      open_.emplace(std::pair(began, ++opened_), Open{std::move(due), std::move(*log), opening});
    } else {
      unreadable_.push_back(damage_of({due.source, due.rec, 0, {}}, due.folder, log.error()));
    }
  }
}

// Returns the time of the next head, which is not before `time`, or no time at the end of the log.
std::optional<base::WallTime> TimedLogs::read_on(Open& open, base::WallTime time) {
  auto chunk = open.log.rest();
  while (open.log.more()) chunk = open.log.rest();
  if (!chunk.ok()) {
    open.head = damage_of({open.of.source, open.of.rec, open.log.place().line, {}}, open.of.folder,
                          chunk.error());
    return time;
  }
  if (!chunk->has_value()) return std::nullopt;
  time = std::max(time, (*chunk)->time);
  open.head = std::move(**chunk);
  return time;
}

std::optional<base::WallTime> TimedLogs::time() const {
  if (!unreadable_.empty()) return base::WallTime{};
  std::optional<base::WallTime> earliest;
  if (!open_.empty()) earliest = open_.begin()->first.first;
  if (!waiting_.empty())
    earliest = std::min(waiting_.back().began, earliest.value_or(waiting_.back().began));
  return earliest;
}

std::optional<Recorded> TimedLogs::next() {
  begin_due();
  if (!unreadable_.empty()) {
    Recorded damage = std::move(unreadable_.front());
    unreadable_.pop_front();
    return damage;
  }
  if (open_.empty()) return std::nullopt;
  auto first = open_.extract(open_.begin());
  Recorded head = std::move(first.mapped().head);
  if (const auto time = read_on(first.mapped(), first.key().first)) {
    first.key().first = *time;
    open_.insert(std::move(first));
  }
  return head;
}

}  // namespace auweave::tty
