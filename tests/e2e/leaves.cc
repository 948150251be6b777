#include "leaves.h"

#include <algorithm>
#include <utility>

namespace auweave::e2e {
namespace {

constexpr std::size_t kMostWrong = 20;

std::string header(const support::Message& message, const std::string& name) {
  const auto found = std::find_if(message.headers.begin(), message.headers.end(),
                                  [&](const auto& one) { return one.first == name; });
  return found == message.headers.end() ? "" : found->second;
}

}  // namespace

Leaves leaves_of(const std::vector<support::Message>& messages) {
  Leaves leaves;
  const auto wrong = [&](const std::string& what) {
    if (leaves.wrong.size() < kMostWrong) leaves.wrong.push_back(what);
  };
  std::map<std::pair<std::string, std::uint64_t>, std::string> documents;  // by leaf
  std::map<std::string, std::string> leaf_of;                              // by document
  for (const support::Message& message : messages) {
    const std::string log = header(message, "auweave-log");
    const std::string number = header(message, "auweave-leaf");
    if (log.empty() || number.empty()) {
      wrong("no leaf: " + message.value);
      continue;
    }
    const auto [there, fresh] =
        documents.emplace(std::pair(log, std::stoull(number)), message.value);
    if (there->second != message.value) {
      wrong(log + " " + number + " is of " + there->second + " and of " + message.value);
    }
    if (!fresh) ++leaves.repeated;
    const auto [leaf, new_document] = leaf_of.emplace(message.value, log + " " + number);
    if (leaf->second != log + " " + number)
      wrong(message.value + " has " + leaf->second + " and " + log + " " + number);
  }
  for (const auto& [leaf, document] : documents) {
    std::uint64_t& last = leaves.logs[leaf.first];
    if (leaf.second != last + 1)
      wrong(leaf.first + ": " + std::to_string(last) + " is followed by " +
            std::to_string(leaf.second));
    last = leaf.second;
  }
  return leaves;
}

}  // namespace auweave::e2e
