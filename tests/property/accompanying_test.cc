// Records that only accompany an event, added to every event of every capture: the documents are
// the same but for `types`, and for `mac`, where security modules stand.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "support/capture.h"
#include "support/json.h"
#include "support/text_file.h"
#include "support/weave.h"

namespace auweave {
namespace {

// Fields as the kernel's sources write them, Linux 6.18.
constexpr std::array kRecords = {
    R"(type=UNKNOWN[1499] msg=audit(@): subj=x success=no res=0 exe="/bin/x" key="k" op=x)",
    R"(type=UNKNOWN[1999] msg=audit(@): acct="mallory" addr=192.0.2.66 res=failed)",
    R"(type=NEWER_THAN_LIBAUDIT msg=audit(@): name="x" pid=1 auid=77 ses=77)",
    R"(type=UNKNOWN[1420] msg=audit(@): subj_selinux=a:b:c:s0 subj_apparmor=unconfined)",
    R"(type=MAC_TASK_CONTEXTS msg=audit(@): subj_apparmor=unconfined subj_smack=_)",
    R"(type=MAC_OBJ_CONTEXTS msg=audit(@): obj_selinux=a:b:c:s0 obj_smack=_)",
    R"(type=FANOTIFY msg=audit(@): resp=1 fan_type=1 fan_info=3137 subj_trust=3 obj_trust=5)",
    R"(type=FANOTIFY msg=audit(@): resp=2 fan_type=0 fan_info=0 subj_trust=2 obj_trust=2)",
    R"(type=INTEGRITY_RULE msg=audit(@): file="/usr/bin/id" hash="sha256:00" ppid=1 pid=7 auid=77 uid=0 ses=77 comm="x" exe="/x")",
    R"(type=INTEGRITY_DATA msg=audit(@): pid=7 uid=0 auid=77 ses=77 subj=x op=appraise_data cause=missing-hash comm="x" name="/x" dev="vda" ino=3 res=0 errno=0)",
    R"(type=INTEGRITY_PCR msg=audit(@): pid=7 uid=0 auid=77 ses=77 op=invalid_pcr cause=open_writers comm="x" name="/x" dev="vda" ino=3 res=1 errno=0)",
    R"(type=IPE_ACCESS msg=audit(@): ipe_op=EXECUTE ipe_hook=BPRM_CHECK enforcing=0 pid=7 comm="x" path="/x" dev="vda" ino=3 rule="DEFAULT action=DENY")",
    R"(type=LANDLOCK_ACCESS msg=audit(@): domain=195ba459b blockers=fs.refer path="/usr/bin" dev="vda2" ino=351)",
    R"(type=LANDLOCK_DOMAIN msg=audit(@): domain=195ba459b status=allocated mode=enforcing pid=7 uid=0 exe="/x" comm="x")",
    R"(type=SELINUX_ERR msg=audit(@): op=security_bounded_transition seresult=denied oldcontext=a:b:c:s0 newcontext=d:e:f:s0)",
    R"(type=AVC msg=audit(@): avc:  denied  { open } for  pid=7 comm="x" path="/x" dev="vda2" ino=3 scontext=a:b:c:s0 tcontext=d:e:f:s0 tclass=file permissive=1)",
    R"(type=AVC msg=audit(@): apparmor="ALLOWED" operation="open" profile="p" name="/x" pid=7 comm="x" requested_mask="r" denied_mask="r" fsuid=0 ouid=0)",
    R"(type=SECCOMP msg=audit(@): auid=77 uid=0 gid=0 ses=77 subj=x pid=7 comm="x" exe="/x" sig=0 arch=c000003e syscall=42 compat=0 ip=0x7f code=0x7ffc0000)",
    R"(type=BPF msg=audit(@): prog-id=5 op=LOAD)",
    R"(type=URINGOP msg=audit(@): uring_op=18 success=no exit=-13 items=0 ppid=1 pid=7 uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 subj=x key=(null))",
    R"(type=CONTAINER_ID msg=audit(@): contid=123456)",
    R"(type=UNKNOWN[1150] msg=audit(@): text="x" res=failed acct="mallory")",
};

enum class Where { first, middle, last, behind };

struct Event {
  std::string stamp;  // SEC.MS:SERIAL
  std::vector<std::string> lines;
};

std::string stamp_of(const std::string& line) {
  const std::size_t at = line.find("msg=audit(") + 10;
  return line.substr(at, line.find(')', at) - at);
}

// Events in the order of their first lines; lines of one event are together.
std::vector<Event> events_of(const std::string& log) {
  std::vector<Event> events;
  std::map<std::string, std::size_t> places;
  for (const std::string& line : support::lines_of(log)) {
    const std::string stamp = stamp_of(line);
    const auto [place, fresh] = places.emplace(stamp, events.size());
    if (fresh) events.push_back({stamp, {}});
    events[place->second].lines.push_back(line);
  }
  return events;
}

std::string with_stamp(std::string record, const std::string& stamp) {
  return record.replace(record.find('@'), 1, stamp);
}

bool is_auditds(const std::string& line) { return line.starts_with("type=DAEMON_"); }

std::string with_companions(const std::vector<Event>& events,
                            const std::function<std::pair<std::string, Where>()>& next) {
  std::string log;
  for (const Event& event : events) {
    auto [record, where] = next();
    record = with_stamp(record, event.stamp);
    std::vector<std::string> lines = event.lines;
    const std::size_t at = where == Where::first    ? 0
                           : where == Where::middle ? lines.size() / 2
                                                    : lines.size();
    if (!is_auditds(lines.front()))
      lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(at), record);
    for (const std::string& line : lines) log += line + "\n";
  }
  return log;
}

std::string without(const std::string& json, const std::vector<std::string>& paths) {
  auto document = support::parse(json);
  for (const std::string& path : paths) {
    rapidjson::Value* at = &document;
    std::string rest = path;
    for (std::size_t dot; (dot = rest.find('.')) != std::string::npos; rest.erase(0, dot + 1)) {
      const auto member = at->FindMember(rest.substr(0, dot).c_str());
      if (member == at->MemberEnd()) return support::canonical(document);
      at = &member->value;
    }
    if (at->IsObject()) at->RemoveMember(rest.c_str());
  }
  return support::canonical(document);
}

std::vector<std::string> documents_of(const support::Capture& capture, const std::string& log,
                                      const std::string& mapping) {
  support::WeaveInput input{{log}, {capture.tlog}};
  input.boot_id = capture.boot_id();
  input.mapping = mapping;
  std::vector<std::string> told;
  for (const std::string& json : support::weave(input).documents)
    told.push_back(without(json, {"types", "mac", "auweave.record_types", "auweave.mac"}));
  return told;
}

std::string joined(const std::vector<Event>& events) {
  std::string log;
  for (const Event& event : events) {
    for (const std::string& line : event.lines) log += line + "\n";
  }
  return log;
}

void expect_same(const std::vector<std::string>& wanted, const std::vector<std::string>& got) {
  ASSERT_EQ(got.size(), wanted.size());
  for (std::size_t i = 0; i < wanted.size(); ++i) ASSERT_EQ(got[i], wanted[i]);
}

class Accompanying : public testing::TestWithParam<std::string> {};

// Each event gets another record, at another place: seeds take turns.
TEST_P(Accompanying, RecordsChangeNothingElse) {
  const auto capture = support::load_capture(GetParam());
  const auto events = events_of(capture.enriched);
  const auto flat = documents_of(capture, joined(events), "flat");
  const auto ecs = documents_of(capture, joined(events), "ecs");
  for (const unsigned seed : {1U, 2U}) {
    std::mt19937 random(seed);
    const std::string log = with_companions(events, [&] {
      return std::pair(std::string(kRecords.at(random() % kRecords.size())),
                       static_cast<Where>(random() % 4));
    });
    SCOPED_TRACE(seed);
    expect_same(flat, documents_of(capture, log, "flat"));
    if (seed == 1) expect_same(ecs, documents_of(capture, log, "ecs"));
  }
}

std::vector<std::string> names() {
  std::vector<std::string> all = support::capture_names();
  std::erase(all, "30-load");
  return all;
}

INSTANTIATE_TEST_SUITE_P(Captures, Accompanying, testing::ValuesIn(names()), [](const auto& each) {
  std::string name = each.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

// Each record at each place of one capture, so that a failure names both.
TEST(AccompanyingEach, ChangesNothingElse) {
  const auto capture = support::load_capture("05-denied");
  const auto events = events_of(capture.enriched);
  const auto wanted = documents_of(capture, joined(events), "flat");
  for (const char* record : kRecords) {
    for (const Where where : {Where::first, Where::middle, Where::last}) {
      SCOPED_TRACE(std::string(record) + " at " + std::to_string(static_cast<int>(where)));
      const std::string log =
          with_companions(events, [&] { return std::pair(std::string(record), where); });
      expect_same(wanted, documents_of(capture, log, "flat"));
    }
  }
}

}  // namespace
}  // namespace auweave
