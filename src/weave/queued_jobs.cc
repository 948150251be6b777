#include "weave/queued_jobs.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "programs/program.h"

namespace auweave::weave {
namespace {

using std::string_view;

constexpr std::size_t kNumberDigits = 13;  // of a job's file: five of its number, eight of its time

template <typename Entry>
void push(std::deque<Entry>& entries, Entry entry) {
  if (entries.size() >= QueuedJobs::kMost) entries.pop_front();
  entries.push_back(std::move(entry));
}

bool holds_letter(string_view word, string_view letters) {
  return word.size() > 1 && word[0] == '-' && word[1] != '-' &&
         word.find_first_of(letters) != string_view::npos;
}

// at(1): atq and atrm are links to at.
bool queues_once(const model::EventFacts& facts) {
  if (base::basename(facts.exe) != "at" || !programs::in_system_folder(facts.exe)) return false;
  if (facts.argv.empty()) return false;
  const string_view called = base::basename(facts.argv[0]);
  if (called == "atq" || called == "atrm") return false;
  return std::none_of(facts.argv.begin() + 1, facts.argv.end(),
                      [](string_view word) { return holds_letter(word, "lrdcV"); });
}

bool queues_often(const model::EventFacts& facts) {
  if (base::basename(facts.exe) != "crontab" || !programs::in_system_folder(facts.exe))
    return false;
  return !facts.argv.empty() &&
         std::none_of(facts.argv.begin() + 1, facts.argv.end(),
                      [](string_view word) { return holds_letter(word, "lrV"); });
}

// root may say whose table it is: `crontab -u bob FILE`.
string_view account_of(const Woven& woven) {
  const auto& argv = woven.facts.argv;
  for (std::size_t i = 1; i + 1 < argv.size(); ++i) {
    if (argv[i] == "-u" && base::basename(woven.facts.exe) == "crontab") return argv[i + 1];
  }
  return woven.facts.real_user.empty() ? woven.document.effective_user : woven.facts.real_user;
}

// The name of a job's file behind its first letter, which atd changes to '=' when it takes the
// file: `a0000101cb2d4a`.
string_view job_file(string_view path) {
  const string_view name = base::basename(path);
  if (name.size() != kNumberDigits + 1) return {};
  const string_view number = name.substr(1);
  const bool is_number = number.find_first_not_of("0123456789abcdef") == string_view::npos;
  return is_number ? number : string_view();
}

}  // namespace

void QueuedJobs::follow(const Woven& woven) {
  const model::AuditEvent& event = woven.event;
  const model::EventFacts& facts = woven.facts;
  const model::EventDocument& document = woven.document;
  const session::SessionMatch& match = woven.match;
  if (facts.executed) executed(woven);
  if (document.category == "file" && document.result == "success") {
    touched(woven, document.object);
    touched(woven, document.object2);
  }
  const bool begins = match.opened && match.session->opened == event.key.time();
  if (begins) opened(woven);
}

void QueuedJobs::executed(const Woven& woven) {
  const model::EventFacts& facts = woven.facts;
  const model::EventDocument& document = woven.document;
  const session::SessionMatch& match = woven.match;
  if (match.session == nullptr || facts.success == false) return;
  const bool often = queues_often(facts);
  if (!often && !queues_once(facts)) return;
  Queued job{document.stamp.host.empty() ? match.session->host : std::string(document.stamp.host),
             std::string(account_of(woven)),
             match.session->id,
             often,
             false,
             facts.pid.value_or(model::Pid{}),
             {}};
  job.unsure = often && std::any_of(cron_ran_.begin(), cron_ran_.end(), [&](const CronRan& each) {
                 return each.host == job.host && each.account == job.account;
               });
  push(queued_, std::move(job));
}

void QueuedJobs::touched(const Woven& woven, string_view path) {
  const model::AuditEvent& event = woven.event;
  const model::EventFacts& facts = woven.facts;
  const model::EventDocument& document = woven.document;
  const session::SessionMatch& match = woven.match;
  const string_view program = base::basename(facts.exe);
  if ((program != "at" && program != "atd") || !facts.pid.has_value()) return;
  const string_view file = job_file(path);
  if (file.empty()) return;
  const std::string_view host = document.stamp.host;
  if (program == "at") {
    const auto job = std::find_if(queued_.rbegin(), queued_.rend(), [&](const Queued& each) {
      return each.host == host && each.pid == *facts.pid && !each.repeats;
    });
    if (job != queued_.rend()) job->file = file;
    return;
  }
  push(taken_, Taken{std::string(host), std::string(file), *facts.pid, event.key.time()});
  // The session's own process may take the file after LOGIN.
  if (match.session == nullptr || match.session->service != "atd") return;
  if (const Queued* job = of_file(host, file)) {
    match.session->queued_by = job->session;
    match.session->queued_inferred = false;
  }
}

const QueuedJobs::Queued* QueuedJobs::of_file(string_view host, string_view file) const {
  const auto found = std::find_if(queued_.rbegin(), queued_.rend(), [&](const Queued& each) {
    return each.host == host && !each.file.empty() && each.file == file;
  });
  return found == queued_.rend() ? nullptr : &*found;
}

void QueuedJobs::opened(const Woven& woven) {
  const model::AuditEvent& event = woven.event;
  const model::EventFacts& facts = woven.facts;
  const session::SessionMatch& match = woven.match;
  session::Session& session = *match.session;
  const bool often = session.service == "cron" || session.service == "crond";
  if (!often && session.service != "atd") return;
  if (often) push(cron_ran_, CronRan{session.host, session.actor});
  for (auto each = taken_.rbegin(); each != taken_.rend() && !often; ++each) {
    const bool own = each->pid == facts.pid || each->pid == facts.ppid;
    const std::int64_t since = event.key.time().ms() - each->time.ms();
    if (each->host != session.host || !own || since < 0 || since > kTakenMs) continue;
    if (const Queued* job = of_file(session.host, each->file)) session.queued_by = job->session;
    return;
  }
  // root's jobs are also those of /etc/crontab and its like, which nobody's crontab wrote.
  if (often && (session.actor == "root" || session.actor == "0")) return;
  for (const Queued& each : queued_) {
    if (each.host != session.host || each.account != session.actor || each.repeats != often)
      continue;
    if (each.unsure || (!session.queued_by.empty() && session.queued_by != each.session)) {
      session.queued_by.clear();
      session.queued_inferred = false;
      return;
    }
    session.queued_by = each.session;
    session.queued_inferred = true;
  }
}

}  // namespace auweave::weave
