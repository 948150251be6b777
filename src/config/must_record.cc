#include "config/must_record.h"

#include <algorithm>
#include <vector>

#include "base/nearest.h"
#include "programs/program.h"

namespace auweave::config {
namespace {

using yaml::Node;

constexpr std::size_t kLongestName = 256;

// Returns the services as session documents name them ("sshd", "gdm-session-worker").
std::vector<std::string_view> known_services() {
  std::vector<std::string_view> names;
  for (const programs::Program& each : programs::all()) {
    if (each.role == programs::Role::service) names.push_back(each.told_as());
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

void read_names(const Node& list, ValueReader& reader, std::string (*problem)(const std::string&),
                session::MustRecord::Names& names) {
  reader.each_item(list, "names", [&](const Node& item) {
    std::string name;
    reader.text(item, name);
    if (name.empty()) return;
    const std::string wrong = problem(name);
    if (!wrong.empty()) return reader.problems.add(item, wrong);
    names.insert(name);
  });
}

}  // namespace

std::string name_problem(const std::string& name) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 127; };
  const bool good = !name.empty() && name.size() <= kLongestName &&
                    std::none_of(name.begin(), name.end(), is_control);
  return good ? "" : "a name is expected, of 1 to 256 bytes without control characters";
}

std::string service_problem(const std::string& name) {
  if (std::string wrong = name_problem(name); !wrong.empty()) return wrong;
  const std::vector<std::string_view> known = known_services();
  if (std::find(known.begin(), known.end(), name) != known.end()) return "";
  for (const std::string_view service : known) {
    const bool beginning = service.starts_with(name + "-");
    if (beginning || base::nearest(name, {&service, 1}).size() == 1)
      return "session documents call the service '" + std::string(service) + "', not '" + name +
             "'";
  }
  return "";
}

void read_must_record(const Node& node, ValueReader& reader, session::MustRecord& must) {
  reader.each(node,
              {{"users", [&](const Node& n) { read_names(n, reader, name_problem, must.users); }},
               {"groups", [&](const Node& n) { read_names(n, reader, name_problem, must.groups); }},
               {"services",
                [&](const Node& n) { read_names(n, reader, service_problem, must.services); }}});
  if (node.kind != Node::Kind::map) return;
  if (node.find("users") == nullptr && node.find("groups") == nullptr)
    reader.problems.add(node, "`users` or `groups` is missing: whose sessions must be recorded?");
  if (node.find("services") == nullptr) must.services.insert("sshd");
}

}  // namespace auweave::config
