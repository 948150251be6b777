#include "session/login_ids.h"

#include "programs/program.h"

namespace auweave::session {

void LoginIds::note(const model::EventFacts& facts) {
  if (!facts.pid.has_value()) return;
  if (facts.executed && facts.ses.has_value()) {
    programs_.enter(facts.pid->value, {facts.ses->value, programs::begins_sessions(facts.exe)});
    return;
  }
  const bool lets_in =
      facts.type == "USER_AUTH" || facts.type == "USER_ACCT" || facts.type == "CRED_ACQ";
  if (lets_in && facts.success == true && !facts.account.empty())
    let_in_.enter(facts.pid->value, std::string(facts.account));
}

LoginIds::Change LoginIds::judge(const model::EventFacts& facts, bool connected) const {
  if (!facts.old_auid.has_value() || !facts.pid.has_value()) return Change::none;
  const Ran* ran = programs_.find(facts.pid->value);
  const bool ran_there =
      ran != nullptr && facts.old_ses.has_value() && ran->ses == facts.old_ses->value;
  const bool begins = programs::begins_sessions(facts.exe);
  const bool other = !facts.exe.empty() ? !begins : ran_there && !ran->begins_sessions;
  if (other) return Change::changed;
  const std::string* account = let_in_.find(facts.pid->value);
  const bool let_in = account != nullptr && !account->empty() && *account == facts.auid_name;
  const bool service = begins || (ran_there && ran->begins_sessions);
  return service || connected || let_in ? Change::login : Change::unsure;
}

std::optional<model::Ses> LoginIds::stray_of(const model::EventFacts& facts) {
  if (strays_.empty() || !facts.pid.has_value()) return std::nullopt;
  if (programs::begins_sessions(facts.exe)) {
    strays_.take(facts.pid->value);
    return std::nullopt;
  }
  if (const auto* ses = strays_.find(facts.pid->value)) return model::Ses{*ses};
  const auto* parent = facts.ppid.has_value() ? strays_.find(facts.ppid->value) : nullptr;
  if (parent == nullptr) return std::nullopt;
  const model::Ses ses{*parent};
  strays_.enter(facts.pid->value, ses.value);
  return ses;
}

void LoginIds::restart() {
  programs_ = base::BoundedMap<std::int64_t, Ran>(kMostPrograms);
  let_in_ = base::BoundedMap<std::int64_t, std::string>(kMostLetIn);
  strays_ = base::BoundedMap<std::int64_t, std::uint32_t>(kMostStrays);
}

}  // namespace auweave::session
