// Mapping: which documents are written, and how each looks (mappings/*.yaml, docs/mapping.md). Compiled
// once to a plan, then only read: a mapping that compiles cannot fail. Used by one thread at a time.
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
  bool with_raw = false;  // the record lines too
};

// How a document travels in Kafka. Views, valid until the mapping writes the next one.
struct Address {
  std::string_view topic;  // a name in a sink's `topics`; empty: that of its kind
  std::string_view key;    // empty: the session's, else the host's
  std::vector<std::pair<std::string_view, std::string_view>>
      headers;  // beside those of every document
};

class Mapping {
 public:
  // Every mistake of the file, and of those that it extends, at once, each with file:line:column.
  static base::Result<Mapping> load(const std::string& path, const FindFile& find);
  static base::Result<Mapping> compile(const yaml::Node& root, const FindFile& find);
  ~Mapping();
  Mapping(Mapping&&) noexcept;
  Mapping& operator=(Mapping&&) noexcept;

  // `out` is cleared and holds one JSON object afterwards. False, and an untouched `out`, when the
  // mapping leaves this document out.
  bool write(const model::Document& document, const Options& options, json::Writer& out) const {
    return write(document, options, out, nullptr);
  }
  // Of a document that is written, the address too.
  bool write(const model::Document& document, const Options& options, json::Writer& out,
             Address* address) const;

  // The names that it gives topics.
  [[nodiscard]] std::set<std::string> topics() const;

  // True when it reads event fields that cost extra to fill.
  [[nodiscard]] bool writes_extended() const;

  // For explain().
  [[nodiscard]] const Plan& plan() const { return *plan_; }

 private:
  explicit Mapping(std::unique_ptr<const Plan> plan);
  std::unique_ptr<const Plan> plan_;
};

}  // namespace auweave::mapping
