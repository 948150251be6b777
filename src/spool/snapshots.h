// Snapshots: the saved state of a weaver after all entries of a spool before a number. The database
// is not the spool's: writing a large snapshot would delay appending (64 MB: up to a second,
// measured). Two snapshots are kept, because after a crash the newer one may know entries that are
// not delivered. One owner, one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "spool/database.h"

namespace auweave::spool {

struct Snapshot {
  std::uint64_t next = 0;  // number of the first entry that the snapshot does not know
  std::string state;
};

class Snapshots {
 public:
  // Opens the database in the spool's folder. Error: the database cannot be opened or made.
  static base::Result<Snapshots> open(const std::string& folder);

  // Adds a snapshot for the spool with this id. Deletes the snapshots of other spools, and of this
  // spool all but the new one and the newest whose `next` is at most `delivered`.
  base::Status add(const std::string& spool, std::uint64_t next, std::string_view state,
                   std::uint64_t delivered);
  // Returns the newest undamaged snapshot whose `next` is at most `most`, or nothing.
  base::Result<std::optional<Snapshot>> newest(const std::string& spool, std::uint64_t most);
  // Returns the lowest `next` of the kept snapshots, or nothing without a snapshot. No snapshot
  // needs entries before this number.
  base::Result<std::optional<std::uint64_t>> oldest(const std::string& spool);

  static constexpr const char* kFile = "state.db";

 private:
  explicit Snapshots(Database database) : database_(std::move(database)) {}
  Database database_;
};

}  // namespace auweave::spool
