// Where a test gets the documents of a running plugin from, and when each was there.
#pragma once

#include <rapidjson/document.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "support/broker.h"
#include "support/consumer.h"

namespace auweave::e2e {

std::int64_t now_ms();

struct Received {
  std::string text;
  std::int64_t at_ms = 0;  // since 1970
};

class DocumentSource {
 public:
  virtual ~DocumentSource() = default;
  // What makes the plugin send them here: an item of its configuration's `sinks` ("- …").
  [[nodiscard]] virtual std::string sink() const = 0;
  // What came since the last call; does not wait.
  virtual std::vector<Received> poll() = 0;
};

class FileDocuments final : public DocumentSource {
 public:
  explicit FileDocuments(std::string path) : path_(std::move(path)) {}
  [[nodiscard]] std::string sink() const override { return "- file: {path: " + path_ + "}"; }
  std::vector<Received> poll() override;

 private:
  std::string path_;
  std::size_t read_ = 0;  // bytes: whole lines
};

// A broker of its own, all topics of it.
class KafkaDocuments final : public DocumentSource {
 public:
  KafkaDocuments();
  [[nodiscard]] std::string sink() const override;
  std::vector<Received> poll() override;

 private:
  support::Broker broker_;
  std::optional<support::TopicReader> reader_;
};

// Kafka; a file in `folder` where no broker can run, and that is printed.
std::unique_ptr<DocumentSource> documents_of_kafka_or_else(const support::TemporaryFolder& folder);

struct Told {
  rapidjson::Document document;
  std::string text;
  std::int64_t at_ms = 0;
};

// True for a document of the plugin's own life, or of changes to auditing, as the tests' auditd makes
// them.
bool is_of_host(const Told& told);

// Everything that a source had, in its order.
class Watch {
 public:
  explicit Watch(DocumentSource& source) : source_(source) {}

  void look();
  // Looks until it holds; false: it did not in time.
  bool until(const std::function<bool()>& holds, std::chrono::milliseconds most);
  [[nodiscard]] const std::vector<Told>& told() const { return told_; }

 private:
  DocumentSource& source_;
  std::vector<Told> told_;
};

}  // namespace auweave::e2e
