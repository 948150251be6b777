// The command of docs/delivery-guarantees.md that counts what is missing, as it stands there, with Kafka's own
// consumer.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/broker.h"
#include "support/consumer.h"
#include "support/producer.h"
#include "support/program.h"
#include "support/text_file.h"
#include "topics.h"

namespace auweave::e2e {
namespace {

// The page's only block of a shell, for the broker of this test.
std::string command_of_the_page(const std::string& address) {
  const std::string page =
      support::read_file(support::source_folder() + "/docs/delivery-guarantees.md");
  const std::size_t begin = page.find("```sh\n") + 6;
  std::string command = page.substr(begin, page.find("```", begin) - begin);
  const std::string theirs = "kafka1:9092";
  command.replace(command.find(theirs), theirs.size(), address);
  std::string tool;
  for (const std::string& word : kafka_tool("org.apache.kafka.tools.consumer.ConsoleConsumer"))
    tool += "'" + word + "' ";
  return "kafka-console-consumer.sh() { " + tool + "\"$@\"; }\n" + command;
}

support::Message message(const std::string& topic, const std::string& log, int number) {
  return {.topic = topic,
          .value = "{}",
          .headers = {{"ce_id", "x"},
                      {"auweave-log", log},
                      {"auweave-leaf", std::to_string(number)},
                      {"own", "y"}}};
}

TEST(LeavesOfThePage, AreCounted) {
  const std::string missing = support::Broker::missing();
  if (!missing.empty()) GTEST_SKIP() << missing;
  const support::Broker broker;
  make_topics(broker.inside(), topics_with(""));
  std::vector<support::Message> messages;
  for (int number = 1; number <= 12; ++number) {
    if (number == 5 || number == 10) continue;
    messages.push_back(
        message(number % 2 == 0 ? "audit.events" : "audit.tty", "h/auweave/id/a", number));
  }
  messages.push_back(message("audit.events", "h/auweave/id/a", 7));  // once more
  for (int number = 1; number <= 3; ++number)
    messages.push_back(message("audit.events", "h/auweave/id/b", number));
  ASSERT_EQ(support::produce({{"bootstrap.servers", broker.inside()}}, messages).delivered,
            messages.size());
  const auto ran = support::run({"bash", "-c", command_of_the_page(broker.inside())});
  EXPECT_THAT(support::lines_of(ran.out),
              testing::UnorderedElementsAre("h/auweave/id/a 1-12 2 missing",
                                            "h/auweave/id/b 1-3 0 missing"))
      << ran.err;
}

}  // namespace
}  // namespace auweave::e2e
