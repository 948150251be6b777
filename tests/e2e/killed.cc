#include "killed.h"

#include <algorithm>
#include <set>

#include "replay.h"
#include "support/text_file.h"

namespace auweave::e2e {

using support::lines_of;

std::string beats(const std::string& log) {
  const std::size_t at = log.rfind("audit(") + 6;
  const std::int64_t second = std::stoll(log.substr(at, 10));
  const std::size_t serial_at = log.find(':', at) + 1;
  const std::int64_t serial = std::stoll(log.substr(serial_at));
  std::string text;
  for (int i = 1; i <= 60; ++i) {
    text += "type=USER_ACCT msg=audit(" + std::to_string(second + i) +
            ".000:" + std::to_string(serial + i) + "): pid=1 res=success\n";
  }
  return text;
}

std::vector<std::size_t> cuts_of(const std::string& log, int count, std::mt19937& random) {
  std::set<std::size_t> cuts = {log.size()};
  while (cuts.size() <= static_cast<std::size_t>(count)) {
    const std::size_t mark = log.find("type=EOE", random() % log.size());
    if (mark != std::string::npos) cuts.insert(log.find('\n', mark) + 1);
  }
  return {cuts.begin(), cuts.end()};
}

std::size_t events_in(const std::string& log) {
  std::set<std::string> keys;
  for (const std::string& line : lines_of(log)) {
    const std::size_t at = line.find("audit(");
    keys.insert(line.substr(at, line.find(')') - at));
  }
  return keys.size();
}

Compared compare(const std::vector<std::string>& documents,
                 const std::vector<std::string>& expected) {
  std::set<std::string> found(documents.begin(), documents.end());
  const std::size_t distinct = found.size();
  // Of a plugin that was never killed nothing was fetched from a log.
  std::erase_if(found, [](const std::string& json) {
    return is_of_own_life(json) || json.find("\"what\":\"recovered\"") != std::string::npos;
  });
  const std::set<std::string> wanted(expected.begin(), expected.end());
  Compared compared;
  compared.repeated = documents.size() - distinct;
  std::set_difference(found.begin(), found.end(), wanted.begin(), wanted.end(),
                      std::back_inserter(compared.unwanted));
  for (const std::string& json : wanted) {
    const bool left_open = json.starts_with("{\"kind\":\"session\"") &&
                           json.find("\"state\":\"closed\"") == std::string::npos;
    if (!left_open && !found.contains(json)) compared.missing.push_back(json);
  }
  return compared;
}

}  // namespace auweave::e2e
