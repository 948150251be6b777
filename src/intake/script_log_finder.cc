#include "intake/script_log_finder.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "base/io_error.h"
#include "base/text.h"
#include "tty/script_log.h"

namespace auweave::intake {
namespace {

// A change of the folder that is younger may hide another one.
constexpr std::int64_t kRacyNs = 2'000'000'000;
// What was left, because its owner had begun too many, is looked at again so often.
constexpr std::int64_t kLeftMs = 60'000;
constexpr std::int64_t kFutureNs = 2'000'000'000;

// True if another folder, or none, has the folder's path now.
bool is_replaced(const base::Folder& folder) {
  struct stat now {};
  if (::stat(folder.path().c_str(), &now) != 0) return true;
  auto held = folder.facts();
  return !held.ok() || held->inode != now.st_ino || held->links == 0;
}

// Opens the folder unless it is open. A folder that does not exist is no Error.
base::Status keep_open(const std::string& path, std::optional<base::Folder>& folder) {
  if (folder.has_value() && !is_replaced(*folder)) return base::ok();
  folder.reset();
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0 && errno == ENOENT) return base::ok();
  auto opened = base::Folder::open(path);
  if (!opened.ok()) return opened.error();
  folder = std::move(*opened);
  return base::ok();
}

}  // namespace

std::optional<std::string> OneStar::middle(const std::string& name) const {
  const std::size_t around = before.size() + after.size();
  if (name.size() < around || !name.starts_with(before) || !name.ends_with(after))
    return std::nullopt;
  return name.substr(before.size(), name.size() - around);
}

std::optional<OneStar> one_star(const std::string& pattern) {
  const std::size_t star = pattern.find('*');
  const std::size_t slash = pattern.rfind('/');
  const bool good = star != std::string::npos && slash != std::string::npos && slash < star &&
                    pattern.find('*', star + 1) == std::string::npos;
  if (!good) return std::nullopt;
  return OneStar{pattern.substr(0, slash), pattern.substr(slash + 1, star - slash - 1),
                 pattern.substr(star + 1)};
}

ScriptLogFinder::ScriptLogFinder(Patterns patterns, Reading reading, base::WallTime since)
    : patterns_(std::move(patterns)), reading_(reading), since_(since), found_(since) {}

base::Status ScriptLogFinder::open_folders() {
  const bool before = timings_.has_value();
  auto opened = keep_open(patterns_.timing.folder, timings_);
  if (opened.ok()) opened = keep_open(patterns_.data.folder, data_);
  if (before && timings_.has_value() && opened.ok()) return opened;
  entries_.reset();
  seen_change_ns_ = -1;
  return opened;
}

// Names are read only when the folder has changed: files that are just there cost nothing.
base::Status ScriptLogFinder::begin_look(base::WallTime now) {
  auto facts = timings_->facts();
  if (!facts.ok()) return facts.error();
  const bool changed =
      facts->changed_ns != seen_change_ns_ || now.ns - facts->changed_ns <= kRacyNs;
  const std::int64_t until = next_look_.ms() - now.ms();
  const bool due = left_ > 0 && (until <= 0 || until > kLeftMs);
  if (!changed && !due) return base::ok();
  auto entries = timings_->entries();
  if (!entries.ok()) return entries.error();
  entries_ = std::move(*entries);
  seen_change_ns_ = facts->changed_ns;
  next_look_ = base::WallTime::from_ms(now.ms() + kLeftMs);
  left_ = 0;
  return base::ok();
}

base::Result<std::vector<FoundLog>> ScriptLogFinder::look(base::WallTime now) {
  std::vector<FoundLog> found;
  now_ = now;
  if (!entries_.has_value()) {
    if (auto opened = open_folders(); !opened.ok()) return opened.error();
    if (!timings_.has_value()) return found;
    if (auto begun = begin_look(now); !begun.ok()) return begun.error();
  }
  for (int i = 0; entries_.has_value() && i < kMostNames; ++i) {
    auto name = entries_->next();
    if (!name.has_value()) entries_.reset();
    if (!name.has_value() || !patterns_.timing.middle(*name).has_value()) continue;
    const auto facts = timings_->look(*name);
    if (!facts.has_value()) continue;
    FoundLog log = found_log(std::move(*name), *facts);
    if (found_.is_new(log)) found.push_back(std::move(log));
  }
  left_ += found.size();
  std::sort(found.begin(), found.end(),
            [](const FoundLog& a, const FoundLog& b) { return a.rec < b.rec; });
  return found;
}

void ScriptLogFinder::take(const FoundLog& found) {
  found_.add(found);
  --left_;
}

// It grows, but began before us. Its first line tells whole seconds.
bool ScriptLogFinder::is_older(const tty::TimedLog& log) const {
  return log.opening().time.ns + 1'000'000'000 <= since_.ns;
}

// Whoever may rename a file of another's into the folder does not own it.
base::Result<base::UniqueFd> ScriptLogFinder::open_file(const std::string& path,
                                                        std::uint32_t owner) const {
  const bool is_timing = path.ends_with(patterns_.timing.after) &&
                         path.starts_with(patterns_.timing.folder + "/" + patterns_.timing.before);
  const auto& folder = is_timing ? timings_ : data_;
  if (!folder.has_value()) return base::UniqueFd();
  auto fd = folder->file(std::string(base::basename(path)));
  if (!fd.ok() || !fd->valid()) return fd;
  auto facts = base::facts_of(fd->get(), path);
  if (!facts.ok()) return facts.error();
  if (facts->owner == owner) return fd;
  return base::Error{base::ErrorKind::io, path + ": belongs to uid " +
                                              std::to_string(facts->owner) + ", and not to uid " +
                                              std::to_string(owner) + " as the timing: not read"};
}

base::Result<tty::TimedLog> ScriptLogFinder::open(const FoundLog& found) const {
  const std::string middle = patterns_.timing.middle(found.rec).value_or("");
  tty::LogAccess access;
  access.open = [this, owner = found.owner](const std::string& path) {
    return open_file(path, owner);
  };
  access.owner = found.owner;
  if (!trusts(found.owner)) access.limits = reading_.limits;
  const tty::ScriptFiles files{patterns_.data.path(middle), patterns_.timing.path(middle)};
  auto log = tty::open_script_log(files, reading_.terminal_input, true, access);
  if (!log.ok() || log->opening().time.ns <= now_.ns + kFutureNs) return log;
  return base::Error{base::ErrorKind::parse, files.data + ":1: it begins in the future"};
}

tty::Damage ScriptLogFinder::damage(const std::string& rec, std::uint64_t line,
                                    const base::Error& error) const {
  return tty::damage_of({"script", rec, line, {}}, name(), error);
}

}  // namespace auweave::intake
