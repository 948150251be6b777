#include "search.h"

#include <algorithm>
#include <memory>
#include <set>
#include <stdexcept>

#include "support/broker.h"
#include "support/capture.h"
#include "support/json.h"
#include "support/search_server.h"

namespace auweave::e2e {
namespace {

constexpr std::size_t kLongestKeyword = 8191;  // ignore_above

// By the preset's name.
std::map<std::string, std::unique_ptr<SearchRig>>& rigs() {
  static std::map<std::string, std::unique_ptr<SearchRig>> made;
  return made;
}

std::set<std::string> as_set(const std::vector<std::string>& ids) {
  return {ids.begin(), ids.end()};
}

}  // namespace

void Search::TearDownTestSuite() { rigs().clear(); }

void Search::SetUp() {
  for (const auto& missing :
       {support::Broker::missing(), support::SearchServer::missing(), Indexer::missing()}) {
    if (!missing.empty()) GTEST_SKIP() << missing;
  }
}

SearchRig& Search::rig() {
  const auto [at, first] = rigs().try_emplace(GetParam().name);
  if (first) at->second = std::make_unique<SearchRig>(GetParam());
  if (at->second == nullptr) throw std::runtime_error("there is no rig, see the first test");
  return *at->second;
}

bool Search::is(const SiemDocument& document, const std::string& flat, const std::string& value) {
  const auto values = values_at(document.json, rig().path(flat));
  const std::string other = rig().preset.value_of(flat, value);
  return std::find(values.begin(), values.end(), other.empty() ? value : other) != values.end();
}

std::string Search::value(const SiemDocument& document, const std::string& flat) {
  const auto values = values_at(document.json, rig().path(flat));
  return values.empty() ? "" : values.front();
}

bool Search::has(const SiemDocument& document, const std::string& flat) {
  const auto values = values_at(document.json, rig().path(flat));
  return std::any_of(values.begin(), values.end(),
                     [](const std::string& each) { return each.size() <= kLongestKeyword; });
}

Search::Ids Search::found_ids(const std::vector<rapidjson::Document>& hits) {
  Ids ids;
  for (const auto& hit : hits) {
    ids.emplace_back(hit["_id"].GetString());
    const SiemDocument* document = rig().now.at(ids.back());
    EXPECT_EQ(support::canonical(hit["_source"]), support::canonical(document->json));
  }
  return ids;
}

Search::Ids Search::expect_found(const std::string& name, const Parameters& parameters,
                                 const Holds& holds) {
  std::set<std::string> wanted;
  for (const auto& [id, document] : rig().now) {
    if (holds(*document)) wanted.insert(id);
  }
  const Ids found = found_ids(rig().search(name, parameters));
  EXPECT_EQ(as_set(found).size(), found.size()) << name << " found something twice";
  EXPECT_TRUE(as_set(found) == wanted)
      << name << ": " << found.size() << " found, " << wanted.size() << " wanted";
  EXPECT_FALSE(wanted.empty()) << name << ": this says nothing";
  return found;
}

void Search::expect_last_of_each(const std::string& name, const Holds& holds) {
  std::map<std::string, std::string> last;
  for (const SiemDocument& each : rig().documents) {
    if (holds(each)) last[value(each, "session_id")] = each.id;
  }
  std::set<std::string> wanted;
  for (const auto& [session, id] : last) wanted.insert(id);
  EXPECT_FALSE(wanted.empty()) << name << ": this says nothing";
  EXPECT_EQ(as_set(found_ids(rig().search(name, {}))), wanted) << name;
}

std::map<std::string, TrueSession> true_sessions() {
  std::map<std::string, TrueSession> all;
  for (const std::string& name : support::capture_names()) {
    const auto capture = support::load_capture(name);
    for (const auto& row : capture.truth["sessions"].GetArray()) {
      const std::string id = "bastion01:" + capture.boot_id().substr(0, 8) + ":" +
                             std::to_string(*support::number(row, "ses"));
      all[id] = {support::text(row, "actor"), support::text(row, "src_ip")};
    }
  }
  return all;
}

}  // namespace auweave::e2e
