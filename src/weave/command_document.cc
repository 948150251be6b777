#include "weave/command_document.h"

#include <algorithm>

#include "model/event_id.h"
#include "weave/event_ids.h"

namespace auweave::weave {
namespace {

using correlate::Command;
using correlate::PartState;
using correlate::Where;

std::string_view name_of(PartState state) {
  if (state == PartState::open) return "open";
  return state == PartState::output ? "output" : "closed";
}

std::string_view name_of(Where where) {
  if (where == Where::local) return "local";
  return where == Where::remote ? "remote" : "repl";
}

std::string_view name_of(Command::Chosen chosen) {
  return chosen == Command::Chosen::by_order ? "order" : "time";
}

// The shell's own children come first. At most Command::kMostExecuted programs are listed.
void fill_executed(const Command& command, model::CommandDocument& document) {
  for (const auto* list : {&command.own, &command.inner}) {
    for (const model::Executed& each : *list) {
      if (document.executed.size() < Command::kMostExecuted) document.executed.push_back(&each);
    }
  }
  document.executed_count = static_cast<std::int64_t>(command.executed);
}

bool was_denied(const Command& command) {
  const auto refused = [](const model::Executed& each) { return each.refused; };
  return command.denied || std::any_of(command.own.begin(), command.own.end(), refused) ||
         std::any_of(command.inner.begin(), command.inner.end(), refused);
}

void fill_output(const Command& command, model::CommandDocument& document) {
  document.tty_output = command.output;
  if (command.left_out > 0) {
    document.tty_output_truncated = static_cast<std::int64_t>(command.left_out);
  }
  if (command.full_screen) document.full_screen = true;
  if (command.binary > 0) document.binary_bytes = static_cast<std::int64_t>(command.binary);
}

// The recorder's clock may be a little ahead of that of the session's end.
bool is_after_close(const correlate::EmittedCommand& emitted) {
  const auto& closed = emitted.owner->closed;
  const Command& command = *emitted.command;
  if (!closed.has_value()) return false;
  return command.started > base::later(*closed, command.typed ? session::kClockSlackMs : 0);
}

// Below a terminal server whoever has a client there may type, from wherever that login came.
bool came_from_source(const correlate::EmittedCommand& emitted) {
  if (is_after_close(emitted)) return false;
  if (emitted.command->terminal == 0) return true;
  const correlate::Attached& attached = emitted.attached;
  return !attached.inferred && !attached.unsure && attached.sessions.size() == 1 &&
         attached.sessions.front() == emitted.owner->session_id;
}

void fill_stamp(const correlate::EmittedCommand& emitted, CommandScratch& scratch,
                model::Stamp& stamp) {
  const correlate::CommandOwner& owner = *emitted.owner;
  stamp.time = emitted.command->started;
  stamp.host = owner.host;
  stamp.boot_id = owner.boot_id;
  stamp.session_id = owner.session_id;
  stamp.session_key = owner.session_key;
  stamp.actor = owner.actor;
  stamp.claimed_actor = emitted.command->claimed;
  stamp.person = owner.person;
  stamp.person_inferred = owner.person_inferred;
  if (came_from_source(emitted)) {
    stamp.src_ip = owner.src_ip;
    stamp.src_port = owner.src_port;
  }
  stamp.ticket = session::ticket_at(owner.tickets, *stamp.time);
  scratch.target = emitted.command->target;
  if (scratch.target.empty() && !owner.service.empty())
    scratch.target = owner.host + "/" + owner.service;
  stamp.target = scratch.target;
}

void fill_voucher(const correlate::EmittedCommand& emitted, model::CommandDocument& document) {
  if (emitted.disowned) {
    document.integrity.emplace_back(model::kContradicted);
  } else {
    document.vouched_by = model::name_of(emitted.command->voucher.value_or(model::Voucher::none));
  }
}

}  // namespace

model::CommandDocument command_document(const correlate::EmittedCommand& emitted,
                                        CommandScratch& scratch) {
  const Command& command = *emitted.command;
  model::CommandDocument document;
  fill_stamp(emitted, scratch, document.stamp);
  const std::string& key = emitted.owner->session_key;
  scratch.id = EventIds::of_command(key, command.id);
  if (command.parent.has_value()) scratch.parent = EventIds::of_command(key, *command.parent);
  document.command_id = scratch.id;
  document.parent_command = scratch.parent;
  document.part = command.parts;
  document.state = name_of(emitted.state);
  document.where = name_of(command.where);
  document.command = command.line;
  document.source = command.typed ? "terminal" : "exec";
  fill_executed(command, document);
  document.cwd = command.cwd;
  document.effective_user = command.user;
  document.tty = command.tty;
  document.started = command.started;
  if (emitted.state == PartState::closed && command.ended.has_value()) {
    document.ended = command.ended;
    if (*command.ended >= command.started)
      document.duration_ms = command.ended->ms() - command.started.ms();
  }
  if (command.exit.has_value()) document.exit = *command.exit;
  if (const auto succeeded = command.succeeded())
    document.result = *succeeded ? "success" : "failure";
  if (was_denied(command)) document.denied = true;
  fill_voucher(emitted, document);
  fill_output(command, document);
  document.recordings = emitted.recordings;
  for (const model::EventKey& event : command.events)
    scratch.events.push_back(model::bounded_id(model::key_text(emitted.owner->host, event)));
  document.events = scratch.events;
  document.connections = command.connections;
  document.files_written = command.files;
  if (command.chosen.has_value()) document.stamp.attribution = name_of(*command.chosen);
  if (command.let_go) document.let_go = true;
  if (command.late) document.late = true;
  if (is_after_close(emitted)) document.after_close = true;
  document.attached_sessions = emitted.attached.sessions;
  if (emitted.attached.inferred) document.attached_inferred = true;
  document.prompt = command.prompt;
  return document;
}

}  // namespace auweave::weave
