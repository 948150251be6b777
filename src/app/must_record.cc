#include "app/must_record.h"

#include <utility>

#include "audit/groups.h"
#include "config/must_record.h"

namespace auweave::app {
namespace {

using base::Error;
using base::ErrorKind;

// Appends a line for each wrong name of an option.
void take_names(const char* option, const std::vector<std::string>& names,
                session::MustRecord::Names& to, std::string& wrong) {
  const bool services = std::string_view(option) == "--must-record-service";
  for (const std::string& name : names) {
    const std::string problem =
        services ? config::service_problem(name) : config::name_problem(name);
    if (problem.empty()) to.insert(name);
    if (!problem.empty())
      wrong.append(wrong.empty() ? "" : "\n").append(option).append(": ").append(problem);
  }
}

// Returns the file of passwd(5) that `--accounts` names, or "".
std::string passwd_of(const std::string& accounts) {
  if (accounts == "system" || accounts == "none") return "";
  return accounts.substr(0, accounts.find(','));
}

// Returns the file of group(5): that of `--groups`, or that of `--accounts` if groups are wanted.
std::string groups_file(const InputOptions& options) {
  const std::size_t comma = options.accounts.find(',');
  if (!options.groups.empty() || options.must_record.groups.empty()) return options.groups;
  return comma == std::string::npos ? "" : options.accounts.substr(comma + 1);
}

}  // namespace

base::Status set_must_record(const InputOptions& options, weave::WeaverSettings& settings) {
  const MustRecordOptions& given = options.must_record;
  session::MustRecord& must = settings.must_record;
  std::string wrong;
  take_names("--must-record-user", given.users, must.users, wrong);
  take_names("--must-record-group", given.groups, must.groups, wrong);
  take_names("--must-record-service", given.services, must.services, wrong);
  if (!given.services.empty() && given.users.empty() && given.groups.empty())
    wrong += (wrong.empty() ? "" : "\n") +
             std::string("--must-record-service needs --must-record-user or --must-record-group");
  const std::string path = groups_file(options);
  if (!given.groups.empty() && path.empty())
    wrong += (wrong.empty() ? "" : "\n") +
             std::string("--must-record-group needs --groups FILE, which says who is in a group");
  if (!wrong.empty()) return Error{ErrorKind::usage, wrong};
  if (given.services.empty()) must.services.insert("sshd");
  if (path.empty()) return base::ok();
  auto groups = audit::load_groups(path, passwd_of(options.accounts), must.groups);
  if (!groups.ok()) return groups.error();
  settings.groups = std::move(*groups);
  return base::ok();
}

}  // namespace auweave::app
