// The pages of presets tell of what they write. docs/ecs.md explains each path of mappings/ecs.yaml, and no
// other.
#include <gmock/gmock.h>

#include <regex>
#include <set>

#include "support/text_file.h"
#include "yaml/node.h"

namespace auweave {
namespace {

void add_paths(const yaml::Node& fields, std::set<std::string>& paths) {
  for (const auto& [path, value] : fields.members) paths.insert(path.text);
}

// Of `auweave.session.id` and what else is below it, `auweave.session.*`.
std::string as_told(const std::string& path) {
  static const std::regex groups(
      "(auweave\\.(session|recording|command|pipeline|deadletter))\\..*");
  return std::regex_replace(path, groups, "$1.*");
}

std::set<std::string> written(const std::string& preset) {
  const auto root = yaml::load(support::source_folder() + "/mappings/" + preset + ".yaml");
  std::set<std::string> paths;
  for (const auto& [kind, said] : root->find("documents")->members) {
    if (said.find("fields") == nullptr) continue;
    add_paths(*said.find("fields"), paths);
    const yaml::Node* rules = said.find("rules");
    if (rules == nullptr) continue;
    for (const yaml::Node& rule : rules->items) add_paths(*rule.find("fields"), paths);
  }
  std::set<std::string> told;
  for (const std::string& path : paths) told.insert(as_told(path));
  return told;
}

// What stands in backticks in the first column of a table, or in the list of what is ours.
std::set<std::string> explained() {
  static const std::regex name("`([@a-z_.*0-9]+)`");
  std::set<std::string> paths;
  for (const std::string& line :
       support::lines_of(support::read_file(support::source_folder() + "/docs/ecs.md"))) {
    const bool own = line.starts_with("`auweave.kind`");
    if (!own && !line.starts_with("| `")) continue;
    const std::string part =
        own ? line.substr(0, line.find(" are the fields")) : line.substr(0, line.find('|', 1));
    for (std::sregex_iterator at(part.begin(), part.end(), name), end; at != end; ++at)
      paths.insert((*at)[1]);
  }
  return paths;
}

TEST(EcsPage, ExplainsWhatIsWritten) { EXPECT_EQ(explained(), written("ecs")); }

// docs/ocsf.md: each attribute at the top that mappings/ocsf.yaml writes, and each class.
TEST(OcsfPage, NamesClassesAndAttributes) {
  const std::string page = support::read_file(support::source_folder() + "/docs/ocsf.md");
  for (const std::string& path : written("ocsf")) {
    const std::string attribute = "`" + path.substr(0, path.find('.')) + "`";
    EXPECT_NE(page.find(attribute), std::string::npos) << attribute;
  }
  for (const char* uid : {"1007", "3002", "1001", "4001", "3001", "3006", "1008"})
    EXPECT_NE(page.find("| " + std::string(uid) + " "), std::string::npos) << uid;
}

// docs/cim.md: each field that mappings/cim.yaml adds to flat; and Splunk's files know its datasets.
TEST(CimPage, NamesFieldsAndDatasets) {
  const std::string page = support::read_file(support::source_folder() + "/docs/cim.md");
  for (const std::string& path : written("cim"))
    EXPECT_NE(page.find("`" + path + "`"), std::string::npos) << path;
  const std::string folder = support::source_folder() + "/siem/splunk-connect-for-kafka/";
  const std::string types = support::read_file(folder + "eventtypes.conf");
  for (const char* dataset :
       {"Authentication", "Processes", "Filesystem", "Account_Management", "Auditing_Changes"}) {
    EXPECT_NE(page.find("| " + std::string(dataset) + " "), std::string::npos) << dataset;
    EXPECT_NE(types.find("cim_dataset=" + std::string(dataset)), std::string::npos) << dataset;
  }
  // Each eventtype is tagged, and none that is not there.
  static const std::regex stanza("\\[([^\\]]+)\\]");
  const auto stanzas = [](const std::string& text, const std::string& before) {
    std::set<std::string> all;
    for (std::sregex_iterator at(text.begin(), text.end(), stanza), end; at != end; ++at)
      all.insert(before + (*at)[1].str());
    return all;
  };
  EXPECT_EQ(stanzas(types, "eventtype="), stanzas(support::read_file(folder + "tags.conf"), ""));
}

}  // namespace
}  // namespace auweave
