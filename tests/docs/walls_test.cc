// The walls between modules: each includes what CMakeLists.txt says that it depends on, and nothing else. So does
// each unit test, of what tests/CMakeLists.txt says that it links.
#include <gtest/gtest.h>

#include <algorithm>
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

// The words of each call `FUNCTION(NAME word…)` of a CMake file, by NAME.
std::map<std::string, std::vector<std::string>> calls(const std::string& file,
                                                      const std::string& function) {
  const std::string text = support::read_file(support::source_folder() + "/" + file);
  const std::regex call("\\n" + function + "\\((\\w+)([^)]*)\\)");
  std::map<std::string, std::vector<std::string>> found;
  for (std::sregex_iterator at(text.begin(), text.end(), call), end; at != end; ++at) {
    std::vector<std::string>& named = found[(*at)[1]];
    std::istringstream words((*at)[2]);
    for (std::string word; words >> word;) named.push_back(word);
  }
  return found;
}

// By module, what it may include.
std::map<std::string, Names> modules() {
  std::map<std::string, Names> found;
  for (const auto& [module, words] : calls("CMakeLists.txt", "auweave_module")) {
    const auto end = std::find(words.begin(), words.end(), "LIBRARIES");
    found[module] = Names(words.begin(), end);
    found[module].erase("DEPENDS");
  }
  return found;
}

struct Include {
  std::string module;  // whose header it is
  std::string header;  // "text" of "base/text.h"
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
      found.push_back(
          {match[1], fs::path(match[2].str()).stem(),
           file + ":" + std::to_string(number) + ": " + match[1].str() + "/" + match[2].str()});
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

std::vector<Include> includes_below(const std::string& folder) {
  std::vector<Include> all;
  for (const auto& entry :
       fs::recursive_directory_iterator(support::source_folder() + "/" + folder)) {
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
    for (const std::string& place :
         breaches(includes_below("src/" + folder), folder, all.at(folder)))
      ADD_FAILURE() << place << " is of a module that " << folder << " does not depend on";
  }
}

TEST(Walls, NoModuleDependsOnWhatItDoesNotInclude) {
  for (const auto& [module, depends] : modules()) {
    Names included;
    for (const Include& include : includes_below("src/" + module)) included.insert(include.module);
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

// What a module depends on at any distance, and itself.
Names reached_from(const std::string& module, const std::map<std::string, Names>& all) {
  Names reached = {module};
  for (const std::string& depends : all.at(module)) reached.merge(reached_from(depends, all));
  return reached;
}

// By header of tests/support, the library that has its source. A header without one needs basic_support alone.
std::string support_library(const std::string& header) {
  const std::string sources = support::read_file(support::source_folder() + "/sources.mk");
  const std::regex source("\\n(\\w+_support)_sources \\+?= tests/support/" + header + "\\.cc\\n");
  std::smatch match;
  return std::regex_search(sources, match, source) ? match[1].str() : "basic_support";
}

// What a unit test needs beside its module, what that depends on, and basic_support, which all tests link.
Names needed_beside(const std::string& module) {
  const Names reached = reached_from(module, modules());
  Names needed;
  for (const Include& include : includes_below("tests/unit/" + module)) {
    if (include.module == "support") {
      needed.insert(support_library(include.header));
    } else if (!reached.contains(include.module)) {
      needed.insert(include.module);
    }
  }
  needed.erase("basic_support");
  return needed;
}

TEST(Walls, EachUnitTestLinksWhatItIncludesAndNothingElse) {
  const auto rows = calls("tests/CMakeLists.txt", "auweave_unit_test");
  for (const std::string& folder : support::folders_in(support::source_folder() + "/tests/unit"))
    ASSERT_TRUE(rows.contains(folder)) << "tests/unit/" << folder << " is in no program";
  for (const auto& [module, words] : rows) {
    Names linked;
    bool support = false;
    for (const std::string& word : words) {
      support = support || word == "SUPPORT";
      if (word != "SUPPORT" && word != "BESIDE") linked.insert(support ? word + "_support" : word);
    }
    EXPECT_EQ(linked, needed_beside(module)) << "test_" << module;
  }
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
