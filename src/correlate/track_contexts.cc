// The part of Track that knows whose prompts are shown: which shell or program was entered or left.
#include <algorithm>

#include "correlate/line_calls.h"
#include "correlate/prompt.h"
#include "correlate/track.h"
#include "programs/client.h"

namespace auweave::correlate {
namespace {

using programs::Prompts;

constexpr std::uint64_t kMostNotices = 4;  // rows that a shell tells of its jobs

// True if the shell asks for the rest of the line. Its second prompt may be like its first one: then
// the line itself says whether it is whole. A shell may tell of a job that is over before it asks.
bool goes_on_at(const std::string& prompt, const Command& before) {
  const bool more = asks_for_more(prompt);
  if (before.executed > 0 || before.binary > 0) return false;
  if (before.rows > 0)
    return more && before.rows <= kMostNotices && LineCalls(before.line).is_open();
  if (before.where == Where::repl) return more;
  // zsh says what is open.
  if (more && prompt.size() > 4) return true;
  return LineCalls(before.line).is_open() && (more || prompt != before.prompt);
}

}  // namespace

Where where_of(Prompts prompts) {
  if (prompts == Prompts::remote) return Where::remote;
  return prompts == Prompts::repl ? Where::repl : Where::local;
}

// The prompt is another one than the prompt before: a shell was entered or left.
void Track::arrive(const std::string& prompt) {
  arrived_ = true;
  replaced_.reset();
  Command* before = current();
  asks_for_more_ = before != nullptr && goes_on_at(prompt, *before);
  if (asks_for_more_) {
    before->ended.reset();
    before->closes.reset();
    return;
  }
  const std::string identity = prompt_identity(prompt);
  if (contexts_.empty()) contexts_.push_back({Where::local, identity, "", std::nullopt});
  for (std::size_t depth = contexts_.size(); depth-- > 0;) {
    if (contexts_[depth].identity == identity) return leave_until(depth + 1);
  }
  if (enters_context(identity)) return;
  replaced_ = contexts_.back().identity;
  contexts_.back().identity = identity;
}

// A shell that comes up fast shows its prompt before its execve is looked at.
void Track::arrive_again() {
  if (!arrived_ || !replaced_.has_value()) return;
  const std::string identity = contexts_.back().identity;
  contexts_.back().identity = *std::exchange(replaced_, std::nullopt);
  if (!enters_context(identity)) contexts_.back().identity = identity;
}

// The prompts belong to the last program of the command before that brings prompts.
bool Track::enters_context(const std::string& identity) {
  Command* before = current();
  if (before == nullptr || contexts_.size() >= kMostContexts) return false;
  Prompts found = Prompts::none;
  std::string target;
  for (const auto* list : {&before->own, &before->inner}) {
    for (const model::Executed& each : *list) {
      const std::vector<std::string_view> words = programs::views(each.argv);
      const Prompts prompts = each.failed ? Prompts::none : programs::prompts_of(each.exe, words);
      if (prompts == Prompts::none) continue;
      found = prompts;
      target = prompts == Prompts::remote ? programs::client_target(each.exe, words) : "";
    }
  }
  if (found == Prompts::none) return false;
  before->prompts = true;
  before->ended.reset();
  before->closes.reset();
  contexts_.push_back({where_of(found), identity, target, before->id});
  return true;
}

void Track::leave_until(std::size_t depth) {
  while (contexts_.size() > depth) {
    if (Command* brought = commands_.find(contexts_.back().command)) {
      brought->prompts = false;
      brought->ended = prompted_;
      brought->closes = base::later(prompted_, Commands::kSettleMs);
    }
    contexts_.pop_back();
  }
}

void Track::was_local(Command& command) {
  if (command.where == Where::local) return;
  command.where = Where::local;
  command.target.clear();
  while (!contexts_.empty() && contexts_.back().where != Where::local) {
    leave_until(contexts_.size() - 1);
  }
  command.parent = contexts_.empty() ? std::nullopt : contexts_.back().command;
  if (!contexts_.empty()) contexts_.back().identity = prompt_identity(command.prompt);
}

}  // namespace auweave::correlate
