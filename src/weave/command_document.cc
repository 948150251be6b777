#include "weave/command_document.h"

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

// The shell's own children first, at most so many in all.
void fill_executed(const Command& command, model::CommandDocument& document) {
  for (const auto* list : {&command.own, &command.inner}) {
    for (const model::Executed& each : *list) {
      if (document.executed.size() < Command::kMostExecuted) document.executed.push_back(&each);
    }
  }
  document.executed_count = static_cast<std::int64_t>(command.executed);
}

void fill_output(const Command& command, model::CommandDocument& document) {
  document.tty_output = command.output;
  if (command.left_out > 0) {
    document.tty_output_truncated = static_cast<std::int64_t>(command.left_out);
  }
  if (command.full_screen) document.full_screen = true;
  if (command.binary > 0) document.binary_bytes = static_cast<std::int64_t>(command.binary);
}

void fill_stamp(const correlate::ToldCommand& told, CommandRoom& room, model::Stamp& stamp) {
  const correlate::CommandOwner& owner = *told.owner;
  stamp.time = told.command->started;
  stamp.host = owner.host;
  stamp.boot_id = owner.boot_id;
  stamp.session_id = owner.session_id;
  stamp.actor = owner.actor;
  stamp.src_ip = owner.src_ip;
  stamp.src_port = owner.src_port;
  stamp.ticket = session::ticket_at(owner.tickets, *stamp.time);
  room.target = told.command->target;
  if (room.target.empty() && !owner.service.empty()) room.target = owner.host + "/" + owner.service;
  stamp.target = room.target;
}

}  // namespace

model::CommandDocument command_document(const correlate::ToldCommand& told, CommandRoom& room) {
  const Command& command = *told.command;
  model::CommandDocument document;
  fill_stamp(told, room, document.stamp);
  room.id = base::hex(command.id);
  if (command.parent.has_value()) room.parent = base::hex(*command.parent);
  document.command_id = room.id;
  document.parent_command = room.parent;
  document.part = command.parts;
  document.state = name_of(told.state);
  document.where = name_of(command.where);
  document.command = command.line;
  document.source = command.typed ? "terminal" : "exec";
  fill_executed(command, document);
  document.cwd = command.cwd;
  document.effective_user = command.user;
  document.tty = command.tty;
  document.started = command.started;
  if (told.state == PartState::closed && command.ended.has_value()) {
    document.ended = command.ended;
    document.duration_ms = command.ended->ms() - command.started.ms();
  }
  if (command.exit.has_value()) document.exit = *command.exit;
  fill_output(command, document);
  document.recordings = told.recordings;
  document.events = command.events;
  document.connections = command.connections;
  document.files_written = command.files;
  if (command.late) document.late = true;
  document.prompt = command.prompt;
  return document;
}

}  // namespace auweave::weave
