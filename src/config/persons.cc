#include "config/persons.h"

#include <algorithm>

namespace auweave::config {
namespace {

constexpr std::size_t kLongestPerson = 128;
constexpr std::size_t kSha256Digits = 43;  // of base64, without the padding (ssh-keygen(1))

bool is_fingerprint(std::string_view text) {
  constexpr std::string_view kind = "SHA256:";
  if (!text.starts_with(kind)) return false;
  const std::string_view digits = text.substr(kind.size());
  return digits.size() == kSha256Digits && std::all_of(digits.begin(), digits.end(), [](char c) {
           const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
           return letter || (c >= '0' && c <= '9') || c == '+' || c == '/';
         });
}

bool is_name(std::string_view text) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 127; };
  return !text.empty() && text.size() <= kLongestPerson &&
         std::none_of(text.begin(), text.end(), is_control);
}

}  // namespace

void read_persons(const yaml::Node& node, yaml::Problems& problems, PersonsByKey& persons) {
  if (node.kind != yaml::Node::Kind::map)
    return problems.add(node, "a map is expected: {\"SHA256:...\": name}");
  for (const yaml::Member& each : node.members) {
    const bool known = is_fingerprint(each.name.text);
    const bool named = each.value.kind == yaml::Node::Kind::scalar && is_name(each.value.text);
    if (!known)
      problems.add(each.name, "'" + each.name.text +
                                  "' is no fingerprint: SHA256: and 43 characters are expected, as "
                                  "`ssh-keygen -l` has it");
    if (!named) problems.add(each.value, "a person's name is expected, of 1 to 128 bytes");
    if (known && named) persons.emplace(each.name.text, each.value.text);
  }
}

base::Result<PersonsByKey> load_persons(const std::string& path) {
  auto root = yaml::load(path);
  if (!root.ok()) return root.error();
  yaml::Problems problems;
  PersonsByKey persons;
  read_persons(*root, problems, persons);
  if (!problems.none()) return problems.error();
  return persons;
}

}  // namespace auweave::config
