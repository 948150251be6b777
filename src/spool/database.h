// Database, Statement: a thin layer over SQLite. Only database.cc uses libsqlite3. Error (parse): a
// database file is damaged; each other Error is of kind io. Every Error names the database file.
// One thread uses a Database and its Statements.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace auweave::spool {

class Statement {
 public:
  // Sets parameter `at`, counted from 1. A blob must live until the statement has run to its end. A
  // failure of bind() is reported by the next run() or step().
  Statement& bind(int at, std::uint64_t number);
  Statement& bind(int at, std::string_view blob);

  // Runs the statement to its end, and ignores rows.
  base::Status run();
  // Goes to the next row, and returns false when there are no more rows.
  base::Result<bool> step();
  // Returns a column of the last step()'s row, counted from 0. A blob is valid until the next
  // step().
  [[nodiscard]] std::uint64_t number(int column) const;
  [[nodiscard]] std::string_view blob(int column) const;

 private:
  friend class Database;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  base::Error error() const;
  void reset();

  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  std::string path_;
  int bound_ = 0;  // SQLite's error code of a failed bind(), else 0
};

class Database {
 public:
  // Opens the database at `path`, or makes one. If `durable` is true, committed data survives a
  // loss of power (synchronous=FULL), otherwise only a crash of the process. Each call waits up to
  // a second for the lock of another process.
  static base::Result<Database> open(const std::string& path, bool durable);

  base::Status run(const std::string& sql);
  base::Result<Statement> prepare(std::string_view sql);
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  struct Close {
    void operator()(sqlite3* database) const;
  };
  std::unique_ptr<sqlite3, Close> database_;
  std::string path_;
};

}  // namespace auweave::spool
