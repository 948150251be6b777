// What the consumer kit (siem/) is tested with: a preset's documents of all captures, documents as
// extreme as they may be, and what a search should find among them, found without the search server.
#pragma once

#include <rapidjson/document.h>

#include <string>
#include <vector>

#include "support/siem_preset.h"

namespace auweave::e2e {

using support::SiemPreset;

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

// One that has a text with everything that JSON escapes, and with what rsyslog's templates are made of; in
// `message`, too, where the preset has that.
SiemDocument escaped_document(const SiemPreset& preset);
// One with a field that no template has.
std::string refused_document(const SiemPreset& preset);

// Where it belongs: its kind, and its day or month.
std::string index_of(const SiemPreset& preset, const SiemDocument& document);

SiemDocument siem_document(const SiemPreset& preset, const std::string& text);

// All texts at a path ("a.b", through lists too); numbers and flags as JSON writes them.
std::vector<std::string> values_at(const rapidjson::Value& document, const std::string& path);

// The words of one text stand in another, one after the other: letters and digits, small.
bool has_words(const std::string& text, const std::string& words);
// False also for what is no address.
bool is_within(const std::string& address, const std::string& cidr);

}  // namespace auweave::e2e
