// Mapping: decides which documents are written, and writes each document in the form that a YAML
// file asks for (mappings/*.yaml, docs/mapping.md). A mapping is compiled once to a plan, which is
// only read afterwards. Writing with a compiled mapping cannot fail. One thread at a time uses a
// mapping.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "json/writer.h"
#include "mapping/find_file.h"
#include "model/document.h"
#include "yaml/node.h"

namespace auweave::mapping {

struct Plan;

struct Options {
  bool with_raw = false;  // documents have the record lines, too
};

// Address: topic, key and headers of a document in Kafka. The views of an Address are valid until a
// mapping of the same thread writes the next document.
struct Address {
  std::string_view topic;  // a name in a sink's `topics`; empty: the kind is the name
  std::string_view key;    // empty: the key is the session_id, or else the host
  // Names and values of the document's own headers. A Kafka sink adds the common headers.
  std::vector<std::pair<std::string_view, std::string_view>> headers;
};

class Mapping {
 public:
  // Reads and compiles a mapping, and the files that the mapping extends. The Error lists every
  // mistake of all these files at once, each with file:line:column.
  static base::Result<Mapping> load(const std::string& path, const FindFile& find);
  static base::Result<Mapping> compile(const yaml::Node& root, const FindFile& find);
  ~Mapping();
  Mapping(Mapping&&) noexcept;
  Mapping& operator=(Mapping&&) noexcept;

  // Clears `out` and writes the document to `out` as one JSON object. Returns false, and does not
  // touch `out`, if the mapping leaves the document out.
  bool write(const model::Document& document, const Options& options, json::Writer& out) const {
    return write(document, options, out, nullptr);
  }
  // Writes a document as write() without an address does, and sets `address` if the document is
  // written and `address` is not null.
  bool write(const model::Document& document, const Options& options, json::Writer& out,
             Address* address) const;

  // Returns the topic names that the mapping gives to documents.
  [[nodiscard]] std::set<std::string> topics() const;

  // True if the mapping reads event fields that cost extra to fill.
  [[nodiscard]] bool writes_extended() const;

  // Returns the plan, for explain().
  [[nodiscard]] const Plan& plan() const { return *plan_; }

 private:
  explicit Mapping(std::unique_ptr<const Plan> plan);
  std::unique_ptr<const Plan> plan_;
};

}  // namespace auweave::mapping
