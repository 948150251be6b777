#include "config/value_reader.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/nearest.h"
#include "base/text.h"

namespace auweave::config {
namespace {

using yaml::Node;
using Kind = Node::Kind;

struct Unit {
  std::string_view name;
  std::uint64_t factor;
};

constexpr std::array kSizes = {Unit{"KiB", 1UL << 10U}, Unit{"MiB", 1UL << 20U},
                               Unit{"GiB", 1UL << 30U}};
constexpr std::array kDurations = {Unit{"ms", 1}, Unit{"s", 1000}, Unit{"min", 60'000}};

// Returns nothing if the text is no number followed by one of these units.
template <std::size_t n>
std::optional<std::uint64_t> measured(std::string_view text, const std::array<Unit, n>& units) {
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  const auto number = base::parse_unsigned(text.substr(0, digits));
  for (const Unit& unit : units) {
    if (number.has_value() && *number < (1UL << 32U) && text.substr(digits) == unit.name)
      return *number * unit.factor;
  }
  return std::nullopt;
}

std::string joined(const std::vector<std::string_view>& words) {
  std::string all;
  for (const std::string_view word : words) all.append(all.empty() ? "" : ", ").append(word);
  return all;
}

}  // namespace

void ValueReader::each(const Node& map, const Keys& keys, std::span<const Renamed> renamed) {
  if (map.kind != Kind::map) return problems.add(map, "KEY: VALUE pairs are expected here");
  for (const yaml::Member& member : map.members) {
    const auto found = std::find_if(keys.begin(), keys.end(),
                                    [&](const auto& key) { return key.first == member.name.text; });
    if (found != keys.end()) {
      found->second(member.value);
      continue;
    }
    const auto old = std::find_if(renamed.begin(), renamed.end(), [&](const Renamed& each) {
      return each.before == member.name.text;
    });
    if (old != renamed.end()) {
      problems.add(member.name,
                   "'" + member.name.text + "' is called '" + std::string(old->now) + "' now");
      continue;
    }
    std::vector<std::string_view> names;
    for (const auto& key : keys) names.push_back(key.first);
    problems.add(member.name,
                 "unknown key '" + member.name.text + "'" + base::meant(member.name.text, names));
  }
}

void ValueReader::each_item(const Node& list, std::string_view what,
                            const std::function<void(const Node&)>& action) {
  if (list.kind != Kind::list || list.items.empty()) {
    return problems.add(list, "a list of " + std::string(what) + " is expected here");
  }
  for (const Node& item : list.items) action(item);
}

void ValueReader::text(const Node& node, std::string& out) {
  if (node.kind != Kind::scalar || node.text.empty()) {
    return problems.add(node, "a text is expected here");
  }
  out = node.text;
}

void ValueReader::path(const Node& node, std::string& out) {
  text(node, out);
  if (node.kind == Kind::scalar && !node.text.empty() && node.text.front() != '/')
    problems.add(node, "a path that begins with / is expected here");
}

void ValueReader::flag(const Node& node, bool& out) {
  if (node.kind != Kind::scalar || (node.text != "true" && node.text != "false"))
    return problems.add(node, "true or false is expected here");
  out = node.text == "true";
}

void ValueReader::size(const Node& node, std::size_t least, std::size_t& out) {
  const auto bytes = node.kind == Kind::scalar ? measured(node.text, kSizes) : std::nullopt;
  if (!bytes.has_value()) return problems.add(node, "a size such as 64MiB is expected here");
  if (*bytes < least) {
    const bool large = least >= (1UL << 20U);
    return problems.add(node, "at least " + std::to_string(least >> (large ? 20U : 10U)) +
                                  (large ? "MiB" : "KiB") + " are needed");
  }
  out = *bytes;
}

void ValueReader::count(const yaml::Node& node, std::size_t& out) {
  constexpr std::size_t most = 1'000'000'000;
  const auto number =
      node.kind == Kind::scalar ? base::parse_unsigned(node.text) : std::optional<std::uint64_t>();
  if (!number.has_value() || *number < 1 || *number > most)
    return problems.add(node, "a number of 1 to " + std::to_string(most) + " is expected here");
  out = *number;
}

void ValueReader::duration(const Node& node, std::chrono::milliseconds& out) {
  const auto ms = node.kind == Kind::scalar ? measured(node.text, kDurations) : std::nullopt;
  if (!ms.has_value()) return problems.add(node, "a duration such as 10s is expected here");
  out = std::chrono::milliseconds(*ms);
}

void ValueReader::word(const Node& node, const std::vector<std::string_view>& words,
                       std::string& out) {
  const bool known =
      node.kind == Kind::scalar && std::find(words.begin(), words.end(), node.text) != words.end();
  if (!known) return problems.add(node, "one of " + joined(words) + " is expected here");
  out = node.text;
}

}  // namespace auweave::config
