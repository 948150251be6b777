#include "audit/accounts.h"

#include <grp.h>
#include <pwd.h>

#include <cerrno>
#include <limits>
#include <vector>

#include "audit/nss_entry.h"
#include "base/line_file.h"
#include "base/text.h"

namespace auweave::audit {
namespace {

using Names = std::unordered_map<std::uint32_t, std::string>;

constexpr std::size_t kLongestLine = 1UL << 20U;  // a group of many members

// "NAME:x:ID:..." of passwd(5) and group(5) alike.
bool add_account(std::string_view line, Names& names) {
  if (line.empty() || line.front() == '#') return true;
  const std::size_t name_end = line.find(':');
  const std::size_t id_start = line.find(':', name_end == line.npos ? name_end : name_end + 1);
  if (name_end == 0 || id_start == line.npos) return false;
  const std::size_t id_end = line.find(':', id_start + 1);
  const auto id = base::parse_unsigned(line.substr(id_start + 1, id_end - id_start - 1));
  if (!id.has_value() || *id > std::numeric_limits<std::uint32_t>::max()) return false;
  // The first of several accounts with one uid is the one getpwuid gives.
  names.try_emplace(static_cast<std::uint32_t>(*id), line.substr(0, name_end));
  return true;
}

base::Status load_names(const std::string& path, Names& names) {
  auto file = base::LineFile::open(path, kLongestLine);
  if (!file.ok()) return base::Error{base::ErrorKind::config, file.error().message};
  while (true) {
    auto line = file->next();
    if (!line.ok()) return base::Error{base::ErrorKind::config, line.error().message};
    if (!line->has_value()) return base::ok();
    if ((*line)->cut != 0 || !add_account((*line)->text, names)) {
      return base::Error{base::ErrorKind::config,
                         path + ":" + std::to_string((*line)->number) + ":1: not NAME:x:ID:..."};
    }
  }
}

template <typename Entry, typename Call>
std::optional<std::string> lookup(Call call, char* Entry::*name) {
  std::optional<std::string> known;
  look_up<Entry>(call, [&](const Entry& entry) { known = entry.*name; });
  return known;
}

std::optional<std::string> lookup_user(std::uint32_t uid) {
  return lookup<passwd>(
      [uid](passwd* entry, char* buffer, std::size_t size, passwd** found) {
        return getpwuid_r(uid, entry, buffer, size, found);
      },
      &passwd::pw_name);
}

std::optional<std::string> lookup_group(std::uint32_t gid) {
  return lookup<group>([gid](group* entry, char* buffer, std::size_t size,
                             group** found) { return getgrgid_r(gid, entry, buffer, size, found); },
                       &group::gr_name);
}

std::optional<std::string> find(const Names& names, std::uint32_t id) {
  const auto found = names.find(id);
  if (found == names.end()) return std::nullopt;
  return found->second;
}

}  // namespace

base::Result<FileAccounts> FileAccounts::load(const std::string& passwd_path,
                                              const std::string& group_path) {
  FileAccounts accounts;
  if (auto read = load_names(passwd_path, accounts.users_); !read.ok()) return read.error();
  if (group_path.empty()) return accounts;
  if (auto read = load_names(group_path, accounts.groups_); !read.ok()) return read.error();
  return accounts;
}

std::optional<std::string> FileAccounts::user(model::Uid uid) { return find(users_, uid.value); }
std::optional<std::string> FileAccounts::group(model::Gid gid) { return find(groups_, gid.value); }

SystemAccounts::SystemAccounts(std::int64_t ttl_seconds, std::function<std::int64_t()> now)
    : ttl_(ttl_seconds), now_(std::move(now)) {}

std::optional<std::string> SystemAccounts::ask(
    Answers& answers, std::uint32_t id, std::optional<std::string> (*lookup)(std::uint32_t)) {
  const std::int64_t now = now_();
  const Answer* known = answers.use(id);
  if (known != nullptr && known->until > now) return known->name;
  return answers.enter(id, {lookup(id), now + ttl_}).name;
}

std::optional<std::string> SystemAccounts::user(model::Uid uid) {
  return ask(users_, uid.value, lookup_user);
}
std::optional<std::string> SystemAccounts::group(model::Gid gid) {
  return ask(groups_, gid.value, lookup_group);
}

}  // namespace auweave::audit
