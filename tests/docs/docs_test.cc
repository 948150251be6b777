// The documentation is true: its examples are run, its tables are compared with what is there, and
// the budgets it states are kept.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <regex>
#include <set>
#include <sstream>

#include "config/config.h"
#include "support/program.h"
#include "support/text_file.h"

namespace auweave {
namespace {

namespace fs = std::filesystem;

std::string document(const std::string& path) {
  return support::read_file(support::source_folder() + "/" + path);
}

// What stands in ```console blocks: a `$ command`, and what it prints.
struct Example {
  std::string command, output;
};
std::vector<Example> examples(const std::string& text) {
  std::vector<Example> found;
  bool inside = false;
  for (const std::string& line : support::lines_of(text)) {
    if (line.starts_with("```")) {
      inside = line == "```console";
    } else if (inside && line.starts_with("$ ")) {
      found.push_back({line.substr(2), ""});
    } else if (inside && !found.empty()) {
      found.back().output += line + "\n";
    }
  }
  return found;
}

class Page : public testing::TestWithParam<std::string> {};

TEST_P(Page, ShowsWhatTheProgramPrints) {
  const auto shown = examples(document(GetParam()));
  ASSERT_FALSE(shown.empty());
  for (const Example& example : shown) {
    std::string command = example.command;
    if (command.find("| jq ") != std::string::npos && !support::has_program("jq"))
      GTEST_SKIP() << "no jq in PATH";
    const std::string program = "build/release/bin/auweave";
    ASSERT_TRUE(command.starts_with(program)) << command;
    command.replace(0, program.size(), support::auweave());
    const auto ran =
        support::run({"sh", "-c", "cd '" + support::source_folder() + "' && " + command});
    EXPECT_EQ(ran.status, 0) << ran.err;
    EXPECT_EQ(ran.out, example.output) << example.command;
  }
}

INSTANTIATE_TEST_SUITE_P(All, Page,
                         testing::Values("README.md", "docs/mapping.md", "docs/runbook.md"),
                         [](const auto& each) { return fs::path(each.param).stem().string(); });

// What a page has in the expression's group.
std::set<std::string> named_in(const std::string& page, const std::regex& expression) {
  const std::string text = document(page);
  std::set<std::string> named;
  for (std::sregex_iterator at(text.begin(), text.end(), expression), end; at != end; ++at)
    named.insert((*at)[1]);
  return named;
}

TEST(Runbook, NamesExactlyTheSavedQueries) {
  const auto named =
      named_in("docs/runbook.md", std::regex("`((?:how|is|what|where|which|who)-[a-z-]+)`"));
  for (const std::string folder : {"searches", "ecs-searches"}) {
    std::set<std::string> there;
    for (const auto& entry :
         fs::directory_iterator(support::source_folder() + "/siem/opensearch/" + folder))
      there.insert(entry.path().stem().string());
    EXPECT_EQ(named, there) << folder;
  }
}

// The examples of documents.md are documents that the program makes of a capture.
TEST(Documents, ShowsRealOnes) {
  const std::string folder = support::fixture("captures/14-second-hop/");
  const std::vector<std::string> common = {support::auweave(), "shape",  "--host",
                                           "bastion01",        "--tlog", folder + "tlog.jsonl.gz"};
  auto whole = common;
  whole.insert(whole.end(),
               {folder + "audit.node-bastion01.log.gz", folder + "audit.node-target01.log.gz"});
  auto without_log = common;
  without_log.emplace_back("-");
  const std::string made = support::run(whole).out + support::run(without_log).out;
  std::size_t shown = 0;
  for (const std::string& line : support::lines_of(document("docs/documents.md"))) {
    if (!line.starts_with("{\"kind\"")) continue;
    ++shown;
    EXPECT_NE(made.find(line + "\n"), std::string::npos) << line;
  }
  EXPECT_GE(shown, 5U);
}

// What stands between ``` and ```, block by block.
std::vector<std::string> blocks(const std::string& text) {
  std::vector<std::string> found;
  bool inside = false;
  for (const std::string& line : support::lines_of(text)) {
    if (line.starts_with("```")) {
      inside = !inside;
      if (inside) found.emplace_back();
    } else if (inside) {
      found.back() += line + "\n";
    }
  }
  return found;
}

std::string mapping_problem(const std::string& text) {
  const support::TemporaryFolder folder;
  support::write_file(folder.path("broken.yaml"), text);
  const auto ran = support::run({"sh", "-c",
                                 "cd '" + folder.path(".") + "' && '" + support::auweave() +
                                     "' shape --mapping ./broken.yaml - | cat; true"});
  std::string problems = ran.err;
  for (std::size_t at = problems.find("./broken"); at != std::string::npos;
       at = problems.find("./broken"))
    problems.erase(at, 2);
  return problems;
}

TEST(MappingPage, ShowsAMappingThatWorksAndOneThatDoesNot) {
  const auto shown = blocks(document("docs/mapping.md"));
  std::vector<std::string> mappings;
  for (const std::string& block : shown) {
    if (block.starts_with("version: 1")) mappings.push_back(block);
  }
  ASSERT_EQ(mappings.size(), 2U);
  EXPECT_EQ(mapping_problem(mappings[0]), "");
  EXPECT_EQ(mapping_problem(mappings[1]), shown.back());
}

// The document below the first mapping is one that it makes.
TEST(MappingPage, ShowsWhatItsMappingWrites) {
  const auto shown = blocks(document("docs/mapping.md"));
  const auto mapping = std::find_if(shown.begin(), shown.end(), [](const std::string& block) {
    return block.starts_with("version: 1");
  });
  const auto json = std::find_if(shown.begin(), shown.end(), [](const std::string& block) {
    return block.starts_with("{\"@");
  });
  ASSERT_TRUE(mapping != shown.end() && json != shown.end());
  const support::TemporaryFolder folder;
  support::write_file(folder.path("siem.yaml"), *mapping);
  const std::string capture = support::fixture("captures/14-second-hop/");
  const auto ran =
      support::run({support::auweave(), "shape", "--host", "bastion01", "--mapping",
                    folder.path("siem.yaml"), capture + "audit.node-bastion01.log.gz"});
  EXPECT_NE(ran.out.find(*json), std::string::npos) << *json;
}

TEST(Documentation, LinksToWhatIsThere) {
  const std::regex link("\\]\\(([^)#]+)\\)");
  for (const auto& entry : fs::recursive_directory_iterator(support::source_folder())) {
    const std::string path = entry.path().string();
    if (!path.ends_with(".md") || path.find("/build/") != std::string::npos) continue;
    const std::string text = support::read_file(path);
    for (std::sregex_iterator at(text.begin(), text.end(), link), end; at != end; ++at) {
      const std::string target = (*at)[1];
      if (target.find("://") != std::string::npos) continue;
      EXPECT_TRUE(fs::exists(entry.path().parent_path() / target)) << path << " -> " << target;
    }
  }
}

TEST(Architecture, NamesExactlyTheFoldersThatExist) {
  const auto named = named_in("docs/ARCHITECTURE.md", std::regex("\n\\| `src/([a-z]+)` \\|"));
  const auto there = support::folders_in(support::source_folder() + "/src");
  EXPECT_EQ(named, std::set<std::string>(there.begin(), there.end()));
}

// "src/config/", "src/deliver/kafka_*.cc", "config*.cc" behind a folder's name in the same cell.
TEST(Contributing, NamesFilesThatExist) {
  const auto named = named_in(
      "CONTRIBUTING.md",
      std::regex("`((?:src|tests|docs|siem|rules|mappings|audisp|scripts|bench|cmake)/[^` <]*)`"));
  EXPECT_GT(named.size(), 20U);
  for (std::string path : named) {
    const fs::path whole = support::source_folder() + "/" + path;
    EXPECT_TRUE(fs::exists(whole)) << "CONTRIBUTING.md names " << path;
  }
  const std::string text = document("CONTRIBUTING.md");
  const std::regex cell("`(src/[a-z/]+/)` \\(([^)]*)\\)");
  const std::regex file("`([a-z_]+\\.(?:cc|h))`");
  for (std::sregex_iterator at(text.begin(), text.end(), cell), end; at != end; ++at) {
    const std::string folder = (*at)[1], files = (*at)[2];
    for (std::sregex_iterator each(files.begin(), files.end(), file); each != end; ++each)
      EXPECT_TRUE(fs::exists(support::source_folder() + "/" + folder + (*each)[1].str()))
          << "CONTRIBUTING.md names " << folder << (*each)[1];
  }
}

TEST(Sample, ConfigurationIsGood) {
  // Not load_config: who may write a file of a checkout is not its business.
  const auto root = yaml::load(support::source_folder() + "/audisp/auweave.yaml");
  ASSERT_TRUE(root.ok()) << root.error().message;
  const auto config = config::config_from(*root);
  EXPECT_TRUE(config.ok()) << config.error().message;
}

// Tables of data are exempt: they are long because the world is.
TEST(Style, KeepsFilesShort) {
  const std::set<std::string> tables = {"verdict_types.cc", "document_fields.cc",
                                        "syscall_table.cc"};
  for (const auto& entry : fs::recursive_directory_iterator(support::source_folder() + "/src")) {
    if (!entry.is_regular_file() || tables.contains(entry.path().filename().string())) continue;
    EXPECT_LE(support::lines_of(support::read_file(entry.path().string())).size(), 300U)
        << entry.path();
  }
}

}  // namespace
}  // namespace auweave
