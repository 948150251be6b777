// FollowedJournal: the entries of a systemd journal as they arrive. If the journal's folder does
// not exist yet, the FollowedJournal waits for it. A FollowedJournal has one owner and runs on one
// thread.
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
  // From: where reading begins in a journal that exists already.
  enum class From { start, end };
  // `folder` and `any_of` have the meaning that they have in Journal::open().
  FollowedJournal(std::string folder, std::vector<std::string> any_of, From from);

  // Reads on behind the entry with this cursor. The caller must call resume() before next().
  void resume(std::string cursor) { cursor_ = std::move(cursor); }

  // Returns the next entry, or no entry if all present entries were read. The Error (io) of next()
  // names the journal, and the next call tries again.
  base::Result<std::optional<model::JournalEntry>> next();

  // Returns the folder, or "journal" for this machine's journal.
  [[nodiscard]] std::string name() const { return folder_.empty() ? "journal" : folder_; }
  // True if the journal has a file that can be read.
  [[nodiscard]] bool there() const { return there_; }

 private:
  base::Status open();
  base::Result<std::optional<model::JournalEntry>> next_or_look();

  std::string folder_;
  std::vector<std::string> any_of_;
  From from_;
  std::optional<systemd::Journal> journal_;
  std::string cursor_;  // cursor of the entry read last
  bool there_ = false;
};

}  // namespace auweave::intake
