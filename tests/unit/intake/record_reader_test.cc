#include "intake/record_reader.h"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <thread>

namespace auweave::intake {
namespace {

using std::chrono::milliseconds;

struct Ends {
  Ends() {
    int both[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, both) != 0) std::abort();
    auditd = base::UniqueFd(both[0]);
    plugin = base::UniqueFd(both[1]);
  }
  void write(const std::string& text) const {
    ASSERT_EQ(::write(auditd.get(), text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }
  base::UniqueFd auditd, plugin;
};

std::string all_of(Inbox& inbox) {
  std::string all;
  while (true) {
    const InboxItem taken = inbox.take(milliseconds(0));
    const auto* records = std::get_if<Records>(&taken);
    if (records == nullptr) return all;
    all += records->bytes;
  }
}

TEST(RecordReader, ReadsUntilTheInputEnds) {
  Ends ends;
  Inbox inbox;
  inbox.end_lines();
  ends.write("a\nb\nhalf");
  ends.auditd.reset();
  RecordReader reader(std::move(ends.plugin), inbox);
  EXPECT_TRUE(reader.run().ok());
  EXPECT_EQ(all_of(inbox), "a\nb\nhalf");
  EXPECT_EQ(reader.bytes(), 8U);
}

TEST(RecordReader, ReadsWhatWasSentBeforeAnEndWasAskedFor) {
  Ends ends;
  Inbox inbox;
  inbox.end_lines();
  RecordReader reader(std::move(ends.plugin), inbox);
  reader.ask_end();
  ends.write("a\n");
  std::thread later([&] {
    std::this_thread::sleep_for(milliseconds(50));
    ends.write("b\n");
  });
  EXPECT_TRUE(reader.run().ok());
  later.join();
  EXPECT_EQ(all_of(inbox), "a\nb\n");
}

TEST(RecordReader, EndsWhenAskedThoughRecordsComeAllTheSame) {
  Ends ends;
  Inbox inbox;
  RecordReader reader(std::move(ends.plugin), inbox);
  std::atomic<bool> over = false;
  std::thread busy([&] {
    while (!over) {
      // Once more may be written when nobody reads.
      static_cast<void>(::send(ends.auditd.get(), "x\n", 2, MSG_NOSIGNAL));
      std::this_thread::sleep_for(milliseconds(1));
    }
  });
  reader.ask_end();
  EXPECT_TRUE(reader.run().ok());
  over = true;
  busy.join();
}

}  // namespace
}  // namespace auweave::intake
