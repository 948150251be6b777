// Spool: inputs on disk until their documents are delivered. An input is an entry of bytes, and
// entries are numbered from 1 in the order of their arrival. One thread of one process uses a
// spool.
//
// Entries for which append() returned ok survive a crash, and with `durable` a loss of power. Each
// batch of entries has a checksum. A spool with a damaged batch is damaged; the caller sets the
// spool aside and begins another spool.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/unique_fd.h"
#include "spool/database.h"

namespace auweave::spool {

class Spool {
 public:
  struct Settings {
    std::string folder;   // made if missing, for the owner alone
    bool durable = true;  // as in Database
  };
  // Opens the spool in a folder, or makes one. Error (io): the folder cannot be made or written, or
  // another process has the spool. Error (parse): the spool is damaged, or of another version.
  static base::Result<Spool> open(const Settings& settings);
  // True if another process has the spool open.
  static bool is_in_use(const std::string& folder);
  // Renames the spool's files NAME to WHY-NAME, and overwrites older files of the new names. No
  // part of auweave reads the renamed files.
  static base::Status set_aside(const std::string& folder, const std::string& why);

  // Returns the random id that was made with the spool, and that only copies of the spool share.
  [[nodiscard]] const std::string& id() const { return id_; }

  // Instance: a process that opened the spool, and the number of the first entry that it could
  // append. Of instances(), at most 1,000 in order, the last is this process. If two copies of a
  // spool are both used, each copy has an instance that the other copy does not know.
  struct Instance {
    std::string id;
    std::uint64_t first = 1;
  };
  [[nodiscard]] const std::vector<Instance>& instances() const { return instances_; }

  struct Mark {
    std::string name;
    std::uint64_t value = 0;
  };
  struct Text {
    std::string name, bytes;
  };
  // Appends all entries or none, with the next numbers, and sets the marks and texts in the same
  // transaction. Without entries append() sets none.
  base::Status append(std::span<const std::string> entries, std::span<const Mark> marks = {},
                      std::span<const Text> texts = {});
  // Returns the number of the first entry, or next() if the spool has no entries.
  [[nodiscard]] std::uint64_t first() const { return first_; }
  // Returns the number that the next entry gets.
  [[nodiscard]] std::uint64_t next() const { return next_; }
  // Returns the bytes of all entries, approximately as they are on disk.
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

  // Returns the entry `number` and the later entries of its batch; none if `number` is next().
  // Error (parse): the entry is missing or damaged. Error (io): the database cannot be read.
  base::Result<std::vector<std::string>> read(std::uint64_t number);

  // Deletes the batches that end before `number`.
  base::Status forget_before(std::uint64_t number);

  // Gives the space of deleted batches back to the disk.
  base::Status give_back();

  // A mark is a number under a name and survives a crash as an entry does. The function mark()
  // returns nothing if the mark was never set.
  base::Status set_mark(const std::string& name, std::uint64_t value);
  // Sets all marks and texts, or none. A text is bytes under a name, and otherwise as a mark.
  base::Status set_marks(std::span<const Mark> marks, std::span<const Text> texts = {});
  base::Result<std::optional<std::uint64_t>> mark(const std::string& name);
  base::Result<std::optional<std::string>> text(const std::string& name);

  static constexpr const char* kFile = "spool.db";

 private:
  Spool(Database database, base::UniqueFd lock);
  base::Status begin();
  base::Status learn();
  base::Status learn_instances();
  base::Status count();
  base::Status set_each(std::span<const Mark> marks, std::span<const Text> texts);
  base::Status commit(base::Status done);

  base::UniqueFd lock_;
  Database database_;
  std::string id_;
  std::vector<Instance> instances_;
  std::uint64_t first_ = 1, next_ = 1, bytes_ = 0;
};

}  // namespace auweave::spool
