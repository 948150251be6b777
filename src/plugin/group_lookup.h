// GroupLookup: asks the system for the groups of accounts, on a thread of its own, because a server
// of accounts may answer late or never. Nobody waits for the thread: the weaver's thread asks and
// takes the answers that are there, and the answers are inputs of the weaver like records.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/bounded_map.h"
#include "base/log.h"
#include "model/account_groups.h"
#include "pipeline/input.h"
#include "session/table.h"

namespace auweave::plugin {

class GroupLookup {
 public:
  using Clock = std::chrono::steady_clock;
  // Returns the names of an account's groups; may wait for long.
  using Groups = std::function<std::vector<std::string>(model::Uid)>;
  // Sessions of other hosts than `host` are not asked about. With a null function nothing is asked.
  // The log must outlive the GroupLookup.
  GroupLookup(std::string host, Groups groups, base::Log& log);

  // Asks for the groups of each account that logs in on this host in the input.
  void look_at(const pipeline::Input& input);
  // Asks for the groups of each open session whose groups are unknown: sessions of before the start,
  // and those whose answer did not come before a kill.
  void look_at(const session::Table& sessions);
  // Returns the next answer, or nothing if none is there.
  [[nodiscard]] std::optional<model::AccountGroups> take();

  // Starts a thread that calls run(). A program's end does not wait for the thread, so a GroupLookup
  // that was started is never destroyed.
  void start();
  // Answers until ask_end() is called.
  void run();
  void ask_end();

  // Largest numbers of questions and of answers that wait. A question above kMost is forgotten, and
  // the log says so.
  static constexpr std::size_t kMost = 4096;
  static constexpr std::chrono::seconds kKept{60};  // how long an answer serves for an account

 private:
  struct Question {
    model::AccountGroups about;  // without the groups
    model::Uid auid;
  };
  struct Known {
    std::vector<std::string> groups;
    Clock::time_point until;
  };
  void ask(Question question);
  std::optional<Question> next();
  const std::vector<std::string>& groups_of(model::Uid auid);

  std::string host_;
  Groups groups_;
  base::Log& log_;
  base::BoundedMap<std::uint32_t, Known> known_{kMost};  // of run()'s thread

  std::mutex lock_;
  std::condition_variable asked_;
  std::deque<Question> questions_;
  std::deque<model::AccountGroups> answers_;
  bool end_asked_ = false;
};

}  // namespace auweave::plugin
