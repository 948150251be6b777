#include "weave/known_programs.h"

#include <gtest/gtest.h>

#include <deque>

#include "support/state.h"

namespace auweave::weave {
namespace {

constexpr std::string_view kRecorder = "/usr/bin/tlog-rec-session";
constexpr std::int64_t kNow = 1'000'000;  // ms

// Exec: an execve as the kernel tells it.
struct Exec {
  std::int64_t ms = kNow;
  std::string_view exe = kRecorder;
  std::string_view inode = "42";
  std::string_view device = "fe:00";
  std::string_view host = "h";
  std::int64_t pid = 20, ppid = 10;
  std::uint32_t ses = 3;
};

class Script {
 public:
  void tell(std::uint64_t inode, std::int64_t at, std::int64_t since,
            std::vector<std::string> devices = {"fe:00"}) {
    model::ProgramFiles told{base::WallTime::from_ms(at), base::WallTime::from_ms(since)};
    told.files.push_back({std::string(kRecorder), inode, std::move(devices)});
    programs.take(told, "h");
  }
  // Returns what is doubted of an execve, and whether its name counts.
  std::string exec(const Exec& exec, bool with_path = true) {
    begin("execve", exec.ms);
    if (with_path) {
      add("PATH", {{"item", "1"}, {"inode", "7"}, {"dev", "fe:00"}});
      add("PATH", {{"item", "0"}, {"inode", exec.inode}, {"dev", exec.device}});
    }
    facts_ = of(exec.pid, exec.ppid, exec.ses);
    facts_.exe = exec.exe;
    facts_.executed = true;
    return judged(exec.host);
  }
  std::string call(std::string_view name, std::string_view a0, std::string_view a1,
                   std::int64_t pid, std::int64_t ppid = 1, std::string_view exit = "0") {
    begin(name, kNow);
    event_.records.clear();
    event_.fields.clear();
    add("SYSCALL", {{"a0", a0}, {"a1", a1}, {"exit", exit}});
    facts_ = of(pid, ppid, 3);
    facts_.exe = "/usr/bin/bash";
    return judged("h");
  }
  model::Refused refused() const { return facts_.refused; }

  KnownPrograms programs;

 private:
  using Pairs = std::vector<std::pair<std::string_view, std::string_view>>;
  static model::EventFacts of(std::int64_t pid, std::int64_t ppid, std::uint32_t ses) {
    model::EventFacts facts;
    facts.type = "SYSCALL";
    facts.pid = model::Pid{pid};
    facts.ppid = model::Pid{ppid};
    facts.ses = model::Ses{ses};
    facts.success = true;
    return facts;
  }
  void begin(std::string_view call, std::int64_t ms) {
    event_.clear();
    event_.key = {ms / 1000, static_cast<std::uint32_t>(ms % 1000), 1};
    event_.syscall = call;
    add("SYSCALL", {{"a0", "0"}});
  }
  void add(std::string_view type, const Pairs& pairs) {
    model::Record record;
    record.type = type;
    record.first = static_cast<std::uint32_t>(event_.fields.size());
    record.count = static_cast<std::uint32_t>(pairs.size());
    for (const auto& [name, value] : pairs) {
      model::Field field;
      field.name = name;
      field.raw = value;
      event_.fields.push_back(field);
    }
    event_.records.push_back(record);
  }
  std::string judged(std::string_view host) {
    KnownPrograms loaded;
    EXPECT_TRUE(support::load(loaded, support::saved(programs)));
    model::EventDocument document;
    programs.judge(event_, host, facts_, document);
    std::string told;
    for (const std::string_view doubt : document.integrity)
      told += (told.empty() ? "" : " ") + std::string(doubt);
    return facts_.exe.empty() ? told + " nameless" : told;
  }
  model::AuditEvent event_;
  model::EventFacts facts_;
};

constexpr const char* kOther = "exe-other-file nameless";

TEST(KnownPrograms, DoubtAProgramThatIsAnotherFile) {
  Script s;
  EXPECT_EQ(s.exec({.inode = "43"}), "");  // nobody told, as offline
  s.tell(42, kNow - 60'000, 0);
  EXPECT_EQ(s.exec({}), "");
  EXPECT_EQ(s.refused(), model::Refused::no);
  EXPECT_EQ(s.exec({.inode = "43"}), kOther);
  EXPECT_EQ(s.refused(), model::Refused::other_file);
  EXPECT_EQ(s.exec({.device = "fe:01"}), kOther);
  EXPECT_EQ(s.exec({.inode = "43"}, false), "");
  EXPECT_EQ(s.exec({.exe = "/usr/bin/id", .inode = "43"}), "");
  EXPECT_EQ(s.exec({.inode = "43", .host = "another"}), "");
  EXPECT_EQ(s.exec({.ms = kNow - 64'000, .inode = "43"}), "");  // of before
}

// A package is upgraded while sessions run: their recorders are the file of before.
TEST(KnownPrograms, KnowBothFilesAroundAChange) {
  Script s;
  s.tell(42, kNow - 60'000, 0);
  s.tell(43, kNow, kNow - 10'000);
  EXPECT_EQ(s.exec({.ms = kNow - 13'001, .inode = "43"}), kOther);
  EXPECT_EQ(s.exec({.ms = kNow - 13'000, .inode = "43"}), "");
  EXPECT_EQ(s.exec({.ms = kNow - 13'000, .inode = "42"}), "");
  EXPECT_EQ(s.exec({.ms = kNow + 3000, .inode = "42"}), "");
  EXPECT_EQ(s.exec({.ms = kNow + 3001, .inode = "42"}), kOther);
  EXPECT_EQ(s.exec({.ms = kNow + 90'000, .inode = "43"}), "");
  // Removed: then nobody knows what is executed under the name.
  s.tell(0, kNow + 100'000, kNow + 90'000, {});
  EXPECT_EQ(s.exec({.ms = kNow + 99'000, .inode = "44"}), kOther);
  EXPECT_EQ(s.exec({.ms = kNow + 104'000, .inode = "44"}), "");
}

// Nobody knows when a file changed while the plugin did not run.
TEST(KnownPrograms, KnowBothFilesOfBeforeARestart) {
  Script s;
  s.tell(42, kNow - 60'000, 0);
  s.tell(43, kNow, 0);
  EXPECT_EQ(s.exec({.ms = kNow - 50'000, .inode = "42"}), "");
  EXPECT_EQ(s.exec({.ms = kNow - 50'000, .inode = "43"}), "");
  EXPECT_EQ(s.exec({.ms = kNow - 50'000, .inode = "44"}), kOther);
  EXPECT_EQ(s.exec({.ms = kNow + 4000, .inode = "42"}), kOther);
  s.tell(43, kNow + 10'000, 0);  // as before
  EXPECT_EQ(s.exec({.ms = kNow + 5000, .inode = "43"}), "");
}

TEST(KnownPrograms, TrustNoFilesystemOfTwoDevicesUntilOneWasSeen) {
  Script s;
  s.tell(42, kNow - 60'000, 0, {"00:1b", "00:19"});
  EXPECT_EQ(s.exec({.inode = "43", .device = "00:19"}), "");
  EXPECT_EQ(s.exec({.inode = "42", .device = "00:19"}), "");
  EXPECT_EQ(s.exec({.inode = "43", .device = "00:19"}), kOther);
  EXPECT_EQ(s.exec({.inode = "42", .device = "00:1b"}), "");
}

TEST(KnownPrograms, KeepABoundedNumberOfFiles) {
  Script s;
  for (std::int64_t i = 0; i < 100; ++i)
    s.tell(static_cast<std::uint64_t>(100 + i), kNow + i * 10'000,
           i == 0 ? 0 : kNow + i * 10'000 - 100);
  EXPECT_EQ(s.exec({.ms = kNow, .inode = "43"}), "");  // forgotten
  EXPECT_EQ(s.exec({.ms = kNow + 990'000, .inode = "43"}), kOther);
  EXPECT_EQ(s.exec({.ms = kNow + 990'000, .inode = "199"}), "");
}

// unshare -rm, and what is executed below it.
TEST(KnownPrograms, MarkWhatRunsInNamespacesOfItsOwn) {
  Script s;
  s.tell(42, kNow - 60'000, 0);
  EXPECT_EQ(s.call("unshare", "10020000", "0", 10), "own-namespaces");
  EXPECT_EQ(s.exec({}), "own-namespaces nameless");
  EXPECT_EQ(s.refused(), model::Refused::own_namespaces);
  EXPECT_EQ(s.exec({.inode = "43"}), "exe-other-file own-namespaces nameless");
  EXPECT_EQ(s.exec({.exe = "/usr/bin/id", .pid = 21, .ppid = 20}), "own-namespaces");
  EXPECT_EQ(s.exec({.pid = 30, .ppid = 29}), "");
  // A pid that goes to another session goes without its marks.
  EXPECT_EQ(s.exec({.pid = 21, .ppid = 1, .ses = 4}), "");
  EXPECT_EQ(s.exec({.pid = 22, .ppid = 21, .ses = 4}), "");
}

TEST(KnownPrograms, KnowTheCallsThatMakeNamespaces) {
  const auto marks = [](const char* name, const char* a0, const char* a1) {
    return Script().call(name, a0, a1, 10) == "own-namespaces";
  };
  EXPECT_TRUE(marks("unshare", "10000000", "0"));
  EXPECT_TRUE(marks("unshare", "20000", "0"));
  EXPECT_FALSE(marks("unshare", "40000000", "0"));  // CLONE_NEWNET
  EXPECT_TRUE(marks("setns", "3", "0"));
  EXPECT_TRUE(marks("setns", "3", "20000"));
  EXPECT_FALSE(marks("setns", "20000", "40000000"));
  EXPECT_FALSE(marks("openat", "10020000", "0"));
  Script s;
  EXPECT_EQ(s.call("clone", "1200011", "0", 10, 1, "31"), "");  // CHILD_SETTID, SIGCHLD
  EXPECT_EQ(s.call("getpid", "0", "0", 31, 10), "");
  EXPECT_EQ(s.call("clone", "10000011", "0", 10, 1, "32"), "");
  EXPECT_EQ(s.call("getpid", "0", "0", 32, 10), "own-namespaces");
  EXPECT_EQ(s.call("getpid", "0", "0", 10, 1), "");
}

// What a false program does has its name, until it executes another one.
TEST(KnownPrograms, MarkWhatAFalseProgramDoes) {
  Script s;
  s.tell(42, kNow - 60'000, 0);
  EXPECT_EQ(s.exec({.inode = "43"}), kOther);
  EXPECT_EQ(s.call("openat", "0", "0", 20, 10), "exe-other-file");
  EXPECT_EQ(s.call("openat", "0", "0", 21, 20), "exe-other-file");  // forked
  EXPECT_EQ(s.exec({.exe = "/usr/bin/id"}), "");
  EXPECT_EQ(s.call("openat", "0", "0", 20, 10), "");
}

}  // namespace
}  // namespace auweave::weave
