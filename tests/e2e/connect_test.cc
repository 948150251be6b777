// siem/kafka-connect with a real broker and a real worker: what is in the topics is in the file, a document
// a line, byte for byte; after a kill nothing is missing. What it does not guarantee is shown, too.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>

#include "connect_worker.h"
#include "running.h"
#include "support/broker.h"
#include "support/consumer.h"
#include "support/json.h"
#include "support/producer.h"
#include "topics.h"

namespace auweave::e2e {
namespace {

using support::Message;
using testing::EndsWith;

using Lines = std::vector<std::string>;

// Of the 30 MB of 30-load.
constexpr std::uintmax_t kSome = 2'000'000;

// In time for what stands before it: the broker waits for a worker that was killed, then commits come
// each 5 s.
bool commits(const ConnectWorker& worker, std::size_t documents) {
  const auto done = [&] { return worker.committed() == static_cast<std::int64_t>(documents); };
  return soon(done) || soon(done);
}

// Of which a worker has the first when something happens to it in the midst of the second.
struct Halves {
  explicit Halves(const std::string& capture) {
    const Lines all = Replay(capture).shaped();
    const auto middle = all.begin() + static_cast<std::ptrdiff_t>(all.size() / 4);
    first.assign(all.begin(), middle);
    second.assign(middle, all.end());
  }
  [[nodiscard]] std::size_t size() const { return first.size() + second.size(); }
  [[nodiscard]] Lines both() const {
    Lines all = first;
    all.insert(all.end(), second.begin(), second.end());
    return all;
  }
  Lines first, second;
};

class Connect : public testing::Test {
 protected:
  void SetUp() override {
    const std::string missing = ConnectWorker::missing();
    if (!missing.empty()) GTEST_SKIP() << missing;
    broker_ = std::make_unique<support::Broker>(
        support::BrokerOptions{.sets = {"auto.create.topics.enable=false"}});
    make_topics(broker_->inside(), topics_with(""));
  }

  [[nodiscard]] Lines published() const {
    Lines values;
    for (const Message& each : support::read_topics(broker_->inside(), values_of(topics_with(""))))
      values.push_back(each.value);
    return values;
  }
  void publish(const Lines& documents) const {
    const auto topics = topics_with("");
    std::vector<Message> messages;
    for (const std::string& each : documents) {
      const auto json = support::parse(each);
      messages.push_back({.topic = topics.at(support::text(json, "kind")),
                          .key = support::text(json, "session_id"),
                          .value = each});
    }
    const auto done = support::produce({{"bootstrap.servers", broker_->inside()}}, messages);
    EXPECT_EQ(done.delivered, messages.size()) << done.failure;
  }

  // Returns when the worker has committed the first half and writes the second, which is all there.
  void reach_the_midst(ConnectWorker& worker, const Halves& documents) const {
    publish(documents.first);
    EXPECT_TRUE(commits(worker, documents.first.size()));
    const auto size = [&] { return std::filesystem::file_size(worker.file()); };
    const auto before = size();
    worker.pause();
    publish(documents.second);
    worker.resume();
    for (int i = 0; i < 20'000 && size() < before + kSome; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }

  std::unique_ptr<support::Broker> broker_;
};

// The lists are long; what differs is not.
void expect_each_once(const Lines& lines, const Lines& documents) {
  const Lines got = sorted(lines);
  const Lines wanted = sorted(documents);
  EXPECT_EQ(got.size(), wanted.size());
  const auto differ = std::mismatch(got.begin(), got.end(), wanted.begin(), wanted.end());
  if (differ.first != got.end()) {
    ADD_FAILURE() << "first in the file: " << differ.first->substr(0, 300);
  }
  if (differ.second != wanted.end()) {
    ADD_FAILURE() << "first published: " << differ.second->substr(0, 300);
  }
}

// Each is written in many steps.
Lines long_documents() {
  Lines all;
  for (int i = 0; i < 60; ++i) {
    all.push_back(R"({"kind":"event","session_id":")" + std::to_string(i) + R"(","command":")" +
                  std::string(200'000, static_cast<char>('a' + i % 26)) + "\"}");
  }
  return all;
}

// Real documents of each kind, as a plugin sends them: recordings with control sequences, names that are
// no ASCII, what was not understood.
TEST_F(Connect, WritesWhatThePluginSends) {
  ConnectWorker worker(broker_->address());
  for (const char* capture : {"08-long-output", "09-argv", "26-rich-session"}) {
    Running running(capture, broker_->properties());
    running.feed();
    EXPECT_TRUE(running.delivers_all());
    running.end();
  }
  publish({R"({"kind":"deadletter","event_id":"0","data":"é \\xFF \u2028"})"});
  publish(long_documents());
  const Lines documents = published();
  EXPECT_GT(documents.size(), 1000U) << "this says little";
  EXPECT_TRUE(commits(worker, documents.size()));
  EXPECT_TRUE(worker.end());
  expect_each_once(worker.lines(), documents);
  // On from where it was, also with a broker that was away.
  worker.start();
  broker_->restart();
  publish({R"({"kind":"deadletter","event_id":"1"})"});
  EXPECT_TRUE(commits(worker, documents.size() + 1));
  expect_each_once(worker.lines(), published());
}

TEST_F(Connect, KilledItRepeatsAndLosesNothing) {
  const Halves documents("30-load");
  ConnectWorker worker(broker_->address());
  reach_the_midst(worker, documents);
  worker.kill();
  ASSERT_LT(worker.lines().size(), documents.size()) << "killed too late: this says nothing";
  // As it may be left, whatever this kill left.
  std::ofstream(worker.file(), std::ios::app) << R"({"kind":"event","event_id":"half)";
  worker.start();
  ASSERT_TRUE(commits(worker, documents.size()));

  std::map<std::string, std::size_t> times;
  for (const std::string& each : worker.lines()) ++times[each];
  for (const std::string& each : documents.first)
    ASSERT_EQ(times[each], 1U) << "committed, and all the same read again: " << each;
  for (const std::string& each : documents.second) ASSERT_GE(times[each], 1U) << each;
  // What is no document is what the kill left.
  for (const std::string& each : documents.both()) times.erase(each);
  EXPECT_EQ(times.size(), 1U);
  EXPECT_THAT(times.begin()->first, EndsWith("half"));
  EXPECT_GT(worker.lines().size(), documents.size()) << "nothing came twice: this says nothing";
}

// As siem/README.md's logrotate does it.
TEST_F(Connect, ARenamedFileIsGivenUpWhenTheTaskIsRestarted) {
  const Halves documents("30-load");
  ConnectWorker worker(broker_->address());
  reach_the_midst(worker, documents);
  const std::string old = worker.file() + ".1";
  std::filesystem::rename(worker.file(), old);
  worker.restart_task();
  ASSERT_TRUE(commits(worker, documents.size()));
  Lines all = support::lines_of(support::read_file(old));
  const Lines now = worker.lines();
  EXPECT_GT(now.size(), 0U) << "it did not open its file anew";
  all.insert(all.end(), now.begin(), now.end());
  expect_each_once(all, documents.both());
}

// Why siem/README.md says to watch the disk.
TEST_F(Connect, AFullDiskIsNotNoticed) {
  ConnectWorker worker(broker_->address(), "/dev/full");
  const Halves documents("02-login-key");
  publish(documents.both());
  EXPECT_TRUE(commits(worker, documents.size()));
}

}  // namespace
}  // namespace auweave::e2e
