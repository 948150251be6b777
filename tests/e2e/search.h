// Search: what the tests of the consumer kit share, each with one preset: a rig for all of them, and what
// a saved query should find.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "search_rig.h"

namespace auweave::e2e {

class Search : public testing::TestWithParam<SiemPreset> {
 protected:
  using Ids = std::vector<std::string>;
  using Holds = std::function<bool(const SiemDocument&)>;

  // Rigs go with the suite, so that servers do not outlive their tests.
  static void TearDownTestSuite();
  void SetUp() override;

  // Made by the first test that asks; when that fails, by none.
  static SearchRig& rig();

  static bool is(const SiemDocument& document, const std::string& flat, const std::string& value);
  static std::string value(const SiemDocument& document, const std::string& flat);
  // It has the field, not too long for a keyword to be indexed.
  static bool has(const SiemDocument& document, const std::string& flat);

  // What stands there is what was sent.
  static Ids found_ids(const std::vector<rapidjson::Document>& hits);
  // The hits are the documents for which it holds, and no others; in their order.
  static Ids expect_found(const std::string& name, const Parameters& parameters,
                          const Holds& holds);
  // One hit a session, the last of these documents that it has.
  static void expect_last_of_each(const std::string& name, const Holds& holds);
};

// Sessions as truth.json of their captures has them, by session_id.
struct TrueSession {
  std::string actor, src_ip;
};
std::map<std::string, TrueSession> true_sessions();

}  // namespace auweave::e2e
