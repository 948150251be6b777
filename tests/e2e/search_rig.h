// SearchRig: a broker, an rsyslogd and a search server, and the documents of all captures that went
// through them. Used by one thread.
#pragma once

#include <rapidjson/document.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "indexer.h"
#include "siem_documents.h"
#include "support/broker.h"
#include "support/search_server.h"

namespace auweave::e2e {

using Parameters = std::map<std::string, std::string>;

// What nobody can index: no JSON; of no kind; with a field that is no document's.
inline const std::vector<std::string> kNotOurs = {
    "no json", R"({"kind":"other","event_id":"00000000000000000000000000000000"})"};
class SearchRig {
 public:
  explicit SearchRig(const SiemPreset& preset);

  // Another consumer group reads all there is.
  std::unique_ptr<Indexer> index(const std::string& group);
  // Documents that the server was handed since its indices were made, or since it started.
  [[nodiscard]] std::int64_t taken() const;
  // Until it was that many; false, and a failed test: it was not, or it were more.
  [[nodiscard]] bool takes(std::int64_t count) const;
  // False: as a server whose disk is full.
  void let_write(bool may) const;
  // False: as a server that is too busy for requests as a whole.
  void let_ask(bool may) const;
  // Documents that are there, by kind.
  [[nodiscard]] std::map<std::string, std::int64_t> counts() const;
  // Hits of a saved query, in their order.
  [[nodiscard]] std::vector<rapidjson::Document> search(const std::string& name,
                                                        const Parameters& parameters) const;
  // The path of what flat calls so.
  [[nodiscard]] std::string path(const std::string& flat) const { return preset.path_of(flat); }

  SiemPreset preset;
  support::Broker broker;
  support::SearchServer server;
  std::vector<SiemDocument> documents;             // all, in their order
  std::map<std::string, const SiemDocument*> now;  // by event_id, the last one of each
  std::unique_ptr<Indexer> first;

 private:
  void produce();
  void remember();
};

}  // namespace auweave::e2e
