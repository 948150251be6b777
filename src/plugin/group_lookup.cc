#include "plugin/group_lookup.h"

#include <thread>
#include <utility>

#include "model/event_id.h"
#include "pipeline/login_lines.h"

namespace auweave::plugin {

GroupLookup::GroupLookup(std::string host, Groups groups, base::Log& log)
    : host_(std::move(host)), groups_(std::move(groups)), log_(log) {}

// A record of another machine (auditd gathers them, too) has an account of that machine.
void GroupLookup::look_at(const pipeline::Input& input) {
  if (!groups_) return;
  pipeline::each_login(input, [&](const pipeline::Login& login) {
    if (!login.node.empty() && login.node != host_) return;
    ask({{host_, login.ses, model::bounded_id(model::key_text(host_, login.key)), {}}, login.auid});
  });
}

void GroupLookup::look_at(const session::Table& sessions) {
  if (!groups_) return;
  for (const session::Session& session : sessions.all()) {
    const bool over = session.closed.has_value() || session.close_announced;
    const bool wanted = session.host == host_ && session.actor_groups.empty();
    if (!over && wanted && session.auid.has_value())
      ask({{host_, session.ses, session.key, {}}, *session.auid});
  }
}

void GroupLookup::ask(Question question) {
  const std::lock_guard guard(lock_);
  if (questions_.size() + answers_.size() >= kMost) {
    return log_.trouble("groups",
                        "the system does not tell the groups of accounts in time: some sessions "
                        "have no actor_groups, and `must_record` groups do not count for them");
  }
  questions_.push_back(std::move(question));
  asked_.notify_one();
}

std::optional<model::AccountGroups> GroupLookup::take() {
  const std::lock_guard guard(lock_);
  if (answers_.empty()) return std::nullopt;
  model::AccountGroups first = std::move(answers_.front());
  answers_.pop_front();
  return first;
}

void GroupLookup::start() {
  if (groups_) std::thread([this] { run(); }).detach();
}

void GroupLookup::run() {
  while (auto question = next()) {
    question->about.groups = groups_of(question->auid);
    if (question->about.groups.empty()) continue;
    const std::lock_guard guard(lock_);
    answers_.push_back(std::move(question->about));
  }
}

std::optional<GroupLookup::Question> GroupLookup::next() {
  std::unique_lock guard(lock_);
  asked_.wait(guard, [&] { return end_asked_ || !questions_.empty(); });
  if (end_asked_) return std::nullopt;
  Question first = std::move(questions_.front());
  questions_.pop_front();
  return first;
}

// cron logs in every minute.
const std::vector<std::string>& GroupLookup::groups_of(model::Uid auid) {
  const auto now = Clock::now();
  const Known* known = known_.use(auid.value);
  if (known != nullptr && known->until > now) return known->groups;
  return known_.enter(auid.value, {groups_(auid), now + kKept}).groups;
}

void GroupLookup::ask_end() {
  const std::lock_guard guard(lock_);
  end_asked_ = true;
  asked_.notify_one();
}

}  // namespace auweave::plugin
