#include "systemd/journal.h"

#include <systemd/sd-id128.h>
#include <systemd/sd-journal.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <utility>

#include "base/text.h"

namespace auweave::systemd {
namespace {

namespace fs = std::filesystem;
using model::JournalEntry;

constexpr std::array kOwnFolders = {"/var/log/journal/", "/run/log/journal/"};

// The folder of this machine's files in each of those.
std::string machine_id() {
  sd_id128_t id{};
  std::array<char, SD_ID128_STRING_MAX> text{};
  return sd_id128_get_machine(&id) < 0 ? "" : sd_id128_to_string(id, text.data());
}

bool is_journal_file(const fs::path& path) {
  const std::string name = path.filename();
  return name.ends_with(".journal") || name.ends_with(".journal~");
}

void add_files(const std::string& folder, int depth, std::vector<std::string>& files) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    if (depth > 0 && entry.is_directory(ignored)) add_files(entry.path(), depth - 1, files);
    if (is_journal_file(entry.path())) files.push_back(entry.path());
  }
}

std::vector<std::string> files_of(const std::string& folder) {
  std::vector<std::string> files;
  if (!folder.empty()) {
    add_files(folder, 1, files);
    return files;
  }
  for (const std::string root : kOwnFolders) add_files(root + machine_id(), 0, files);
  return files;
}

// 0: it can be read.
int try_file(const std::string& path) {
  std::array<const char*, 2> paths = {path.c_str(), nullptr};
  sd_journal* journal = nullptr;
  const int opened = sd_journal_open_files(&journal, paths.data(), 0);
  sd_journal_close(journal);
  return opened;
}

}  // namespace

void Journal::Close::operator()(sd_journal* journal) const { sd_journal_close(journal); }

Journal::Journal(std::unique_ptr<sd_journal, Close> journal, std::string folder)
    : journal_(std::move(journal)), folder_(std::move(folder)) {}
Journal::Journal(Journal&&) noexcept = default;
Journal& Journal::operator=(Journal&&) noexcept = default;
Journal::~Journal() = default;

base::Error Journal::error(int code) const {
  return {base::ErrorKind::io,
          (folder_.empty() ? "journal" : folder_) + ": " + std::strerror(std::abs(code))};
}

base::Result<Journal> Journal::open(const std::string& folder,
                                    const std::vector<std::string>& any_of) {
  sd_journal* opened = nullptr;
  // Not SD_JOURNAL_SYSTEM: what a user's process writes, a recorder's chunks for one, goes into
  // user-UID.journal (journald.conf(5), SplitMode).
  const int status = folder.empty() ? sd_journal_open(&opened, SD_JOURNAL_LOCAL_ONLY)
                                    : sd_journal_open_directory(&opened, folder.c_str(), 0);
  Journal journal(std::unique_ptr<sd_journal, Close>(opened), folder);
  if (status < 0) return journal.error(status);
  // A field comes cut to 64 KiB otherwise (sd_journal_set_data_threshold(3)).
  int done = sd_journal_set_data_threshold(opened, 0);
  // Matches of different fields are joined by AND, unless this stands between.
  for (const std::string& match : any_of) {
    if (done >= 0) done = sd_journal_add_match(opened, match.data(), match.size());
    if (done >= 0) done = sd_journal_add_disjunction(opened);
  }
  // Asked for once, it makes sd_journal_process() see files that come later.
  if (done >= 0) done = sd_journal_get_fd(opened);
  if (done >= 0) done = sd_journal_seek_head(opened);
  if (done < 0) return journal.error(done);
  return journal;
}

// sd_journal_seek_tail() alone stands behind what is there when the next entry is asked for, not now;
// and where nothing is there, nothing ever comes next.
base::Status Journal::seek_end() {
  int done = sd_journal_seek_tail(journal_.get());
  if (done >= 0) done = sd_journal_previous(journal_.get());
  if (done == 0) done = sd_journal_seek_head(journal_.get());
  if (done < 0) return error(done);
  return base::ok();
}

base::Result<bool> Journal::seek_behind(const std::string& cursor) {
  int done = sd_journal_seek_cursor(journal_.get(), cursor.c_str());
  if (done >= 0) done = sd_journal_next(journal_.get());
  if (done > 0) {
    const int same = sd_journal_test_cursor(journal_.get(), cursor.c_str());
    if (same > 0) return true;
    // It stands at a later one, which is to come next.
    done = same < 0 ? same : sd_journal_previous(journal_.get());
    if (done == 0) done = sd_journal_seek_head(journal_.get());
  }
  if (done < 0) return error(done);
  return false;
}

std::string Journal::cursor() const {
  char* text = nullptr;
  if (sd_journal_get_cursor(journal_.get(), &text) < 0) return "";
  std::string cursor = text;
  std::free(text);  // NOLINT(cppcoreguidelines-no-malloc): sd_journal_get_cursor(3) says so
  return cursor;
}

base::Result<std::optional<JournalEntry>> Journal::next() {
  const int more = sd_journal_next(journal_.get());
  if (more < 0) return error(more);
  if (more == 0) return std::optional<JournalEntry>();
  return std::optional<JournalEntry>(entry());
}

bool Journal::read_field(const char* name, std::string& value, std::string* why) {
  const void* data = nullptr;
  std::size_t size = 0;
  const int got = sd_journal_get_data(journal_.get(), name, &data, &size);
  if (got < 0) {
    if (why != nullptr) *why = std::strerror(-got);
    return false;
  }
  const std::string_view field(static_cast<const char*>(data), size);
  value = field.substr(std::min(std::strlen(name) + 1, size));
  return true;
}

JournalEntry Journal::entry() {
  JournalEntry entry;
  std::uint64_t realtime_us = 0;
  if (sd_journal_get_realtime_usec(journal_.get(), &realtime_us) >= 0) {
    entry.time.ns = static_cast<std::int64_t>(realtime_us) * 1000;
  }
  entry.cursor = cursor();
  read_field("MESSAGE", entry.message, &entry.unreadable);
  read_field("_HOSTNAME", entry.host);
  read_field("_EXE", entry.writer.exe);
  std::string text;
  if (read_field("_BOOT_ID", text)) entry.boot_id = base::dashed_id(text);
  const auto number = [&](const char* name) {
    return read_field(name, text) ? base::parse_unsigned(text) : std::nullopt;
  };
  if (const auto pid = number("_PID")) entry.writer.pid = {static_cast<std::int64_t>(*pid)};
  if (const auto uid = number("_UID")) entry.writer.uid = {static_cast<std::uint32_t>(*uid)};
  if (const auto ses = number("_AUDIT_SESSION")) {
    entry.writer.ses = {static_cast<std::uint32_t>(*ses)};
  }
  return entry;
}

base::Result<bool> Journal::look() {
  const int changed = sd_journal_process(journal_.get());
  if (changed < 0) return error(changed);
  return changed != SD_JOURNAL_NOP;
}

std::vector<std::string> Journal::unreadable_files() const {
  std::vector<std::string> problems;
  for (const std::string& file : files_of(folder_)) {
    const int opened = try_file(file);
    if (opened < 0) problems.push_back(file + ": " + std::strerror(-opened));
  }
  return problems;
}

std::size_t Journal::files() const {
  std::size_t readable = 0;
  for (const std::string& file : files_of(folder_)) readable += try_file(file) < 0 ? 0U : 1U;
  return readable;
}

}  // namespace auweave::systemd
