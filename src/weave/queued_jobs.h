// QueuedJobs: who asked at(1) and crontab(1) to run something later. A session that atd or cron
// begins runs such a job. A QueuedJobs is a value for one thread.
//
// | the session runs a job, and                              | then it was queued by              |
// |----------------------------------------------------------|------------------------------------|
// | atd's record names the file that an at wrote             | the session of that at             |
// | one session ran at, or crontab, as the job's account     | that session (inferred)            |
// | several sessions did, or cron ran jobs of the account    | nobody knows                       |
// |  before crontab, or cron's job is root's                 |                                    |
#pragma once

#include <deque>
#include <optional>
#include <string>

#include "session/session.h"
#include "weave/woven.h"

namespace auweave::weave {

class QueuedJobs {
 public:
  // Takes an event, and tells the event's session who queued its job.
  void follow(const Woven& woven);

  template <typename Archive>
  void state(Archive& archive) {
    archive(queued_, taken_, cron_ran_);
  }

  static constexpr std::size_t kMost = 1024;
  // atd takes a job's file this long before the job's session begins.
  static constexpr std::int64_t kTakenMs = 5000;

 private:
  struct Queued {
    std::string host, account, session;
    bool repeats = false;  // by crontab
    bool unsure = false;   // cron ran jobs of the account before
    model::Pid pid;        // of at
    std::string file;      // of the job, without its first letter

    template <typename Archive>
    void state(Archive& archive) {
      archive(host, account, session, repeats, unsure, pid, file);
    }
  };
  // Taken: a job's file that a process of atd takes.
  struct Taken {
    std::string host, file;
    model::Pid pid;
    base::WallTime time;

    template <typename Archive>
    void state(Archive& archive) {
      archive(host, file, pid, time);
    }
  };
  struct CronRan {
    std::string host, account;

    template <typename Archive>
    void state(Archive& archive) {
      archive(host, account);
    }
  };

  void executed(const Woven& woven);
  void touched(const Woven& woven, std::string_view path);
  void opened(const Woven& woven);
  [[nodiscard]] const Queued* of_file(std::string_view host, std::string_view file) const;

  std::deque<Queued> queued_;
  std::deque<Taken> taken_;
  std::deque<CronRan> cron_ran_;
};

}  // namespace auweave::weave
