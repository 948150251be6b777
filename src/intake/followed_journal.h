// FollowedJournal: entries of the systemd journal as they come. A journal that is not there yet is waited
// for. One owner, one thread.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "model/journal_entry.h"
#include "systemd/journal.h"

namespace auweave::intake {

class FollowedJournal {
 public:
  // Where to begin in what is there already.
  enum class From { start, end };
  // `folder`, `any_of`: as Journal::open().
  FollowedJournal(std::string folder, std::vector<std::string> any_of, From from);

  // Goes on behind the entry of this cursor. Before next().
  void resume(std::string cursor) { cursor_ = std::move(cursor); }

  // Nothing: all were read that are there now. An Error (io) names the journal; the next call tries
  // again.
  base::Result<std::optional<model::JournalEntry>> next();

  // The folder, or "journal".
  [[nodiscard]] std::string name() const { return folder_.empty() ? "journal" : folder_; }
  // It has a file that can be read.
  [[nodiscard]] bool there() const { return there_; }

 private:
  base::Status open();
  base::Result<std::optional<model::JournalEntry>> next_or_look();

  std::string folder_;
  std::vector<std::string> any_of_;
  From from_;
  std::optional<systemd::Journal> journal_;
  std::string cursor_;  // where it stands
  bool there_ = false;
};

}  // namespace auweave::intake
