// Journal: reads the entries of a systemd journal (sd-journal(3)) in the journal's order. The
// journal is this machine's own, or a folder of files copied from another machine. One owner, one
// thread.
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
  // Opens the journal in `folder`, which holds journal files, or folders of journal files. An empty
  // `folder` means this machine's own journal, persistent and volatile. The opened Journal gives
  // only entries that have one of the fields `any_of` ("FIELD=value"). The folder may be without
  // journal files at first. Error (io): the folder does not exist or cannot be read.
  static base::Result<Journal> open(const std::string& folder,
                                    const std::vector<std::string>& any_of);

  Journal(Journal&&) noexcept;
  Journal& operator=(Journal&&) noexcept;
  ~Journal();

  // Moves the Journal behind its last entry. An opened Journal stands before its first entry.
  base::Status seek_end();
  // Moves the Journal behind the entry of `cursor`. Returns false if the entry is gone (journald
  // removes old files, journalctl --vacuum-size), in which case next() gives the first later entry.
  base::Result<bool> seek_behind(const std::string& cursor);

  // Returns the cursor of the entry at which the Journal stands. Returns an empty cursor if the
  // Journal stands before the first entry.
  [[nodiscard]] std::string cursor() const;

  // Returns the next entry, or no entry if the journal has no more entries for now. Error (io): the
  // journal cannot be read further.
  base::Result<std::optional<model::JournalEntry>> next();

  // Looks for journal files that appeared, grew or vanished. Returns true if next() may have more
  // entries.
  base::Result<bool> look();

  // Returns the journal files that cannot be read, each with the reason. Entries of unreadable
  // files are missing.
  [[nodiscard]] std::vector<std::string> unreadable_files() const;
  // Returns the number of journal files that can be read.
  [[nodiscard]] std::size_t files() const;

 private:
  struct Close {
    void operator()(sd_journal* journal) const;
  };
  Journal(std::unique_ptr<sd_journal, Close> journal, std::string folder);
  [[nodiscard]] base::Error error(int code) const;
  model::JournalEntry entry();
  // Returns false, and sets `why` to the reason, if the entry does not have the field.
  bool read_field(const char* name, std::string& value, std::string* why = nullptr);

  std::unique_ptr<sd_journal, Close> journal_;
  std::string folder_;
};

}  // namespace auweave::systemd
