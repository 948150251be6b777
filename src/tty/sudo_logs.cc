#include "tty/sudo_logs.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

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

// Where the folder of logs lies is no matter of the log's.
Damage damage_of(const std::string& folder, const std::string& rec, std::uint64_t line,
                 const Error& error) {
  const std::string above = folder + "/";
  const bool full = error.message.starts_with(above);
  return {"sudo", rec, line, error.message.substr(full ? above.size() : 0)};
}

base::Result<SudoLogs> SudoLogs::open(const std::string& root, bool terminal_input) {
  auto found = find_sudo_logs(root);
  if (!found.ok()) return found.error();
  SudoLogs logs(root, terminal_input);
  for (const std::string& rec : *found) logs.add(rec);
  std::stable_sort(logs.waiting_.begin(), logs.waiting_.end(),
                   [](const Waiting& a, const Waiting& b) { return a.began > b.began; });
  return logs;
}

void SudoLogs::add(const std::string& rec) {
  auto log = SudoLog::open(root_, rec, terminal_input_);
  if (log.ok()) {
    waiting_.push_back({log->opening().time, rec});
  } else {
    unreadable_.push_back(damage_of(root_ + "/" + rec, rec, 0, log.error()));
  }
}

// A log has to be open before anything later of another one is given.
void SudoLogs::begin_due() {
  while (!waiting_.empty()) {
    const auto first = earliest();
    if (first != open_.end() && first->time < waiting_.back().began) return;
    const Waiting due = std::move(waiting_.back());
    waiting_.pop_back();
    auto log = SudoLog::open(root_, due.rec, terminal_input_);
    if (log.ok()) {
      open_.push_back({std::move(*log), {}, due.began});
      open_.back().head = open_.back().log.opening();
    } else {
      unreadable_.push_back(damage_of(root_ + "/" + due.rec, due.rec, 0, log.error()));
    }
  }
}

std::list<SudoLogs::Open>::iterator SudoLogs::earliest() {
  return std::min_element(open_.begin(), open_.end(),
                          [](const Open& a, const Open& b) { return a.time < b.time; });
}

// False: that was all of it.
bool SudoLogs::read_on(Open& open) {
  auto chunk = open.log.rest();
  if (!chunk.ok()) {
    open.head =
        damage_of(open.log.folder(), open.log.opening().rec, open.log.place().line, chunk.error());
    return true;
  }
  if (!chunk->has_value()) return false;
  open.time = std::max(open.time, (*chunk)->time);
  open.head = std::move(**chunk);
  return true;
}

std::optional<base::WallTime> SudoLogs::time() {
  begin_due();
  if (!unreadable_.empty()) return base::WallTime{};
  const auto first = earliest();
  if (first == open_.end()) return std::nullopt;
  return first->time;
}

std::optional<Recorded> SudoLogs::next() {
  begin_due();
  if (!unreadable_.empty()) {
    Recorded damage = std::move(unreadable_.front());
    unreadable_.erase(unreadable_.begin());
    return damage;
  }
  const auto first = earliest();
  if (first == open_.end()) return std::nullopt;
  Recorded head = std::move(first->head);
  if (!read_on(*first)) open_.erase(first);
  return head;
}

}  // namespace auweave::tty
