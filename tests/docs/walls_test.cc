// The walls between modules: each includes what CMakeLists.txt says that it depends on, and nothing else.
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "support/program.h"
#include "support/text_file.h"

namespace auweave {
namespace {

namespace fs = std::filesystem;

using Names = std::set<std::string>;

// By module, what it may include.
std::map<std::string, Names> modules() {
  const std::string text = support::read_file(support::source_folder() + "/CMakeLists.txt");
  const std::regex call("auweave_module\\((\\w+)([^)]*)\\)");
  std::map<std::string, Names> found;
  for (std::sregex_iterator at(text.begin(), text.end(), call), end; at != end; ++at) {
    Names& depends = found[(*at)[1]];
    std::istringstream words((*at)[2]);
    std::string word;
    while (words >> word && word != "LIBRARIES") {
      if (word != "DEPENDS") depends.insert(word);
    }
  }
  return found;
}

struct Include {
  std::string module;  // whose header it is
  std::string place;   // file:line: header
};
std::vector<Include> includes_in(const std::string& text, const std::string& file) {
  const std::regex include("^#include \"(\\w+)/([^\"]+)\"");
  std::vector<Include> found;
  std::size_t number = 0;
  for (const std::string& line : support::lines_of(text)) {
    ++number;
    std::smatch match;
    if (std::regex_search(line, match, include))
      found.push_back({match[1], file + ":" + std::to_string(number) + ": " + match[1].str() + "/" +
                                     match[2].str()});
  }
  return found;
}

// Places of includes that a module has no right to.
std::vector<std::string> breaches(const std::vector<Include>& includes, const std::string& module,
                                  const Names& depends) {
  std::vector<std::string> found;
  for (const Include& include : includes) {
    if (include.module != module && !depends.contains(include.module))
      found.push_back(include.place);
  }
  return found;
}

std::vector<Include> includes_of(const std::string& module) {
  std::vector<Include> all;
  for (const auto& entry :
       fs::recursive_directory_iterator(support::source_folder() + "/src/" + module)) {
    if (!entry.is_regular_file()) continue;
    const std::string path = entry.path().string();
    for (Include& include : includes_in(support::read_file(path), path))
      all.push_back(std::move(include));
  }
  return all;
}

TEST(Walls, EachModuleIncludesWhatItDependsOnAndNothingElse) {
  const auto all = modules();
  ASSERT_GT(all.size(), 20U);
  for (const std::string& folder : support::folders_in(support::source_folder() + "/src")) {
    ASSERT_TRUE(all.contains(folder)) << folder << " is no module of CMakeLists.txt";
    for (const std::string& place : breaches(includes_of(folder), folder, all.at(folder)))
      ADD_FAILURE() << place << " is of a module that " << folder << " does not depend on";
  }
}

TEST(Walls, NoModuleDependsOnWhatItDoesNotInclude) {
  for (const auto& [module, depends] : modules()) {
    Names included;
    for (const Include& include : includes_of(module)) included.insert(include.module);
    for (const std::string& name : depends)
      EXPECT_TRUE(included.contains(name)) << module << " depends on " << name << " for nothing";
  }
}

// The order in CMakeLists.txt is one in which every module comes behind what it depends on.
TEST(Walls, DependenciesPointOneWay) {
  const std::string text = support::read_file(support::source_folder() + "/CMakeLists.txt");
  for (const auto& [module, depends] : modules()) {
    for (const std::string& name : depends) {
      EXPECT_LT(text.find("auweave_module(" + name), text.find("auweave_module(" + module))
          << module << " comes before " << name;
    }
  }
}

TEST(Walls, ABreachIsToldWithItsLine) {
  const auto includes = includes_in(
      "#pragma once\n\n#include <map>\n#include \"deliver/delivery.h\"\n#include \"base/text.h\"\n",
      "src/weave/probe.h");
  EXPECT_EQ(breaches(includes, "weave", modules().at("weave")),
            std::vector<std::string>{"src/weave/probe.h:4: deliver/delivery.h"});
}

// Compiles one line with what sources of src/weave are compiled with.
support::Ran compiled_in_weave(const std::string& header) {
  std::vector<std::string> command = {AUWEAVE_CXX, "-std=c++20", "-fsyntax-only", "-x", "c++", "-"};
  std::istringstream folders(AUWEAVE_WEAVE_INCLUDES);
  for (std::string folder; std::getline(folders, folder, '|');) command.push_back("-I" + folder);
  return support::run(command, "#include \"" + header + "\"\n");
}

TEST(Walls, TheWeaverCannotReachWhatMovesThings) {
  const support::Ran own = compiled_in_weave("weave/weaver.h");
  ASSERT_EQ(own.status, 0) << own.err;
  for (const std::string header :
       {"deliver/delivery.h", "spool/spool.h", "intake/inbox.h", "mapping/mapping.h",
        "systemd/journal.h", "config/config.h", "plugin/running_plugin.h", "pipeline/feed.h"}) {
    ASSERT_TRUE(fs::exists(support::source_folder() + "/src/" + header)) << header;
    const support::Ran ran = compiled_in_weave(header);
    EXPECT_NE(ran.status, 0) << header;
    EXPECT_NE(ran.err.find(header), std::string::npos) << ran.err;
  }
}

}  // namespace
}  // namespace auweave
