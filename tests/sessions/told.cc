#include "told.h"

#include <algorithm>
#include <map>

#include "base/text.h"
#include "support/json.h"

namespace auweave::sessions {
namespace {

std::string plain(const std::string& written) {
  return written.find("\\x") != std::string::npos ? base::unescaped(written) : written;
}

void add_programs(const rapidjson::Value& document, std::vector<std::string>& programs) {
  if (!document.HasMember("executed")) return;
  for (const auto& each : document["executed"].GetArray()) {
    std::vector<std::string> argv;
    if (each.HasMember("argv")) {
      for (const auto& word : each["argv"].GetArray()) argv.push_back(plain(word.GetString()));
    }
    const std::string key = program_key(support::number(each, "pid").value_or(0), argv);
    if (!std::count(programs.begin(), programs.end(), key)) programs.push_back(key);
  }
}

}  // namespace

std::string program_key(long long pid, const std::vector<std::string>& argv) {
  std::string key = std::to_string(pid);
  for (const std::string& word : argv) key += " " + word;
  return key;
}

std::vector<ToldCommand> told_commands(const std::vector<std::string>& documents) {
  std::vector<ToldCommand> all;
  std::map<std::string, std::size_t> places;
  for (const std::string& json : documents) {
    const auto document = support::parse(json);
    if (support::text(document, "kind") != "command") continue;
    const std::string id = support::text(document, "command_id");
    const auto [place, is_new] = places.emplace(id, all.size());
    if (is_new) all.emplace_back().id = id;
    ToldCommand& told = all[place->second];
    told.text = plain(support::text(document, "command"));
    told.parent = support::text(document, "parent_command");
    told.started = support::text(document, "started");
    told.typed = support::text(document, "source") == "terminal";
    const std::string output = plain(support::text(document, "tty_output"));
    if (!told.output.empty() && !output.empty()) told.output += "\n";
    told.output += output;
    add_programs(document, told.programs);
  }
  std::stable_sort(all.begin(), all.end(), [](const ToldCommand& a, const ToldCommand& b) {
    return a.started < b.started;
  });
  return all;
}

}  // namespace auweave::sessions
