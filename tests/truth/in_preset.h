// Captures and other logs in a preset, for what is checked of each of its documents.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "support/capture.h"
#include "support/json.h"
#include "support/sanitizer.h"
#include "support/text_file.h"
#include "support/weave.h"

namespace auweave {

// All that a capture has, record lines and what was typed included.
inline support::WeaveInput all_of(const std::string& name) {
  const support::Capture capture = support::load_capture(name);
  support::WeaveInput input;
  input.audit = {capture.enriched};
  if (!capture.tlog.empty()) input.tlog = {capture.tlog};
  input.boot_id = capture.boot_id();
  input.with_raw = true;
  input.terminal_input = true;
  return input;
}

inline std::vector<std::string> in_preset(support::WeaveInput input, const std::string& preset) {
  input.mapping = preset;
  return support::weave(input).documents;
}

// tests/fixtures/standards/NAME: what a schema says of its documents.
inline const rapidjson::Document& standard(const std::string& name) {
  static std::map<std::string, rapidjson::Document> read;
  const auto [at, first] = read.try_emplace(name);
  if (first) at->second = support::parse(support::read_file(support::fixture("standards/" + name)));
  return at->second;
}

// Each capture by its name.
class EachCapture : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    if (support::kThreadSanitizer && GetParam() == "30-load")
      GTEST_SKIP() << support::kNoLoadUnderTsan;
  }
};

// Each document of the *.log in the folder that AUWEAVE_MORE_LOGS names; false: it names none.
inline bool more_logs(const std::string& preset,
                      const std::function<void(const std::string&)>& look) {
  const char* folder = std::getenv("AUWEAVE_MORE_LOGS");
  if (folder == nullptr) return false;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".log") continue;
    support::WeaveInput input;
    input.audit = {support::read_file(entry.path())};
    input.with_raw = true;
    for (const std::string& json : in_preset(input, preset)) look(json);
  }
  return true;
}

}  // namespace auweave
