// Golden cases: tests/fixtures/golden/<case>/ with input.log, perhaps chunks.jsonl and sudo-io/, expected.jsonl
// and about.md (what happened on the host; why the case exists). Discovered from the folder.
// UPDATE_GOLDEN=1 rewrites expected.jsonl; the difference is to be read before it is committed.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "support/json.h"
#include "support/text_file.h"
#include "support/weave.h"

namespace auweave {
namespace {

std::string shaped(const std::string& folder) {
  auto accounts = audit::FileAccounts::load(support::fixture("accounts/passwd"),
                                            support::fixture("accounts/group"));
  support::WeaveInput input;
  input.audit = {support::read_file(folder + "/input.log")};
  if (std::filesystem::exists(folder + "/chunks.jsonl"))
    input.tlog = {support::read_file(folder + "/chunks.jsonl")};
  if (std::filesystem::exists(folder + "/sudo-io")) input.sudo_io = {folder + "/sudo-io"};
  for (const std::string name : {"shown", "forged"}) {
    const std::string data = folder + "/" + name + ".data";
    if (std::filesystem::exists(data))
      input.recordings.emplace_back("script", data + "," + folder + "/" + name + ".timing");
  }
  input.boot_id = "b27a07e8-2369-4d33-b1e5-af691b3ff37d";
  input.accounts = &*accounts;
  if (std::filesystem::exists(folder + "/full")) input.mapping = "full";
  std::string out;
  for (const std::string& document : support::weave(input).documents) {
    EXPECT_EQ(support::schema_problem(document), "");
    out += document + "\n";
  }
  return out;
}

class Golden : public testing::TestWithParam<std::string> {};

TEST_P(Golden, IsWhatItWas) {
  const std::string folder = support::fixture("golden/" + GetParam());
  ASSERT_TRUE(std::filesystem::exists(folder + "/about.md")) << "a case says why it exists";
  const std::string now = shaped(folder);
  if (std::getenv("UPDATE_GOLDEN") != nullptr) support::write_file(folder + "/expected.jsonl", now);
  EXPECT_EQ(now, support::read_file(folder + "/expected.jsonl"));
}

INSTANTIATE_TEST_SUITE_P(All, Golden,
                         testing::ValuesIn(support::folders_in(support::fixture("golden"))),
                         [](const auto& golden) { return support::test_name(golden.param); });

}  // namespace
}  // namespace auweave
