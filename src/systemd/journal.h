// Journal: entries of the systemd journal (sd-journal(3)), in its order, of this machine's journal or of
// files copied from another. One owner, one thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/journal_entry.h"

struct sd_journal;

namespace auweave::systemd {

class Journal {
 public:
  // `folder`: of journal files, or of folders of them; empty: this machine's own, persistent and not.
  // `any_of`: an entry has one of these, "FIELD=value". Not one file need be there yet. Errors (io):
  // the folder is not there, or may not be read.
  static base::Result<Journal> open(const std::string& folder,
                                    const std::vector<std::string>& any_of);

  Journal(Journal&&) noexcept;
  Journal& operator=(Journal&&) noexcept;
  ~Journal();

  // Where next() goes on: after opening, at the first entry that is there.
  base::Status seek_end();
  // Behind the entry of this cursor. False: it is not there any more, and what is there of later comes
  // next (journald removes old files, journalctl --vacuum-size).
  base::Result<bool> seek_behind(const std::string& cursor);

  // Of the entry it stands at; empty: it stands before the first.
  [[nodiscard]] std::string cursor() const;

  // Nothing: no more is there now. Error (io): it cannot be read further.
  base::Result<std::optional<model::JournalEntry>> next();

  // Looks for files that came, grew or went since. True: there may be more.
  base::Result<bool> look();

  // Files that are there and cannot be read, each with the reason; entries of them are missing.
  [[nodiscard]] std::vector<std::string> unreadable_files() const;
  // Files that can be read.
  [[nodiscard]] std::size_t files() const;

 private:
  struct Close {
    void operator()(sd_journal* journal) const;
  };
  Journal(std::unique_ptr<sd_journal, Close> journal, std::string folder);
  [[nodiscard]] base::Error error(int code) const;
  model::JournalEntry entry();
  // False: it is not there.
  bool read_field(const char* name, std::string& value, std::string* why = nullptr);

  std::unique_ptr<sd_journal, Close> journal_;
  std::string folder_;
};

}  // namespace auweave::systemd
