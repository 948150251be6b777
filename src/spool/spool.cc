#include "spool/spool.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>
#include <filesystem>
#include <utility>

#include "base/io_error.h"
#include "base/random_id.h"
#include "base/state.h"
#include "spool/checksum.h"

namespace auweave::spool {
namespace {

constexpr std::uint64_t kVersion = 1;
constexpr int kMostInstances = 1000;
// The spool's own marks. kFirst: no entry before this number is needed, so the first batch begins at
// or before the number, or there is no batch.
constexpr const char* kFirst = " first";
constexpr const char* kNext = " next";

// Two processes with one spool would each deliver the documents of the same entries.
base::Result<base::UniqueFd> lock(const std::string& folder) {
  const std::string path = folder + "/lock";
  base::UniqueFd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!fd.valid()) return base::io_error(path);
  if (::flock(fd.get(), LOCK_EX | LOCK_NB) == 0) return fd;
  if (errno != EWOULDBLOCK) return base::io_error(path);
  return base::Error{base::ErrorKind::io, folder + ": another process has this spool"};
}

base::Status make_folder(const std::string& folder) {
  std::error_code error;
  const std::filesystem::path parent = std::filesystem::path(folder).parent_path();
  if (!parent.empty()) std::filesystem::create_directories(parent, error);
  if (error) return base::Error{base::ErrorKind::io, folder + ": " + error.message()};
  // Entries contain what people typed and saw. A folder that is there may be somebody else's, or of
  // many: its mode is its owner's to change.
  if (::mkdir(folder.c_str(), 0700) == 0) return base::ok();
  struct stat info {};
  if (errno != EEXIST || ::lstat(folder.c_str(), &info) != 0) return base::io_error(folder);
  const bool ours = S_ISDIR(info.st_mode) && info.st_uid == ::geteuid();
  if (ours && (info.st_mode & 0077U) == 0) return base::ok();
  return base::Error{base::ErrorKind::io,
                     folder +
                         ": no folder that is this program's alone (its own account's, mode "
                         "0700); a folder that is not there is made"};
}

std::string about(const std::string& id, std::uint64_t first, std::uint64_t count) {
  return id + "/" + std::to_string(first) + "/" + std::to_string(count);
}

}  // namespace

Spool::Spool(Database database, base::UniqueFd lock)
    : lock_(std::move(lock)), database_(std::move(database)) {}

base::Result<Spool> Spool::open(const Settings& settings) {
  if (auto made = make_folder(settings.folder); !made.ok()) return made.error();
  auto locked = lock(settings.folder);
  if (!locked.ok()) return locked.error();
  auto database = Database::open(settings.folder + "/" + kFile, settings.durable);
  if (!database.ok()) return database.error();
  Spool spool(std::move(*database), std::move(*locked));
  if (auto begun = spool.begin(); !begun.ok()) return begun.error();
  if (auto learnt = spool.learn(); !learnt.ok()) return learnt.error();
  return spool;
}

base::Status Spool::begin() {
  const std::string fresh = base::random_id();
  if (fresh.empty()) return base::io_error("getrandom");
  return database_.run(
      "BEGIN;"
      "CREATE TABLE IF NOT EXISTS about (version INTEGER NOT NULL, id TEXT NOT NULL);"
      "CREATE TABLE IF NOT EXISTS batch (first INTEGER PRIMARY KEY, count INTEGER NOT NULL,"
      " sum BLOB NOT NULL, bytes BLOB NOT NULL);"
      "CREATE TABLE IF NOT EXISTS mark (name TEXT PRIMARY KEY, value INTEGER NOT NULL);"
      "CREATE TABLE IF NOT EXISTS text (name TEXT PRIMARY KEY, bytes BLOB NOT NULL);"
      "CREATE TABLE IF NOT EXISTS instance (number INTEGER PRIMARY KEY, id TEXT NOT NULL,"
      " first INTEGER NOT NULL);"
      "INSERT INTO about SELECT " +
      std::to_string(kVersion) + ", '" + fresh + "' WHERE NOT EXISTS (SELECT * FROM about);" +
      "COMMIT");
}

base::Status Spool::learn() {
  auto about = database_.prepare("SELECT version, id FROM about");
  if (!about.ok()) return about.error();
  auto row = about->step();
  if (!row.ok()) return row.error();
  const auto wrong = [&](const std::string& what) {
    return base::Error{base::ErrorKind::parse, database_.path() + ": " + what};
  };
  if (!*row) return wrong("it is empty");
  if (about->number(0) != kVersion) {
    return wrong("of another version (" + std::to_string(about->number(0)) + ")");
  }
  id_ = about->blob(1);
  if (auto counted = count(); !counted.ok()) return counted;
  return learn_instances();
}

// Each start adds an instance. A plugin that is restarted again and again must not fill the table.
base::Status Spool::learn_instances() {
  const Instance own{base::random_id(), next_};
  if (own.id.empty()) return base::io_error("getrandom");
  auto insert = database_.prepare("INSERT INTO instance (id, first) VALUES (?, ?)");
  if (!insert.ok()) return insert.error();
  if (auto done = insert->bind(1, own.id).bind(2, own.first).run(); !done.ok()) return done;
  auto forgotten =
      database_.run("DELETE FROM instance WHERE number <= (SELECT max(number) FROM instance) - " +
                    std::to_string(kMostInstances));
  if (!forgotten.ok()) return forgotten;
  auto all = database_.prepare("SELECT id, first FROM instance ORDER BY number");
  if (!all.ok()) return all.error();
  while (true) {
    auto row = all->step();
    if (!row.ok()) return row.error();
    if (!*row) return base::ok();
    instances_.push_back({std::string(all->blob(0)), all->number(1)});
  }
}

// Compares the batches with the marks: a lost page must not look like a shorter spool.
base::Status Spool::count() {
  auto next = mark(kNext);
  auto first = mark(kFirst);
  auto batches = database_.prepare(
      "SELECT min(first), max(first + count), sum(count), sum(length(bytes)) FROM batch");
  if (!next.ok()) return next.error();
  if (!first.ok()) return first.error();
  if (!batches.ok()) return batches.error();
  if (auto row = batches->step(); !row.ok()) return row.error();
  next_ = next->value_or(1);
  first_ = batches->number(2) == 0 ? next_ : batches->number(0);
  bytes_ = batches->number(3);
  const bool all = batches->number(2) == next_ - first_ && first_ <= first->value_or(1) &&
                   (batches->number(2) == 0 || batches->number(1) == next_);
  const bool none = batches->number(2) > 0 || first->value_or(1) == next_;
  if (all && none) return base::ok();
  return base::Error{base::ErrorKind::parse, database_.path() + ": entries are missing"};
}

base::Status Spool::append(std::span<const std::string> entries, std::span<const Mark> marks,
                           std::span<const Text> texts) {
  if (entries.empty()) return base::ok();
  base::Saver saver;
  saver(entries);
  const std::string bytes = saver.take();
  const std::string sum = checksum(about(id_, next_, entries.size()), bytes);
  auto insert = database_.prepare("INSERT INTO batch VALUES (?, ?, ?, ?)");
  if (!insert.ok()) return insert.error();
  const std::uint64_t next = next_ + entries.size();
  auto done = database_.run("BEGIN");
  if (done.ok()) {
    done = insert->bind(1, next_).bind(2, entries.size()).bind(3, sum).bind(4, bytes).run();
  }
  if (done.ok()) done = set_mark(kNext, next);
  if (done.ok()) done = set_each(marks, texts);
  if (done = commit(done); !done.ok()) return done;
  next_ = next;
  bytes_ += bytes.size();
  return base::ok();
}

base::Result<std::vector<std::string>> Spool::read(std::uint64_t number) {
  if (number == next_) return std::vector<std::string>();
  const auto damaged = [&](const std::string& what) {
    return base::Error{base::ErrorKind::parse,
                       database_.path() + ": entry " + std::to_string(number) + " " + what};
  };
  auto select = database_.prepare(
      "SELECT first, count, sum, bytes FROM batch WHERE first <= ? ORDER BY first DESC LIMIT 1");
  if (!select.ok()) return select.error();
  auto row = select->bind(1, number).step();
  if (!row.ok()) return row.error();
  const bool there = *row && number < select->number(0) + select->number(1);
  if (!there) return damaged("is not there");
  const std::uint64_t first = select->number(0);
  const std::uint64_t count = select->number(1);
  if (select->blob(2) != checksum(about(id_, first, count), select->blob(3))) {
    return damaged("is damaged");
  }
  std::vector<std::string> entries;
  base::Loader loader(select->blob(3));
  loader(entries);
  if (!loader.complete() || entries.size() != count) return damaged("is damaged");
  entries.erase(entries.begin(), entries.begin() + static_cast<std::ptrdiff_t>(number - first));
  return entries;
}

base::Status Spool::forget_before(std::uint64_t number) {
  number = std::min(number, next_);
  if (number <= first_) return base::ok();
  auto forget = database_.prepare("DELETE FROM batch WHERE first + count <= ?");
  if (!forget.ok()) return forget.error();
  auto done = database_.run("BEGIN");
  if (done.ok()) done = set_mark(kFirst, number);
  if (done.ok()) done = forget->bind(1, number).run();
  if (done = commit(done); !done.ok()) return done;
  return count();
}

base::Status Spool::give_back() {
  return database_.run("PRAGMA incremental_vacuum; PRAGMA wal_checkpoint(TRUNCATE)");
}

base::Status Spool::commit(base::Status done) {
  if (done.ok()) done = database_.run("COMMIT");
  if (done.ok()) return done;
  const auto rolled_back = database_.run("ROLLBACK");
  return done;
}

base::Status Spool::set_mark(const std::string& name, std::uint64_t value) {
  auto set = database_.prepare("INSERT OR REPLACE INTO mark VALUES (?, ?)");
  if (!set.ok()) return set.error();
  return set->bind(1, name).bind(2, value).run();
}

base::Status Spool::set_each(std::span<const Mark> marks, std::span<const Text> texts) {
  for (const Mark& one : marks) {
    if (auto set = set_mark(one.name, one.value); !set.ok()) return set;
  }
  if (texts.empty()) return base::ok();
  auto set = database_.prepare("INSERT OR REPLACE INTO text VALUES (?, ?)");
  if (!set.ok()) return set.error();
  for (const Text& one : texts) {
    if (auto done = set->bind(1, one.name).bind(2, one.bytes).run(); !done.ok()) return done;
  }
  return base::ok();
}

base::Status Spool::set_marks(std::span<const Mark> marks, std::span<const Text> texts) {
  auto done = database_.run("BEGIN");
  if (done.ok()) done = set_each(marks, texts);
  return commit(done);
}

base::Result<std::optional<std::string>> Spool::text(const std::string& name) {
  auto get = database_.prepare("SELECT bytes FROM text WHERE name = ?");
  if (!get.ok()) return get.error();
  auto row = get->bind(1, name).step();
  if (!row.ok()) return row.error();
  if (!*row) return std::optional<std::string>();
  return std::optional<std::string>(get->blob(0));
}

base::Result<std::optional<std::uint64_t>> Spool::mark(const std::string& name) {
  auto get = database_.prepare("SELECT value FROM mark WHERE name = ?");
  if (!get.ok()) return get.error();
  auto row = get->bind(1, name).step();
  if (!row.ok()) return row.error();
  if (!*row) return std::optional<std::uint64_t>();
  return std::optional<std::uint64_t>(get->number(0));
}

bool Spool::is_in_use(const std::string& folder) {
  const base::UniqueFd fd(::open((folder + "/lock").c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW));
  return fd.valid() && ::flock(fd.get(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
}

base::Status Spool::set_aside(const std::string& folder, const std::string& why) {
  std::error_code ignored;
  for (const char* suffix : {"", "-wal", "-shm"}) {
    const std::string name = std::string(kFile).append(suffix);
    const std::string from = std::string(folder).append("/").append(name);
    const std::string to = std::string(folder).append("/").append(why).append("-").append(name);
    std::filesystem::remove(to, ignored);
    if (!std::filesystem::exists(from, ignored)) continue;
    if (::rename(from.c_str(), to.c_str()) != 0) return base::io_error(from);
  }
  return base::ok();
}

}  // namespace auweave::spool
