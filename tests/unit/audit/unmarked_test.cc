#include "audit/unmarked.h"

#include <gtest/gtest.h>

#include <string>

#include "audit/line.h"
#include "support/capture.h"
#include "support/text_file.h"

namespace auweave::audit {
namespace {

struct Row {
  const char* what;
  const char* text;
  const char* body;
  const char* enriched;
};

const char* const kWhole = nullptr;  // the body is the whole text

const Row kRows[] = {
    {"nothing between, behind a quote", R"(uid=0 auid=1 msg='op=x res=failed'UID="root" AUID="a")",
     "uid=0 auid=1 msg='op=x res=failed'", R"(UID="root" AUID="a")"},
    {"a blank", R"(uid=0 auid=1 msg='op=x res=failed' UID="root" AUID="a")",
     "uid=0 auid=1 msg='op=x res=failed'", R"(UID="root" AUID="a")"},
    {"rsyslog's octal", R"(uid=0 msg='res=failed'#035UID="root")", "uid=0 msg='res=failed'",
     R"(UID="root")"},
    {"hex", R"(uid=0 msg='res=failed'\x1dUID="root")", "uid=0 msg='res=failed'", R"(UID="root")"},
    {"hex, upper", R"(uid=0 res=1\x1DUID="root")", "uid=0 res=1", R"(UID="root")"},
    {"JSON's", R"(uid=0 res=1\u001dUID="root")", "uid=0 res=1", R"(UID="root")"},
    {"JSON's, upper", R"(uid=0 res=1\u001DUID="root")", "uid=0 res=1", R"(UID="root")"},
    {"a caret", R"(uid=0 res=1^]UID="root")", "uid=0 res=1", R"(UID="root")"},
    {"glued to a word", R"(uid=0 auid=1 res=successUID="root" AUID="a")",
     "uid=0 auid=1 res=success", R"(UID="root" AUID="a")"},
    {"glued to a number, with a name that ends as another",
     R"(item=0 ouid=0 ogid=0 cap_frootid=0OUID="root" OGID="root")",
     "item=0 ouid=0 ogid=0 cap_frootid=0", R"(OUID="root" OGID="root")"},
    {"glued to hex digits that go on as the name begins",
     R"(arch=c000003e syscall=59 auid=1 key=6B0AARCH=x86_64 SYSCALL=execve AUID="a")",
     "arch=c000003e syscall=59 auid=1 key=6B0A", R"(ARCH=x86_64 SYSCALL=execve AUID="a")"},
    {"behind (null)",
     R"(arch=c000003e syscall=1 auid=1 key=(null)ARCH=x86_64 SYSCALL=write AUID="a")",
     "arch=c000003e syscall=1 auid=1 key=(null)", R"(ARCH=x86_64 SYSCALL=write AUID="a")"},
    {"a socket", "saddr=0200003FSADDR={ saddr_fam=inet laddr=10.0.0.1 lport=22 }", "saddr=0200003F",
     "SADDR={ saddr_fam=inet laddr=10.0.0.1 lport=22 }"},
    {"a name in hex digits", R"(gid=5 key="x"GID=646F6D61696E207573657273)", R"(gid=5 key="x")",
     "GID=646F6D61696E207573657273"},
    {"dashes", R"(uid=0 old-auid=4294967295 auid=1 res=1UID="root" OLD-AUID="unset" AUID="a")",
     "uid=0 old-auid=4294967295 auid=1 res=1", R"(UID="root" OLD-AUID="unset" AUID="a")"},
    // Nobody's interpretation:
    {"a field that the record has not", R"(pid=1 key="x" UID="root")", kWhole, ""},
    {"another order", R"(uid=0 auid=1 key="x"AUID="a" UID="root")", kWhole, ""},
    {"a name twice", R"(uid=0 auid=1 key="x"UID="root" UID="alice")", kWhole, ""},
    {"no name of auditd's", R"(uid=0 auid=1 key="x"UID="root" EVIL="a")", kWhole, ""},
    {"glued, and not of all fields", R"(uid=0 auid=1 res=successUID="root")", kWhole, ""},
    {"inside msg='", R"(uid=0 msg='acct=x UID="root")", kWhole, ""},
    {"inside a string", R"(uid=0 a0="x UID=root")", kWhole, ""},
    {"inside a string that a quote opens", R"(uid=0 cmd="x' UID="root")", kWhole, ""},
    {"a name with a blank", R"(gid=5 key="x"GID="domain users")", kWhole, ""},
    {"an account without quotes", "uid=0 res=1 UID=root", kWhole, ""},
    {"a call in quotes", R"(arch=1 syscall=2 key="x"ARCH="x86_64" SYSCALL="read")", kWhole, ""},
    {"an address with text behind", "saddr=02SADDR={ x } more", kWhole, ""},
    {"names alone", "UID=", kWhole, ""},
    {"an equals sign alone", "=", kWhole, ""},
    {"a quote alone", R"(=")", kWhole, ""},
    {"a name without a record", R"(UID="root")", kWhole, ""},
    {"nothing", "", kWhole, ""},
    // Behind the quote of a message nothing is the record's:
    {"what cannot be believed", R"(uid=0 msg='res=failed'NAME="x")", "uid=0 msg='res=failed'", ""},
};

TEST(Unmarked, SplitsWhatIsAuditdsAndNothingElse) {
  for (const Row& row : kRows) {
    const Unmarked parts = split_unmarked(row.text);
    EXPECT_EQ(parts.body, row.body == kWhole ? row.text : row.body) << row.what;
    EXPECT_EQ(parts.enriched, row.enriched) << row.what;
    EXPECT_TRUE(*row.enriched == '\0' || may_end_interpreted(row.text)) << row.what;
  }
}

TEST(Unmarked, DropsAPairWithoutItsEnd) {
  const std::pair<const char*, const char*> rows[] = {
      {R"(UID="root" AUID="alice")", R"(UID="root" AUID="alice")"},
      {R"(UID="root" AUID="ali)", R"(UID="root")"},
      {R"(UID="root" AUID=")", R"(UID="root")"},
      {R"(UID="root" AUI)", R"(UID="root")"},
      {R"(UID="root" )", R"(UID="root")"},
      {R"(UID="root" GID=646F6)", R"(UID="root")"},
      {R"(UID="root" GID=)", R"(UID="root")"},
      {R"(UID="ro)", ""},
      {"UI", ""},
      {"", ""},
      {"ARCH=x86_64 SYSCALL=write", "ARCH=x86_64 SYSCALL=write"},
      {"SADDR={ saddr_fam=inet laddr=10.0.0.1 lport=22 }",
       "SADDR={ saddr_fam=inet laddr=10.0.0.1 lport=22 }"},
      {"SADDR={ saddr_fam=inet laddr=10.0", ""},
  };
  for (const auto& [text, whole] : rows) EXPECT_EQ(whole_pairs(text), whole) << text;
}

std::string without_mark(std::string line, const std::string& instead) {
  const std::size_t at = line.find(kEnrichedMark);
  return at == std::string::npos ? line : line.replace(at, 1, instead);
}

// Every record of every capture, in other clothes.
TEST(Unmarked, GivesTheSamePartsAsTheMark) {
  std::size_t marked = 0;
  for (const std::string& name : support::capture_names()) {
    for (const std::string& line : support::lines_of(support::load_capture(name).enriched)) {
      const auto with = parse_line(line);
      ASSERT_TRUE(with.ok()) << line;
      for (const char* instead : {"", " ", "#035", "\\x1D"}) {
        const std::string other = without_mark(line, instead);
        const auto without = parse_line(other);
        ASSERT_TRUE(without.ok()) << other;
        ASSERT_EQ(without->body, with->body) << other;
        ASSERT_EQ(without->enriched, with->enriched) << other;
        ASSERT_EQ(raw_part(*without), raw_part(*with)) << other;
      }
      marked += with->enriched.empty() ? 0U : 1U;
    }
  }
  EXPECT_GT(marked, 1000U);
}

}  // namespace
}  // namespace auweave::audit
