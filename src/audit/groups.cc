#include "audit/groups.h"

#include <grp.h>
#include <pwd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <functional>
#include <string_view>

#include "audit/nss_entry.h"
#include "base/line_file.h"
#include "base/text.h"

namespace auweave::audit {
namespace {

constexpr std::size_t kLongestGroupLine = 1UL << 20U;  // a group of many members
constexpr std::size_t kLongestName = 256;
constexpr std::size_t kMostAsked = 4096;

bool is_printable(std::string_view name) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 127; };
  return !name.empty() && name.size() <= kLongestName && base::valid_utf8(name) &&
         std::none_of(name.begin(), name.end(), is_control);
}

std::vector<gid_t> group_ids(const std::string& user, gid_t primary) {
  std::vector<gid_t> ids(model::kMostGroups);
  for (int tries = 0; tries < 4; ++tries) {
    int count = static_cast<int>(ids.size());
    const bool fits = ::getgrouplist(user.c_str(), primary, ids.data(), &count) >= 0;
    const auto needed = static_cast<std::size_t>(std::max(count, 1));
    ids.resize(std::min(needed, kMostAsked));
    if (fits || needed > kMostAsked) break;
  }
  return ids;
}

// A line of group(5), NAME:x:GID:MEMBER,MEMBER, or of passwd(5), NAME:x:UID:GID:....
using Parts = std::array<std::string_view, 4>;

// False if the line has too few parts.
bool split(std::string_view line, Parts& parts) {
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::size_t colon = line.find(':');
    if (i + 1 < parts.size() && colon == std::string_view::npos) return false;
    parts.at(i) = line.substr(0, colon);
    line.remove_prefix(colon == std::string_view::npos ? line.size() : colon + 1);
  }
  return !parts[0].empty() && base::parse_unsigned(parts[2]).has_value();
}

base::Status each_entry(const std::string& path, const char* form,
                        const std::function<bool(const Parts&)>& take) {
  auto file = base::LineFile::open(path, kLongestGroupLine);
  if (!file.ok()) return base::Error{base::ErrorKind::config, file.error().message};
  while (true) {
    auto line = file->next();
    if (!line.ok()) return base::Error{base::ErrorKind::config, line.error().message};
    if (!line->has_value()) return base::ok();
    const std::string_view text = (*line)->text;
    if (text.empty() || text.front() == '#') continue;
    Parts parts;
    if ((*line)->cut != 0 || !split(text, parts) || !take(parts)) {
      return base::Error{base::ErrorKind::config,
                         path + ":" + std::to_string((*line)->number) + ":1: not " + form};
    }
  }
}

// A file of groups while it is read: names of groups by gid, and the groups of each member.
struct Read {
  std::map<std::string, std::string, std::less<>> names;
  model::GroupsByUser groups;

  bool take_group(const Parts& parts) {
    if (!is_printable(parts[0])) return false;
    names.emplace(parts[2], parts[0]);
    std::string_view members = parts[3];
    while (!members.empty()) {
      const std::size_t comma = members.find(',');
      const std::string_view member = members.substr(0, comma);
      members.remove_prefix(comma == std::string_view::npos ? members.size() : comma + 1);
      if (!member.empty()) groups[std::string(member)].emplace_back(parts[0]);
    }
    return true;
  }
  bool take_account(const Parts& parts) {
    const std::string_view gid = parts[3].substr(0, parts[3].find(':'));
    if (!base::parse_unsigned(gid).has_value()) return false;
    const auto primary = names.find(gid);
    if (primary == names.end()) return true;
    std::vector<std::string>& its = groups[std::string(parts[0])];
    its.insert(its.begin(), primary->second);
    return true;
  }
};

}  // namespace

std::vector<std::string> kept_groups(std::vector<std::string> names,
                                     const std::set<std::string, std::less<>>& wanted) {
  std::set<std::string> seen;
  std::erase_if(names, [&](const std::string& name) {
    return !is_printable(name) || !seen.insert(name).second;
  });
  if (names.size() > model::kMostGroups) {
    std::stable_partition(names.begin(), names.end(),
                          [&](const std::string& name) { return wanted.contains(name); });
    names.resize(model::kMostGroups);
  }
  return names;
}

std::vector<std::string> system_groups(model::Uid uid) {
  std::string user;
  gid_t primary = 0;
  look_up<passwd>([&](passwd* entry, char* buffer, std::size_t size,
                      passwd** found) { return getpwuid_r(uid.value, entry, buffer, size, found); },
                  [&](const passwd& entry) {
                    user = entry.pw_name;
                    primary = entry.pw_gid;
                  });
  std::vector<std::string> names;
  if (user.empty()) return names;
  for (const gid_t id : group_ids(user, primary)) {
    look_up<group>([&](group* entry, char* buffer, std::size_t size,
                       group** found) { return getgrgid_r(id, entry, buffer, size, found); },
                   [&](const group& entry) { names.emplace_back(entry.gr_name); });
  }
  return names;
}

base::Result<model::GroupsByUser> load_groups(const std::string& group_path,
                                              const std::string& passwd_path,
                                              const std::set<std::string, std::less<>>& wanted) {
  Read read;
  auto done = each_entry(group_path, "NAME:x:GID:MEMBERS",
                         [&](const Parts& parts) { return read.take_group(parts); });
  if (!done.ok()) return done.error();
  if (!passwd_path.empty()) {
    done = each_entry(passwd_path, "NAME:x:UID:GID:...",
                      [&](const Parts& parts) { return read.take_account(parts); });
    if (!done.ok()) return done.error();
  }
  for (auto& [user, groups] : read.groups) groups = kept_groups(std::move(groups), wanted);
  return std::move(read.groups);
}

}  // namespace auweave::audit
