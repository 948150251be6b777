// Spool: inputs on disk until their documents are delivered. An input is an entry of bytes, and
// entries are numbered from 1 in the order of their arrival. One owner, one thread, one process.
//
// Entries for which append() returned ok survive any crash. Each batch has a checksum. A spool with
// a damaged batch is damaged; the caller sets it aside and begins another.
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
  // Renames the spool's files to WHY-NAME in the same folder, and overwrites older files of that
  // name. Nothing reads the renamed files.
  static base::Status set_aside(const std::string& folder, const std::string& why);

  // A random id, made with the spool. Only copies of the spool have the same id.
  [[nodiscard]] const std::string& id() const { return id_; }

  // The processes that opened the spool (at most the last 1,000), in that order; the last is this
  // process. `first`: the number of the first entry that the instance could append. If two copies
  // of a spool are both used, each has an instance that the other does not know.
  struct Instance {
    std::string id;
    std::uint64_t first = 1;
  };
  [[nodiscard]] const std::vector<Instance>& instances() const { return instances_; }

  struct Mark {
    std::string name;
    std::uint64_t value = 0;
  };
  // Appends all entries or none, with the next numbers, and sets the marks in the same transaction.
  base::Status append(std::span<const std::string> entries, std::span<const Mark> marks = {});
  // Returns the number of the first entry, or next() without entries.
  [[nodiscard]] std::uint64_t first() const { return first_; }
  // Returns the number that the next entry gets.
  [[nodiscard]] std::uint64_t next() const { return next_; }
  // Returns the bytes of all entries, approximately as they are on disk.
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

  // Returns the entries from `number` to the end of its batch; none if `number` is next(). Error
  // (parse): the entry is missing or damaged. Error (io): the database cannot be read.
  base::Result<std::vector<std::string>> read(std::uint64_t number);

  // Deletes the batches that end before `number`.
  base::Status forget_before(std::uint64_t number);

  // Returns the space of deleted batches to the disk.
  base::Status give_back();

  // A mark is a number under a name and survives a crash as an entry does. mark() returns nothing
  // if the mark was never set.
  base::Status set_mark(const std::string& name, std::uint64_t value);
  base::Status set_marks(std::span<const Mark> marks);  // all marks or none
  base::Result<std::optional<std::uint64_t>> mark(const std::string& name);

  static constexpr const char* kFile = "spool.db";

 private:
  Spool(Database database, base::UniqueFd lock);
  base::Status begin();
  base::Status learn();
  base::Status learn_instances();
  base::Status count();
  base::Status set_each(std::span<const Mark> marks);
  base::Status commit(base::Status done);

  base::UniqueFd lock_;
  Database database_;
  std::string id_;
  std::vector<Instance> instances_;
  std::uint64_t first_ = 1, next_ = 1, bytes_ = 0;
};

}  // namespace auweave::spool
