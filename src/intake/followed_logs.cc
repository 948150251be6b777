#include "intake/followed_logs.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

namespace auweave::intake {
namespace {

using base::WallTime;
using tty::Recorded;

std::string below(const std::string& folder, const std::string& name) {
  return folder.empty() ? name : folder + "/" + name;
}

std::int64_t changed_ns(const struct stat& info) {
  return static_cast<std::int64_t>(info.st_mtim.tv_sec) * 1'000'000'000 + info.st_mtim.tv_nsec;
}

std::vector<std::string> names_in(const std::string& path) {
  std::vector<std::string> names;
  const std::unique_ptr<DIR, int (*)(DIR*)> folder(::opendir(path.c_str()), ::closedir);
  if (folder == nullptr) return names;
  while (const dirent* entry = ::readdir(folder.get())) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") names.emplace_back(name);
  }
  std::sort(names.begin(), names.end());  // as sudo counts
  return names;
}

}  // namespace

FollowedLogs::FollowedLogs(Settings settings)
    : settings_(std::move(settings)),
      since_(settings_.wall_time()),
      // A file's time may be a tick of the kernel older than the clock.
      floor_ns_(since_.ns - 1'000'000'000) {
  folders_[""] = 0;
}

base::Status FollowedLogs::look(WallTime now) {
  // The clock may have been set back.
  const std::int64_t left = next_look_.ms() - now.ms();
  if (left > 0 && left <= kLookMs) return base::ok();
  next_look_ = WallTime::from_ms(now.ms() + kLookMs);
  struct stat info {};
  there_ = ::stat(settings_.root.c_str(), &info) == 0;
  if (!there_ && errno == ENOENT) return base::ok();
  if (!there_ || ::access(settings_.root.c_str(), R_OK | X_OK) != 0) {
    return base::Error{base::ErrorKind::io, settings_.root + ": " + std::strerror(errno)};
  }
  std::vector<std::string> folders;
  for (const auto& [folder, changed] : folders_) folders.push_back(folder);
  // What is found below is looked into at once: a sudo makes several levels of folders.
  for (const std::string& folder : folders) look_into(folder, now);
  return base::ok();
}

void FollowedLogs::look_into(const std::string& folder, WallTime now) {
  const std::string path = below(settings_.root, folder);
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) {
    if (!folder.empty()) folders_.erase(folder);
    return;
  }
  const std::int64_t changed = changed_ns(info);
  std::int64_t& before = folders_[folder];
  if (changed == before && now.ns - changed > kRacyNs) return;
  before = changed;
  const std::vector<std::string> names = names_in(path);
  const bool log = std::binary_search(names.begin(), names.end(), "timing");
  if (log && !folder.empty()) {
    folders_.erase(folder);
    if (changed > floor_ns_ && !known_.contains(folder)) begin(folder, now);
    return;
  }
  for (const std::string& name : names) {
    const std::string child = below(folder, name);
    if (is_new_folder(child)) look_into(child, now);
  }
}

// False also of an old log's, which is not looked into again.
bool FollowedLogs::is_new_folder(const std::string& folder) const {
  if (known_.contains(folder) || folders_.contains(folder)) return false;
  const std::string path = settings_.root + "/" + folder;
  struct stat info {};
  if (::lstat(path.c_str(), &info) != 0 || !S_ISDIR(info.st_mode)) return false;
  struct stat timing {};
  const bool log = ::stat((path + "/timing").c_str(), &timing) == 0;
  return !log || changed_ns(info) > floor_ns_;
}

void FollowedLogs::begin(const std::string& rec, WallTime now) {
  known_.insert(rec);
  ++begun_;
  Active active;
  active.rec = rec;
  active.found = active.changed = now;
  active_.push_back(std::move(active));
}

FollowedLogs::Actives::iterator FollowedLogs::done(Actives::iterator active) {
  struct stat info {};
  const bool there = ::stat((settings_.root + "/" + active->rec).c_str(), &info) == 0;
  done_.emplace_back(active->rec, there ? changed_ns(info) : 0);
  while (done_.size() > kMostDone) {
    known_.erase(done_.front().first);
    floor_ns_ = std::max(floor_ns_, done_.front().second);
    done_.pop_front();
  }
  return active_.erase(active);
}

base::Result<std::optional<Recorded>> FollowedLogs::next() {
  const WallTime now = settings_.wall_time();
  if (!at_.has_value()) {
    if (auto looked = look(now); !looked.ok()) return looked.error();
    give_up_some();
    close_some();
    ++round_;
    at_ = active_.begin();
  }
  while (*at_ != active_.end()) {
    Active& active = **at_;
    if (read(active, now)) return take_ready();
    const bool over = active.log.has_value() && active.log->over();
    const bool hopeless = !active.log.has_value() && now.ms() - active.found.ms() > kHeaderMs;
    at_ = over || hopeless ? done(*at_) : std::next(*at_);
  }
  at_.reset();
  return std::optional<Recorded>();
}

std::optional<Recorded> FollowedLogs::rest() {
  at_.reset();
  while (!active_.empty()) {
    Active& active = active_.front();
    if (!active.log.has_value()) {
      auto log = tty::SudoLog::open(settings_.root, active.rec, settings_.terminal_input);
      if (log.ok()) active.log = std::move(*log);
    }
    if (active.log.has_value() && !active.told && tell_begun(active)) return take_ready();
    if (active.log.has_value() && take(active, active.log->rest())) return take_ready();
    done(active_.begin());
  }
  return std::nullopt;
}

std::optional<Recorded> FollowedLogs::take_ready() {
  std::optional<Recorded> ready = std::move(ready_.back());
  ready_.pop_back();
  return ready;
}

bool FollowedLogs::tell_begun(Active& active) {
  active.told = true;
  ready_.emplace_back(active.log->opening());
  return true;
}

bool FollowedLogs::tell_damage(Active& active, const base::Error& error) {
  const std::uint64_t line = active.log.has_value() ? active.log->place().line : 0;
  ready_.emplace_back(tty::damage_of(settings_.root + "/" + active.rec, active.rec, line, error));
  return true;
}

bool FollowedLogs::take(Active& active, base::Result<std::optional<model::TtyChunk>> chunk) {
  if (!chunk.ok()) return tell_damage(active, chunk.error());
  if (!chunk->has_value()) return false;
  ready_.emplace_back(std::move(**chunk));
  return true;
}

bool FollowedLogs::read(Active& active, WallTime now) {
  if (active.log.has_value()) return read_log(active, now);
  auto log = tty::SudoLog::open(settings_.root, active.rec, settings_.terminal_input);
  if (log.ok()) {
    active.log = std::move(*log);
    return tell_begun(active);
  }
  // sudo is about to write it.
  if (active.told || now.ms() - active.found.ms() <= kHeaderMs) return false;
  active.told = true;
  return tell_damage(active, log.error());
}

// A chunk goes out when the next one begins, so that it is the same whenever it is read, or when nothing
// that comes can be of it.
bool FollowedLogs::read_log(Active& active, WallTime now) {
  if (active.given_up) return take(active, active.log->rest());
  const bool quiet = now.ms() - active.changed.ms() > kQuietMs;
  if (quiet && round_ % 16 != 0) return false;
  if (read_files(active, now)) return true;
  const WallTime old{now.ns - tty::ChunkMaker::kLongestNs - kLateMs * 1'000'000};
  return take(active, active.log->take_begun_before(old));
}

// When `timing` changed, or what it promises has not come yet.
bool FollowedLogs::read_files(Active& active, WallTime now) {
  tty::SudoLog& log = *active.log;
  struct stat info {};
  Looks looks;
  if (::stat((log.folder() + "/timing").c_str(), &info) == 0) {
    looks = {info.st_size, changed_ns(info), info.st_mode};
  }
  const bool fresh = looks != active.looks;
  if (!fresh && !active.reading && !log.place().step.has_value()) return false;
  if (fresh) active.changed = now;
  active.looks = looks;
  active.open = active.reading = true;
  const bool ended = log.ended();
  if (take(active, ended ? log.rest() : log.next())) return true;
  active.reading = !ended && log.ended();  // its gzip data have their end
  return false;
}

// A sudo that was killed never ends its log.
void FollowedLogs::give_up_some() {
  if (active_.size() <= kMostActive) return;
  const auto oldest =
      std::min_element(active_.begin(), active_.end(), [](const Active& a, const Active& b) {
        return std::pair(a.given_up, a.changed) < std::pair(b.given_up, b.changed);
      });
  oldest->given_up = true;
  oldest->open = oldest->log.has_value();
}

// Those that changed least lately give their files back.
void FollowedLogs::close_some() {
  std::size_t open = 0;
  for (const Active& active : active_) open += active.open ? 1U : 0U;
  while (open > kMostOpen) {
    Active* oldest = nullptr;
    for (Active& active : active_) {
      if (active.open && (oldest == nullptr || active.changed < oldest->changed)) oldest = &active;
    }
    oldest->log->close_files();
    oldest->open = false;
    --open;
  }
}

}  // namespace auweave::intake
