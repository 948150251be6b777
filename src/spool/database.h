// Database, Statement: as much of SQLite as the spool needs. The only users of libsqlite3. Their Errors are
// `parse` where a file is damaged, else `io`. One owner, one thread.
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
  // Parameters, from 1; texts and blobs are to stay until run() or step() has returned.
  Statement& bind(int at, std::uint64_t number);
  Statement& bind(int at, std::string_view blob);

  // To its end. The Error (io) names the file.
  base::Status run();
  // False: no more rows.
  base::Result<bool> step();
  // Of the row, from 0; valid until the next step.
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
  int bound_ = 0;  // what went wrong with a parameter
};

class Database {
 public:
  // Made when it is not there; in write-ahead mode. `durable`: what was committed is there after a loss of
  // power, too (synchronous=FULL), else after a crash of the process. Errors (io) name the file.
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
