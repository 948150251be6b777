#include "night.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace auweave {
namespace {

constexpr std::int64_t kStartMs = 1'795'243'250'000;
constexpr std::int64_t kBootMs = kStartMs - 3'000'000;
constexpr const char* kBoot = "b27a07e823694d33b1e5af691b3ff37d";
constexpr const char* kBootDashed = "b27a07e8-2369-4d33-b1e5-af691b3ff37d";
constexpr std::int64_t kNoPid = 1;  // a parent that no record tells of

template <typename... Values>
std::string format(const char* pattern, Values... values) {
  char text[1024];
  std::snprintf(text, sizeof text, pattern, values...);
  return text;
}

struct Event {
  std::int64_t ms = 0;
  std::vector<std::string> records;  // "TYPE fields", without msg=
};

struct Login {
  std::uint32_t ses = 0;
  unsigned auid = 0;
  std::int64_t sshd = 0;  // the monitor; its child is the next pid
  std::int64_t from_ms = 0;
  std::int64_t until_ms = 0;
  bool audited = true;  // its execs
  std::int64_t shell = 0;
};

struct Recorder {
  std::int64_t pid = 0;
  std::int64_t began_ms = 0;
};

class Maker {
 public:
  explicit Maker(unsigned seed) : random_(seed) {}
  Night make();

 private:
  std::int64_t below(std::int64_t bound) {
    return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(bound));
  }
  bool chance(int percent) { return below(100) < percent; }
  std::int64_t between(std::int64_t from, std::int64_t until) {
    return until <= from ? from : from + below(until - from);
  }

  void session(std::uint32_t ses);
  void user_record(const Login& login, std::int64_t ms, const char* type, const char* ids);
  void log_in(const Login& login);
  void exec(const Login& login, std::int64_t ms, std::int64_t pid, std::int64_t parent,
            const char* exe);
  void record(Login& login, bool nested);
  void chunks(const Login& login, const Recorder& recorder);
  void chunk(const Login& login, const Recorder& recorder, std::uint64_t number, std::int64_t ms);
  void forge(const Login& login, const Recorder& recorder);
  void damage(std::int64_t ms);
  void put_chunk(std::uint32_t ses, const Recorder& recorder, std::uint64_t number, std::int64_t ms,
                 const char* text);
  void sudos(const Login& login);
  void sudo(const Login& login, std::int64_t ms);
  void write_audit(Night& night);

  std::mt19937 random_;
  std::int64_t end_ms_ = 0;
  std::int64_t next_pid_ = 2000;
  std::vector<Event> events_;
  std::vector<TimedLine> chunks_;
  bool with_sudo_ = false;
  std::vector<TimedLine> logs_;
};

Night Maker::make() {
  end_ms_ = kStartMs + 60'000 + below(120'000);
  with_sudo_ = chance(50);
  const std::int64_t sessions = 1 + below(3);
  for (std::int64_t i = 0; i < sessions; ++i) session(static_cast<std::uint32_t>(10 + i));
  // cron and the like: event time moves on, on a quiet host slowly.
  const std::int64_t pause_ms = chance(20) ? 120'000 : 15'000;
  for (std::int64_t ms = kStartMs; ms < end_ms_; ms += 500 + below(pause_ms)) {
    events_.push_back(
        {ms,
         {"USER_ACCT pid=99 uid=0 auid=4294967295 ses=4294967295 msg='op=PAM:accounting "
          "acct=\"root\" exe=\"/usr/sbin/cron\" hostname=? addr=? terminal=cron "
          "res=success'"}});
  }
  Night night;
  night.boot_id = kBootDashed;
  write_audit(night);
  for (std::vector<TimedLine>* lines : {&chunks_, &logs_}) {
    std::stable_sort(lines->begin(), lines->end(),
                     [](const TimedLine& a, const TimedLine& b) { return a.ms < b.ms; });
  }
  night.tlog = std::move(chunks_);
  night.sudo = std::move(logs_);
  return night;
}

void Maker::session(std::uint32_t ses) {
  Login login;
  login.ses = ses;
  login.auid = chance(50) ? 1001 : 1002;
  login.sshd = next_pid_;
  next_pid_ += 2;
  login.from_ms = between(kStartMs, end_ms_ - 20'000);
  login.until_ms = between(login.from_ms + 5000, end_ms_);
  login.audited = chance(75);
  login.shell = login.sshd + 1;
  log_in(login);
  const std::int64_t recorders = 1 + below(3);
  for (std::int64_t i = 0; i < recorders; ++i) record(login, i > 0 && chance(70));
  if (login.audited) {
    for (std::int64_t i = below(5); i > 0; --i) {
      exec(login, between(login.from_ms, login.until_ms), next_pid_++,
           chance(70) ? login.shell : kNoPid, "/usr/bin/id");
    }
  }
  if (with_sudo_) sudos(login);
  if (chance(70)) user_record(login, login.until_ms, "USER_END", "session_close");
}

// Some alone, some in a loop: within 50 ms of each other, so that several records fit.
void Maker::sudos(const Login& login) {
  for (std::int64_t left = below(5); left > 0; --left) {
    std::int64_t ms = between(login.from_ms + 200, login.until_ms);
    for (std::int64_t again = chance(30) ? 1 + below(4) : 1; again > 0; --again) {
      sudo(login, ms);
      ms += 10 + below(60);
    }
  }
}

void Maker::sudo(const Login& login, std::int64_t ms) {
  struct Typed {
    const char* text;
    const char* recorded;
  };
  constexpr Typed commands[] = {{"id", "\"id\""}, {"id -u", "6964202D75"}};
  const Typed& command = commands[below(2)];
  if (chance(85)) {
    events_.push_back({ms - 7 + below(9),
                       {format("USER_CMD pid=%lld uid=%u auid=%u ses=%u msg='cwd=\"/\" cmd=%s "
                               "exe=\"/usr/bin/sudo\" terminal=%s res=%s'",
                               static_cast<long long>(login.shell), login.auid, login.auid,
                               login.ses, command.recorded, chance(90) ? "pts/2" : "?",
                               chance(90) ? "success" : "failed")}});
  }
  model::TtyChunk chunk;
  chunk.source = "sudo";
  chunk.rec = format("00/00/%02zu", logs_.size() % 36);
  chunk.recording_host = "bastion01";
  chunk.time = base::WallTime::from_ms(ms);
  chunk.ran = model::RecordedCommand{chunk.time, false, "pts/2", command.text, false, "x", "root"};
  const auto chunks = static_cast<std::uint64_t>(below(4));
  for (std::int64_t now = ms; chunk.number <= chunks; now += 1 + below(8000)) {
    chunk.time = base::WallTime::from_ms(now);
    chunk.output = chunk.number == 0 ? "" : "shown";
    logs_.push_back({now, "", chunk});
    if (chance(5)) logs_.push_back(logs_.back());
    ++chunk.number;
  }
}

// As sshd writes it: what is before LOGIN has no session.
void Maker::log_in(const Login& login) {
  const auto text = [&](const char* operation, bool inside) {
    return format(
        "pid=%lld uid=0 auid=%u ses=%u msg='op=PAM:%s acct=\"%s\" exe=\"/usr/sbin/sshd\" "
        "hostname=10.99.0.%u addr=10.99.0.%u terminal=ssh res=success'",
        static_cast<long long>(login.sshd), inside ? login.auid : 4294967295U,
        inside ? login.ses : 4294967295U, operation, login.auid == 1001 ? "alice" : "bob",
        login.ses, login.ses);
  };
  if (chance(80))
    events_.push_back({login.from_ms, {"USER_AUTH " + text("authentication", false)}});
  if (chance(90)) {
    const std::string ids = format(
        "ppid=1 pid=%lld auid=%u uid=0 gid=0 euid=0 tty=(none) ses=%u comm=\"sshd\" "
        "exe=\"/usr/sbin/sshd\" key=(null)",
        static_cast<long long>(login.sshd), login.auid, login.ses);
    events_.push_back(
        {login.from_ms + 5,
         {format("LOGIN pid=%lld uid=0 old-auid=4294967295 auid=%u tty=(none) old-ses=4294967295 "
                 "ses=%u res=1",
                 static_cast<long long>(login.sshd), login.auid, login.ses),
          "SYSCALL arch=c000003e syscall=1 success=yes exit=4 a0=4 a1=0 a2=4 a3=0 items=0 " + ids,
          "PROCTITLE proctitle=\"sshd\""}});
  }
  events_.push_back({login.from_ms + 10, {"USER_START " + text("session_open", true)}});
}

void Maker::user_record(const Login& login, std::int64_t ms, const char* type,
                        const char* operation) {
  events_.push_back(
      {ms,
       {format("%s pid=%lld uid=0 auid=%u ses=%u msg='op=PAM:%s acct=\"x\" exe=\"/usr/sbin/sshd\" "
               "hostname=10.99.0.%u addr=10.99.0.%u terminal=ssh res=success'",
               type, static_cast<long long>(login.sshd), login.auid, login.ses, operation,
               login.ses, login.ses)}});
}

void Maker::exec(const Login& login, std::int64_t ms, std::int64_t pid, std::int64_t parent,
                 const char* exe) {
  events_.push_back(
      {ms,
       {format("SYSCALL arch=c000003e syscall=59 success=yes exit=0 a0=1 a1=2 a2=3 a3=0 items=0 "
               "ppid=%lld pid=%lld auid=%u uid=%u gid=100 euid=%u tty=pts1 ses=%u comm=\"x\" "
               "exe=\"%s\" key=\"exec\"",
               static_cast<long long>(parent), static_cast<long long>(pid), login.auid, login.auid,
               login.auid, login.ses, exe),
        format("EXECVE argc=1 a0=\"%s\"", exe), "PROCTITLE proctitle=\"x\""}});
}

// A recorder, its shell and its chunks; one that is nested takes the session's shell over.
void Maker::record(Login& login, bool nested) {
  Recorder recorder;
  recorder.pid = next_pid_;
  next_pid_ += 2;
  const std::int64_t ms = between(login.from_ms + 150, login.until_ms);
  recorder.began_ms = ms + below(80);
  if (login.audited) {
    const std::int64_t parent = nested ? (chance(80) ? login.shell : kNoPid) : login.sshd + 1;
    exec(login, ms, recorder.pid, parent, "/usr/bin/tlog-rec-session");
    if (chance(80)) exec(login, ms + 8, recorder.pid + 1, recorder.pid, "/bin/bash");
  }
  login.shell = recorder.pid + 1;
  chunks(login, recorder);
}

void Maker::chunks(const Login& login, const Recorder& recorder) {
  const auto count = static_cast<std::uint64_t>(1 + below(12));
  // What runs in the background may outlive its session.
  const std::int64_t until_ms = chance(10) ? end_ms_ : login.until_ms;
  std::vector<std::int64_t> times;
  for (std::uint64_t i = 0; i < count; ++i) {
    times.push_back(between(recorder.began_ms, until_ms));
  }
  std::sort(times.begin(), times.end());
  const int lossy = chance(30) ? 30 : 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    if (!chance(lossy)) chunk(login, recorder, i + 1, times[i]);
  }
  while (chance(30)) forge(login, recorder);
  if (chance(20)) damage(times.front());
}

void Maker::chunk(const Login& login, const Recorder& recorder, std::uint64_t number,
                  std::int64_t ms) {
  // Rows alone; a prompt and its line whole; the rest of a line; another's prompt.
  constexpr std::array shown = {
      "ls\\r\\n",
      R"(\u001b[?2004ha@h:~$ id\r\n\u001b[?2004l\ruid=0\r\n\u001b[?2004ha@h:~$ )",
      R"(id -u\r\n\u001b[?2004l\r0\r\n\u001b[?2004ha@h:~$ )",
      R"(su\r\n\u001b[?2004l\r\u001b[?2004hroot@h:~# )",
      R"($ id\r\n0\r\n$ )",
  };
  put_chunk(login.ses, recorder, number, ms,
            shown.at(static_cast<std::size_t>(below(static_cast<std::int64_t>(shown.size())))));
  if (login.audited && chance(60)) {
    exec(login, ms - 60 + below(120), next_pid_++, chance(80) ? login.shell : kNoPid,
         chance(20) ? "/usr/bin/su" : "/usr/bin/id");
  }
  if (chance(5)) chunks_.push_back(chunks_.back());
  if (chance(3)) put_chunk(login.ses, recorder, number, ms + below(12'000), "rm\\r\\n");
}

// Characters of a JSON string.
std::int64_t characters(std::string_view json) {
  std::int64_t count = 0;
  for (std::size_t at = 0; at < json.size(); ++count) {
    at += json[at] != '\\' ? 1U : json[at + 1] == 'u' ? 6U : 2U;
  }
  return count;
}

// What anybody on the host may write.
void Maker::forge(const Login& login, const Recorder& recorder) {
  const std::int64_t ms = between(kStartMs, end_ms_);
  const auto number = static_cast<std::uint64_t>(1 + below(15));
  switch (below(5)) {
    case 0:
      return put_chunk(999, recorder, number, ms, "no such session");
    case 1:
      return put_chunk(login.ses, {31'000 + below(4), ms - below(1000)}, number, ms, "no recorder");
    case 2:
      return put_chunk(login.ses, {recorder.pid, recorder.began_ms + 20}, number,
                       login.from_ms - 2000 - below(20'000), "before");
    case 3:
      return put_chunk(login.ses, {recorder.pid, recorder.began_ms + 10}, number,
                       recorder.began_ms + 10 + below(20'000), "of its recorder");
    default:
      return put_chunk(login.ses, recorder, number, between(recorder.began_ms, end_ms_), "of it");
  }
}

void Maker::damage(std::int64_t ms) {
  constexpr const char* lines[] = {"what is this", "{\"ver\":\"2.3\",\"host\":\"ba",
                                   "Nov 21 06:40:50 vm sshd[12]: hello", "{}", "["};
  chunks_.push_back({ms, lines[below(5)]});
}

void Maker::put_chunk(std::uint32_t ses, const Recorder& recorder, std::uint64_t number,
                      std::int64_t ms, const char* text) {
  const std::int64_t size = characters(text);
  const std::string json = format(
      R"({"ver":"2.3","host":"bastion01","rec":"%s-%llx-%llx","user":"x","term":"","session":%u,)"
      R"("id":%llu,"pos":%lld,"time":%lld.%03lld,"timing":"=80x24+%lld>%lld","in_txt":"",)"
      R"("in_bin":[],"out_txt":"%s","out_bin":[]})",
      kBoot, static_cast<unsigned long long>(recorder.pid),
      static_cast<unsigned long long>((recorder.began_ms - kBootMs) / 10), ses,
      static_cast<unsigned long long>(number),
      static_cast<long long>(std::max<std::int64_t>(0, ms - recorder.began_ms)),
      static_cast<long long>(ms / 1000), static_cast<long long>(ms % 1000),
      static_cast<long long>(below(500)),
      static_cast<long long>(std::string_view(text).ends_with("\\r\\n") ? size - 2 : size), text);
  chunks_.push_back({ms, (chance(10) ? "Nov 21 06:40:50 vm tlog[1]: " : "") + json});
}

// Events of about one time are mixed record by record.
void Maker::write_audit(Night& night) {
  std::stable_sort(events_.begin(), events_.end(),
                   [](const Event& a, const Event& b) { return a.ms < b.ms; });
  std::uint64_t serial = 5000;
  for (const Event& event : events_) {
    ++serial;
    for (const std::string& record : event.records) {
      const std::size_t blank = record.find(' ');
      night.audit.push_back(
          {event.ms,
           format("type=%s msg=audit(%lld.%03lld:%llu): %s", record.substr(0, blank).c_str(),
                  static_cast<long long>(event.ms / 1000), static_cast<long long>(event.ms % 1000),
                  static_cast<unsigned long long>(serial), record.c_str() + blank + 1)});
    }
  }
  for (std::size_t i = 1; i < night.audit.size(); ++i) {
    TimedLine& a = night.audit[i - 1];
    TimedLine& b = night.audit[i];
    if (b.ms != a.ms && b.ms - a.ms < 100 && chance(30)) std::swap(a, b);
  }
}

}  // namespace

Night make_night(unsigned seed) { return Maker(seed).make(); }

}  // namespace auweave
