// Publisher: documents to bytes by the mapping, bytes to every sink.
#pragma once

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
  // Kinds not in `wanted` are counted by the weaver and go nowhere.
  using Wanted = std::array<bool, model::kKinds.size()>;

  // The mapping outlives it, or its replacement does.
  Publisher(const mapping::Mapping& mapping, mapping::Options options, Wanted wanted)
      : mapping_(&mapping), options_(options), wanted_(wanted) {}

  void add(std::unique_ptr<deliver::Sink> sink) { sinks_.push_back(std::move(sink)); }
  // From the next document on.
  void use(const mapping::Mapping& mapping) { mapping_ = &mapping; }

  // What makes the documents from now on (deliver::Outgoing). `told` false: they were delivered before, and
  // go nowhere.
  void set_cause(std::uint64_t cause, bool told) {
    cause_ = cause;
    told_ = told;
  }

  void take(const model::Document& document) override;
  // The plugin's own, to one of its sinks: what that one has lost (`keep`: no queue may drop it), how it is.
  void take_for(const model::Document& document, deliver::Sink& sink, bool keep = true);

  // Sink::reached(), of all of them.
  void reached(std::uint64_t next, const std::string& note) {
    for (const auto& sink : sinks_) sink->reached(next, note);
  }

  // Waits for the sinks. What went wrong with any of them, now or before.
  base::Status flush(int timeout_ms);
  [[nodiscard]] bool failed() const { return failure_.has_value(); }

  // Documents that the mapping left out (drop, keep, sample, a kind that it does not write), by kind.
  using LeftOut = std::array<std::uint64_t, model::kKinds.size()>;
  [[nodiscard]] const LeftOut& left_out() const { return left_out_; }

 private:
  void note(const base::Status& status);
  // Nothing: the mapping leaves the document out. Views of the writer's text and of the document.
  std::optional<deliver::Outgoing> write(const model::Document& document);

  const mapping::Mapping* mapping_;
  mapping::Options options_;
  Wanted wanted_;
  json::Writer writer_;
  std::string id_;  // of the document in work, as the next
  mapping::Address address_;
  std::uint64_t cause_ = 0;
  bool told_ = true;
  LeftOut left_out_{};
  std::vector<std::unique_ptr<deliver::Sink>> sinks_;
  std::optional<base::Error> failure_;
};

}  // namespace auweave::pipeline
