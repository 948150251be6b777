#include "spool/snapshots.h"

#include <utility>

#include "spool/checksum.h"

namespace auweave::spool {

base::Result<Snapshots> Snapshots::open(const std::string& folder) {
  auto database = Database::open(folder + "/" + kFile, true);
  if (!database.ok()) return database.error();
  auto made = database->run(
      "CREATE TABLE IF NOT EXISTS snapshot ("
      "next INTEGER PRIMARY KEY, spool BLOB NOT NULL, sum BLOB NOT NULL, state BLOB NOT NULL)");
  if (!made.ok()) return made.error();
  return Snapshots(std::move(*database));
}

base::Status Snapshots::add(const std::string& spool, std::uint64_t next, std::string_view state,
                            std::uint64_t delivered) {
  auto insert = database_.prepare("INSERT OR REPLACE INTO snapshot VALUES (?, ?, ?, ?)");
  auto forget = database_.prepare(
      "DELETE FROM snapshot WHERE spool <> ?1 OR (next <> ?2 AND next <> coalesce("
      "(SELECT max(next) FROM snapshot WHERE spool = ?1 AND next <= ?3), ?2))");
  if (!insert.ok()) return insert.error();
  if (!forget.ok()) return forget.error();
  const std::string sum = checksum(spool + std::to_string(next), state);
  auto done = database_.run("BEGIN");
  if (done.ok()) done = insert->bind(1, next).bind(2, spool).bind(3, sum).bind(4, state).run();
  if (done.ok()) done = forget->bind(1, spool).bind(2, next).bind(3, delivered).run();
  if (done.ok()) done = database_.run("COMMIT");
  if (done.ok()) return done;
  const auto rolled_back = database_.run("ROLLBACK");
  return done;
}

base::Result<std::optional<Snapshot>> Snapshots::newest(const std::string& spool,
                                                        std::uint64_t most) {
  auto select = database_.prepare(
      "SELECT next, sum, state FROM snapshot WHERE spool = ? AND next <= ? ORDER BY next DESC");
  if (!select.ok()) return select.error();
  select->bind(1, spool).bind(2, most);
  while (true) {
    auto row = select->step();
    if (!row.ok()) return row.error();
    if (!*row) return std::optional<Snapshot>();
    const Snapshot found{select->number(0), std::string(select->blob(2))};
    const bool whole = select->blob(1) == checksum(spool + std::to_string(found.next), found.state);
    if (whole) return std::optional<Snapshot>(found);
  }
}

base::Result<std::optional<std::uint64_t>> Snapshots::oldest(const std::string& spool) {
  auto select =
      database_.prepare("SELECT next FROM snapshot WHERE spool = ? ORDER BY next LIMIT 1");
  if (!select.ok()) return select.error();
  auto row = select->bind(1, spool).step();
  if (!row.ok()) return row.error();
  if (!*row) return std::optional<std::uint64_t>();
  return std::optional<std::uint64_t>(select->number(0));
}

}  // namespace auweave::spool
