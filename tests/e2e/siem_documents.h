// What the consumer kit (siem/) is tested with: a preset, its documents of all captures, documents as
// extreme as they may be, and what a search should find among them, found without the search server.
#pragma once

#include <rapidjson/document.h>

#include <map>
#include <set>
#include <string>
#include <vector>

namespace auweave::e2e {

// What a test must know of a preset to test its part of the kit.
struct SiemPreset {
  std::string name;      // mappings/NAME.yaml, siem/opensearch/NAME-*.json
  std::string searches;  // folder of its saved queries
  std::string rsyslog;   // its file in siem/rsyslog
  // Where its documents have what flat calls so: {"event_id", "event.id"}. What is not here has the
  // name that it has in flat.
  std::map<std::string, std::string> names;
  // A document with a field that no template has.
  std::string refused;

  [[nodiscard]] std::string path_of(const std::string& flat) const;
};
void PrintTo(const SiemPreset& preset, std::ostream* out);

struct SiemDocument {
  std::string kind;
  std::string id;
  std::string key;  // in Kafka
  std::string text;
  rapidjson::Document json;
};

// Of all captures, in the order in which they are made.
std::vector<SiemDocument> documents_of_captures(const SiemPreset& preset);

// For each field of each kind of the templates a document in which it is as extreme as it may come:
// texts longer than Lucene takes a term, numbers of 63 bits, addresses that are none.
std::vector<SiemDocument> extreme_documents(const SiemPreset& preset);

SiemDocument siem_document(const SiemPreset& preset, const std::string& text);

// All texts at a path ("a.b", through lists too); numbers and flags as JSON writes them.
std::vector<std::string> values_at(const rapidjson::Value& document, const std::string& path);

// The words of one text stand in another, one after the other: letters and digits, small.
bool has_words(const std::string& text, const std::string& words);
// False also for what is no address.
bool is_within(const std::string& address, const std::string& cidr);

}  // namespace auweave::e2e
