#include "documents.h"

#include <cstdio>
#include <fstream>
#include <iterator>
#include <thread>

#include "support/json.h"
#include "support/text_file.h"
#include "topics.h"

namespace auweave::e2e {

using std::chrono::milliseconds;

std::int64_t now_ms() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<milliseconds>(now).count();
}

std::vector<Received> FileDocuments::poll() {
  std::ifstream file(path_, std::ios::binary);  // not there before the plugin made it
  file.seekg(static_cast<std::streamoff>(read_));
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const std::size_t whole = text.rfind('\n') + 1;  // 0: no line is whole
  std::vector<Received> received;
  for (std::string& line : support::lines_of(text.substr(0, whole))) {
    received.push_back({std::move(line), now_ms()});
  }
  read_ += whole;
  return received;
}

KafkaDocuments::KafkaDocuments() {
  make_topics(broker_.inside(), topics_with(""));
  reader_.emplace(broker_.inside(), values_of(topics_with("")));
}

std::string KafkaDocuments::sink() const {
  return "- kafka: {properties: " + flow_map(broker_.properties()) + "}";
}

std::vector<Received> KafkaDocuments::poll() {
  std::vector<Received> received;
  while (auto next = reader_->poll(0)) {
    received.push_back({std::move(next->message.value), next->received_ns / 1'000'000});
  }
  return received;
}

std::unique_ptr<DocumentSource> documents_of_kafka_or_else(const support::TemporaryFolder& folder) {
  const std::string missing = support::Broker::missing();
  if (missing.empty()) return std::make_unique<KafkaDocuments>();
  std::printf("documents go to a file: %s\n", missing.c_str());
  return std::make_unique<FileDocuments>(folder.path("documents.jsonl"));
}

void Watch::look() {
  for (Received& received : source_.poll()) {
    told_.push_back({support::parse(received.text), std::move(received.text), received.at_ms});
  }
}

bool is_of_host(const Told& told) {
  const auto& document = told.document;
  if (!document.HasMember("what")) return false;
  const std::string what = document["what"].GetString();
  return what == "started" || what == "stopped" || what == "rules-changed";
}

bool Watch::until(const std::function<bool()>& holds, milliseconds most) {
  const auto last = std::chrono::steady_clock::now() + most;
  while (true) {
    look();
    if (holds()) return true;
    if (std::chrono::steady_clock::now() >= last) return false;
    std::this_thread::sleep_for(milliseconds(5));
  }
}

}  // namespace auweave::e2e
