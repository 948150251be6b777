#include "search_rig.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>
#include <utility>

#include "support/json.h"
#include "support/producer.h"
#include "support/text_file.h"
#include "topics.h"

namespace auweave::e2e {
namespace {

using support::Message;
using support::SearchServer;

std::string kit(const std::string& path) {
  return support::read_file(support::source_folder() + "/siem/" + path);
}

void demand(const SearchServer& server, const std::string& method, const std::string& path,
            const std::string& body = "") {
  static_cast<void>(server.ask(method, path, body));
}

void put_templates(const SearchServer& server, const SiemPreset& preset) {
  const std::string of = preset.name + "-";
  demand(server, "PUT", "_component_template/auweave-" + of + "shared",
         kit("opensearch/" + of + "shared.json"));
  for (const auto& [kind, topic] : topics_with("")) {
    demand(server, "PUT", "_index_template/auweave-" + of + kind,
           kit("opensearch/" + of + kind + ".json"));
  }
}

}  // namespace

SearchRig::SearchRig(const SiemPreset& its) : preset(its), documents(documents_of_captures(its)) {
  // The first one: when a server takes nothing for a while it is among what is tried again.
  documents.insert(documents.begin(), escaped_document(its));
  for (SiemDocument& each : extreme_documents(its)) documents.push_back(std::move(each));
  put_templates(server, its);
  make_topics(broker.address(), topics_with(""));
  remember();
  produce();
  first = index("first");
  EXPECT_TRUE(takes(static_cast<std::int64_t>(documents.size())));
}

void SearchRig::remember() {
  for (const SiemDocument& each : documents) now[each.id] = &each;
}

void SearchRig::produce() {
  const auto topics = topics_with("");
  std::vector<Message> messages;
  const auto send = [&] {
    const auto produced = support::produce({{"bootstrap.servers", broker.address()}}, messages);
    EXPECT_EQ(produced.delivered, messages.size()) << produced.failure;
    messages.clear();
  };
  for (const std::string& text : kNotOurs)
    messages.push_back({.topic = topics.at("event"), .value = text});
  messages.push_back({.topic = topics.at("event"), .value = refused_document(preset)});
  for (const SiemDocument& each : documents) {
    messages.push_back({.topic = topics.at(each.kind), .key = each.key, .value = each.text});
    if (messages.size() == 10'000) send();
  }
  send();
}

std::unique_ptr<Indexer> SearchRig::index(const std::string& group) {
  return std::make_unique<Indexer>(broker.address(), server.port(), group);
}

std::int64_t SearchRig::taken() const {
  const auto stats = server.ask("GET", "audit-*/_stats/indexing");
  const auto& all = stats["_all"]["primaries"];
  return all.HasMember("indexing") ? all["indexing"]["index_total"].GetInt64() : 0;
}

bool SearchRig::takes(std::int64_t count) const {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes(4);
  std::int64_t now_taken = taken();
  while (now_taken < count && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
    now_taken = taken();
  }
  EXPECT_EQ(now_taken, count);
  demand(server, "POST", "audit-*/_refresh");
  return now_taken == count;
}

void SearchRig::let_write(bool may) const {
  demand(server, "PUT", "audit-*/_settings",
         std::string(R"({"index.blocks.read_only_allow_delete":)") + (may ? "null}" : "true}"));
}

void SearchRig::let_ask(bool may) const {
  demand(server, "PUT", "_cluster/settings",
         std::string(R"({"transient":{"network.breaker.inflight_requests.limit":)") +
             (may ? "null}}" : "\"1kb\"}}"));
}

std::map<std::string, std::int64_t> SearchRig::counts() const {
  std::map<std::string, std::int64_t> counts;
  for (const auto& [kind, topic] : topics_with("")) {
    const auto count = server.ask("GET", "audit-" + kind + "-*/_count")["count"].GetInt64();
    if (count > 0) counts[kind] = count;
  }
  return counts;
}

std::vector<rapidjson::Document> SearchRig::search(const std::string& name,
                                                   const Parameters& parameters) const {
  auto body = support::parse(kit("opensearch/" + preset.searches() + "/" + name + ".json"));
  const std::size_t size = body["size"].GetUint();
  rapidjson::Document values(rapidjson::kObjectType);
  for (const auto& [key, value] : parameters) {
    auto& memory = values.GetAllocator();
    values.AddMember(rapidjson::Value(key.c_str(), memory), rapidjson::Value(value.c_str(), memory),
                     memory);
  }
  std::vector<rapidjson::Document> found;
  for (;;) {
    const auto answer = server.ask("POST", "audit-*/_search/template",
                                   "{\"source\":" + support::canonical(body) +
                                       ",\"params\":" + support::canonical(values) + "}");
    EXPECT_EQ(answer["_shards"]["failed"].GetInt(), 0) << name;
    const auto hits = answer["hits"]["hits"].GetArray();
    for (const auto& hit : hits) found.emplace_back().CopyFrom(hit, found.back().GetAllocator());
    // Collapsed hits come at once: there are fewer sessions than a page has places.
    if (hits.Size() < size || size == 1) return found;
    body.RemoveMember("search_after");
    rapidjson::Value after(found.back()["sort"], body.GetAllocator());
    body.AddMember("search_after", after, body.GetAllocator());
  }
}

}  // namespace auweave::e2e
