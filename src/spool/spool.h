// Spool: what came in and is not needed any more only when it has been delivered, on disk: entries of
// bytes, numbered from 1 in the order they came. One owner, one thread, one process.
//
// What append() has returned for is there after any crash. Batches carry a checksum; a spool in which one
// does not fit is damaged, and a caller sets it aside and begins another.
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
    std::string folder;   // made when it is not there, for the owner alone
    bool durable = true;  // as of Database
  };
  // Errors: io: the folder cannot be made or written, another process has it; parse: what is there is
  // damaged, or no spool of this version.
  static base::Result<Spool> open(const Settings& settings);
  // Another process has it.
  static bool is_in_use(const std::string& folder);
  // What is there goes to FOLDER/WHY-NAME, before anything older of that name; nothing of it is read any
  // more.
  static base::Status set_aside(const std::string& folder, const std::string& why);

  // Made at random with it: no other spool has it, but copies of this one.
  [[nodiscard]] const std::string& id() const { return id_; }

  // Who has had it open, in that order; the last is this one. `first`: the number of its first entry, were
  // there any. Of two copies that both go on, each has an instance that the other does not know.
  struct Instance {
    std::string id;
    std::uint64_t first = 1;
  };
  [[nodiscard]] const std::vector<Instance>& instances() const { return instances_; }

  struct Mark {
    std::string name;
    std::uint64_t value = 0;
  };
  // All of them or none, with the next numbers; and marks, which cost nothing then.
  base::Status append(std::span<const std::string> entries, std::span<const Mark> marks = {});
  // Of the first entry that is there; next() when there is none.
  [[nodiscard]] std::uint64_t first() const { return first_; }
  // What the next entry will have.
  [[nodiscard]] std::uint64_t next() const { return next_; }
  // Entries and what they cost on disk, near enough.
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

  // The entries from this number on to the end of its batch; none: it is next(). Errors: parse: it is
  // not there, it is damaged; io.
  base::Result<std::vector<std::string>> read(std::uint64_t number);

  // Batches that end before this number are not needed any more, and go.
  base::Status forget_before(std::uint64_t number);

  // The space of what was forgotten, to the disk.
  base::Status give_back();

  // A number under a name, there after a crash as an entry is. Nothing: it was never set.
  base::Status set_mark(const std::string& name, std::uint64_t value);
  base::Status set_marks(std::span<const Mark> marks);  // all of them or none
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
