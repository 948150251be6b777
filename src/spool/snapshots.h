// Snapshots: what a weaver knew when it had taken all entries of a spool before a number. In a database of
// their own: a large one would hold up appending (64 MB: by up to a second, measured). Two are kept: after a
// crash the newer one may be of more than was delivered. One owner, one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "spool/database.h"

namespace auweave::spool {

struct Snapshot {
  std::uint64_t next = 0;  // the number of the first entry that it does not know
  std::string state;
};

class Snapshots {
 public:
  // In the spool's folder. Errors (io).
  static base::Result<Snapshots> open(const std::string& folder);

  // Of the spool with this id. Those of other spools go, and of its own all but this one and the newest
  // that knows nothing of entries from `delivered` on.
  base::Status add(const std::string& spool, std::uint64_t next, std::string_view state,
                   std::uint64_t delivered);
  // The newest whole one that knows nothing of entries from `most` on. Nothing: there is none.
  base::Result<std::optional<Snapshot>> newest(const std::string& spool, std::uint64_t most);
  // The lowest `next` of those that are kept: entries before it are needed by none. Nothing: there are none.
  base::Result<std::optional<std::uint64_t>> oldest(const std::string& spool);

  static constexpr const char* kFile = "state.db";

 private:
  explicit Snapshots(Database database) : database_(std::move(database)) {}
  Database database_;
};

}  // namespace auweave::spool
