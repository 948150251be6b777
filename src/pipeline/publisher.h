// Publisher: turns documents into bytes by the mapping, and gives the bytes to every sink. The
// Publisher owns the sinks, and runs on the weaver's thread.
#pragma once

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "deliver/sink.h"
#include "json/writer.h"
#include "mapping/mapping.h"
#include "model/document.h"

namespace auweave::pipeline {

class Publisher : public model::DocumentSink {
 public:
  // Wanted: which kinds of documents are published. The weaver counts documents of all kinds.
  using Wanted = std::array<bool, model::kKinds.size()>;

  // The mapping must outlive the publisher, or be replaced by use() first.
  Publisher(const mapping::Mapping& mapping, mapping::Options options, Wanted wanted)
      : mapping_(&mapping), options_(options), wanted_(wanted) {}

  void add(std::unique_ptr<deliver::Sink> sink) { sinks_.push_back(std::move(sink)); }
  // Replaces the mapping, from the next document on. The new mapping must outlive the publisher.
  void use(const mapping::Mapping& mapping) { mapping_ = &mapping; }
  // Names what makes the documents that come next (deliver::Outgoing::made_by).
  void set_made_by(std::uint64_t made_by);
  // Tells the sinks that entries were not woven (deliver::Sink::broken).
  void passed_over();

  // Names the spool entry of the documents that come next (deliver::Outgoing::entry). With `told`
  // false documents are not published, because an earlier process delivered them.
  void set_entry(std::uint64_t entry, bool told) {
    entry_ = entry;
    told_ = told;
    last_entry_ = std::max(last_entry_, entry);
  }

  void take(const model::Document& document) override;
  // Gives a document of the plugin's own to one sink: a loss of the sink (`keep`: no queue may drop
  // the document), or its health.
  void take_for(const model::Document& document, deliver::Sink& sink, bool keep = true);

  // Calls Sink::reached() of every sink.
  void reached(std::uint64_t next, const std::string& note) {
    for (const auto& sink : sinks_) sink->reached(next, note);
  }

  // Waits for the sinks, at most `timeout_ms` each. The Error is that of a sink's flush, or else
  // the first failure before.
  base::Status flush(int timeout_ms);
  [[nodiscard]] bool failed() const { return failure_.has_value(); }

  // Numbers of documents that the mapping left out, by kind: by drop, keep or sample, or because
  // the kind has no mapping.
  using LeftOut = std::array<std::uint64_t, model::kKinds.size()>;
  [[nodiscard]] const LeftOut& left_out() const { return left_out_; }

 private:
  void note(const base::Status& status);
  // Returns the document as bytes, or nothing if the mapping leaves the document out. The result
  // has views of the writer's text, of address_, and of the document.
  std::optional<deliver::Outgoing> write(const model::Document& document);

  const mapping::Mapping* mapping_;
  mapping::Options options_;
  Wanted wanted_;
  json::Writer writer_;
  mapping::Address address_;
  std::uint64_t entry_ = 0, last_entry_ = 0;
  bool told_ = true;
  std::uint64_t made_by_ = 0;
  LeftOut left_out_{};
  std::vector<std::unique_ptr<deliver::Sink>> sinks_;
  std::optional<base::Error> failure_;
};

}  // namespace auweave::pipeline
