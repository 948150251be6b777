#include "spool/database.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <utility>

#include "base/unique_fd.h"

namespace auweave::spool {
namespace {

base::Error error_of(sqlite3* database, const std::string& path) {
  const int code = sqlite3_errcode(database) & 0xFF;
  const bool damaged = code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
  return {damaged ? base::ErrorKind::parse : base::ErrorKind::io,
          path + ": " + sqlite3_errmsg(database)};
}

}  // namespace

void Statement::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
void Database::Close::operator()(sqlite3* database) const { sqlite3_close(database); }

base::Error Statement::error() const {
  return error_of(sqlite3_db_handle(statement_.get()), path_);
}

Statement& Statement::bind(int at, std::uint64_t number) {
  const int done = sqlite3_bind_int64(statement_.get(), at, static_cast<sqlite3_int64>(number));
  if (done != SQLITE_OK) bound_ = done;
  return *this;
}

Statement& Statement::bind(int at, std::string_view blob) {
  // A null pointer would bind NULL, not an empty blob.
  const char* data = blob.empty() ? "" : blob.data();
  const int done = sqlite3_bind_blob64(statement_.get(), at, data, blob.size(), SQLITE_STATIC);
  if (done != SQLITE_OK) bound_ = done;
  return *this;
}

void Statement::reset() {
  sqlite3_reset(statement_.get());
  bound_ = 0;
}

base::Status Statement::run() {
  auto more = step();
  while (more.ok() && *more) more = step();
  if (!more.ok()) return more.error();
  return base::ok();
}

base::Result<bool> Statement::step() {
  if (bound_ != 0) {
    base::Error error{base::ErrorKind::io, path_ + ": " + sqlite3_errstr(bound_)};
    reset();
    return error;
  }
  const int done = sqlite3_step(statement_.get());
  if (done == SQLITE_ROW) return true;
  if (done == SQLITE_DONE) {
    reset();
    return false;
  }
  base::Error error = this->error();
  reset();
  return error;
}

std::uint64_t Statement::number(int column) const {
  return static_cast<std::uint64_t>(sqlite3_column_int64(statement_.get(), column));
}

std::string_view Statement::blob(int column) const {
  const void* data = sqlite3_column_blob(statement_.get(), column);
  const int size = sqlite3_column_bytes(statement_.get(), column);
  if (data == nullptr) return {};
  return {static_cast<const char*>(data), static_cast<std::size_t>(size)};
}

namespace {

// SQLite would make the file readable for others, and gives its log the file's mode. The descriptor is
// closed before SQLite locks the file: closing it later would end the lock (fcntl(2)).
void make_private(const std::string& path) {
  const int flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;
  const base::UniqueFd made(::open(path.c_str(), flags, 0600));
  if (made.valid()) ::fchmod(made.get(), 0600);
}

}  // namespace

base::Result<Database> Database::open(const std::string& path, bool durable) {
  make_private(path);
  sqlite3* opened = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  const int done = sqlite3_open_v2(path.c_str(), &opened, flags, nullptr);
  Database database;
  database.database_.reset(opened);
  database.path_ = path;
  if (done != SQLITE_OK) return error_of(opened, path);
  // A reader such as a backup must not make a write fail at once.
  sqlite3_busy_timeout(opened, 1000);
  // auto_vacuum must be set before the first table is made. It lets free pages be given back to the
  // disk.
  auto set = database.run("PRAGMA auto_vacuum=INCREMENTAL");
  // Debian's SQLite overwrites deleted content by default. Forgetting would then write, and need,
  // as many bytes as are forgotten.
  if (set.ok()) set = database.run("PRAGMA secure_delete=FAST");
  if (set.ok()) set = database.run("PRAGMA journal_mode=WAL");
  if (set.ok())
    set = database.run(durable ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");
  if (!set.ok()) return set.error();
  return database;
}

base::Status Database::run(const std::string& sql) {
  const int done = sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr);
  if (done != SQLITE_OK) return error_of(database_.get(), path_);
  return base::ok();
}

base::Result<Statement> Database::prepare(std::string_view sql) {
  sqlite3_stmt* prepared = nullptr;
  const int done = sqlite3_prepare_v3(database_.get(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &prepared, nullptr);
  if (done != SQLITE_OK) return error_of(database_.get(), path_);
  Statement statement;
  statement.statement_.reset(prepared);
  statement.path_ = path_;
  return statement;
}

}  // namespace auweave::spool
