// Snapshots: saved states of a weaver, each after all entries of a spool before a number. Snapshots
// have their own database, because writing a large snapshot into the spool's would delay appending
// (64 MB: up to a second, measured). Two snapshots are kept, because after a crash the newer
// snapshot may know entries that are not delivered. One thread uses the Snapshots.
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

  // Adds a snapshot for the spool with the id `spool`. Deletes the snapshots of all other spools,
  // and of the same spool all but the new snapshot and the newest whose `next` is at most
  // `delivered`.
  base::Status add(const std::string& spool, std::uint64_t next, std::string_view state,
                   std::uint64_t delivered);
  // Returns the newest undamaged snapshot whose `next` is at most `most`, or nothing.
  base::Result<std::optional<Snapshot>> newest(const std::string& spool, std::uint64_t most);
  // Returns the lowest `next` of the kept snapshots, or nothing without a snapshot. No snapshot
  // needs entries before oldest().
  base::Result<std::optional<std::uint64_t>> oldest(const std::string& spool);

  static constexpr const char* kFile = "state.db";

 private:
  explicit Snapshots(Database database) : database_(std::move(database)) {}
  Database database_;
};

}  // namespace auweave::spool
