#include "intake/followed_journal.h"

#include <sys/stat.h>

#include <cerrno>
#include <utility>

namespace auweave::intake {

FollowedJournal::FollowedJournal(std::string folder, std::vector<std::string> any_of, From from)
    : folder_(std::move(folder)), any_of_(std::move(any_of)), from_(from) {}

base::Status FollowedJournal::open() {
  struct stat info {};
  if (!folder_.empty() && ::stat(folder_.c_str(), &info) != 0 && errno == ENOENT) {
    from_ = From::start;  // one that appears later is new
    return base::ok();
  }
  auto opened = systemd::Journal::open(folder_, any_of_);
  if (!opened.ok()) return opened.error();
  if (!cursor_.empty()) {
    if (auto sought = opened->seek_behind(cursor_); !sought.ok()) return sought.error();
  } else if (from_ == From::end) {
    if (auto sought = opened->seek_end(); !sought.ok()) return sought;
    cursor_ = opened->cursor();
  }
  journal_.emplace(std::move(*opened));
  return base::ok();
}

base::Result<std::optional<model::JournalEntry>> FollowedJournal::next() {
  if (!journal_.has_value()) {
    if (auto opened = open(); !opened.ok()) return opened.error();
    if (!journal_.has_value()) return std::optional<model::JournalEntry>();
  }
  auto entry = next_or_look();
  // Opened again, it goes on behind the last entry that it gave.
  if (!entry.ok()) journal_.reset();
  there_ = entry.ok() && (there_ || entry->has_value() || journal_->files() > 0);
  if (entry.ok() && entry->has_value()) cursor_ = (*entry)->cursor;
  return entry;
}

base::Result<std::optional<model::JournalEntry>> FollowedJournal::next_or_look() {
  auto entry = journal_->next();
  if (!entry.ok() || entry->has_value()) return entry;
  auto more = journal_->look();
  if (!more.ok()) return more.error();
  return *more ? journal_->next() : entry;
}

}  // namespace auweave::intake
