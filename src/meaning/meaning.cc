#include "meaning/meaning.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "meaning/address.h"
#include "meaning/calls.h"
#include "meaning/extended.h"
#include "meaning/identity.h"
#include "meaning/object.h"
#include "meaning/operation.h"
#include "meaning/record_fields.h"
#include "meaning/security.h"
#include "meaning/ticket.h"
#include "meaning/verdicts.h"

namespace auweave::meaning {
namespace {

using model::AuditEvent;
using model::EventDocument;
using model::EventFacts;
using model::Record;

std::optional<bool> truth(std::string_view word) {
  constexpr std::array good = {"yes", "success", "1", "granted"};
  constexpr std::array bad = {"no", "failed", "0", "denied"};
  if (std::find(good.begin(), good.end(), word) != good.end()) return true;
  if (std::find(bad.begin(), bad.end(), word) != bad.end()) return false;
  return std::nullopt;
}

// What was done succeeded or not: the lead's own word, else that of the call that carried it. A
// security module's word is not that of the call: a permissive one denies, and the call goes on.
std::optional<bool> success_of(const Fields& fields, const Parts& parts) {
  if (parts.lead == parts.call) return truth(fields.raw(parts.call, "success"));
  for (const std::string_view name : {"res", "result", "success"}) {
    const std::string_view word = fields.raw(parts.lead, name);
    if (!word.empty()) return truth(word);
  }
  if (parts.call != nullptr) return truth(fields.raw(parts.call, "success"));
  return success_of_decision(fields, *parts.lead);
}

// "ENOENT" of "ENOENT(No such file or directory)".
std::string_view error_name(const Fields& fields, const Record* call) {
  const auto exit = fields.number(call, "exit");
  if (!exit.has_value() || *exit >= 0 || fields.raw(call, "success") != "no") return "";
  const std::string_view text = fields.text(call, "exit");
  return text.substr(0, std::min(text.find('('), text.size()));
}

// Calls that make a second name of something.
bool names_two(std::string_view action) {
  return action == "linked" || action == "renamed" || action == "symlinked";
}

// A login with the role that the account has by default changes nothing.
std::string_view role_operation(const Fields& fields, const Record& lead) {
  const std::string_view selected = fields.raw(&lead, "selected-context");
  const bool same = !selected.empty() && selected == fields.raw(&lead, "default-context");
  return same ? "same-role" : "another-role";
}

// What SELinux told a program that decides for it, if the record is no decision.
std::string_view notice_of(const Record& record) {
  const std::string_view text = avc_text(record);
  for (const std::string_view word : {"setenforce", "policyload"}) {
    if (text.starts_with("received ") && text.substr(9).starts_with(word)) return word;
  }
  return "";
}

// The row of an event. A call and the records that only say what a call did have the call's.
const Verdict* verdict_of(const Fields& fields, const Parts& parts) {
  const std::string_view type = parts.lead->type;
  const bool of_call = type == "URINGOP" || (type == "KERN_MODULE" && parts.call != nullptr);
  if (parts.lead == parts.call || of_call) {
    const Verdict* verdict = verdict_of_syscall(call_name(fields, parts));
    if (verdict != nullptr || parts.lead == parts.call) return verdict;
  }
  if (type == "USER_AVC" && !avc_text(*parts.lead).empty())
    return verdict_of_type(type, notice_of(*parts.lead));
  if (type == "USER_ROLE_CHANGE") return verdict_of_type(type, role_operation(fields, *parts.lead));
  return verdict_of_type(type, canonical_operation(*parts.lead, fields.event().arena));
}

constexpr Verdict kNormalizers{};  // what has no row keeps libauparse's meaning

void fill_object2(const Fields& fields, const Parts& parts, const Verdict& verdict,
                  EventDocument& out) {
  const AuditEvent& event = fields.event();
  const bool asked = verdict.object == ObjectFrom::normalizer;
  if (asked && event.normalized.object2.has_value())
    out.object2 = fields.text(*event.normalized.object2);
  if (verdict.second != Second::none) out.object2 = object2_of(fields, parts, verdict);
  const Record* last = path_record(fields, true);
  const bool folder = last != nullptr && is_parent(fields, *last);
  if (names_two(out.action) && !folder) out.object2 = fields.string(last, "name");
  // Only the folder was found: what should be in it is in no record.
  if (verdict.object == ObjectFrom::last_path && folder) out.object_type = "directory";
}

void fill_action(const Fields& fields, const Parts& parts, EventDocument& out) {
  const model::Normalized& start = fields.event().normalized;
  const Verdict* known = verdict_of(fields, parts);
  const Verdict& verdict = known == nullptr ? kNormalizers : *known;
  out.action = verdict.action.empty() ? start.action : verdict.action;
  out.category = verdict.category.empty() ? category_of(parts.lead->type_number) : verdict.category;
  out.object_type = verdict.object_type.empty() ? start.object_type : verdict.object_type;
  out.object = object_of(fields, parts, verdict);
  if (verdict.object == ObjectFrom::process) fill_process_object(fields, parts, out);
  fill_object_number(fields, parts.lead, verdict, out);
  fill_object2(fields, parts, verdict, out);
  if (out.object.empty()) out.object_type = {};
}

bool is_exec(std::string_view syscall) { return syscall == "execve" || syscall == "execveat"; }

bool is_outgoing(std::string_view syscall) {
  constexpr std::array kOutgoing = {"connect", "sendto", "sendmsg", "sendmmsg", "send"};
  return std::find(kOutgoing.begin(), kOutgoing.end(), syscall) != kOutgoing.end();
}

// open(2): the access mode is not O_RDONLY, or the file is cut, which Linux does then, too. The flags of
// openat2 are in memory: a record of their own has them since Linux 5.16 ("oflag=0100002"), octal.
std::string_view opened_for(const Fields& fields, const Record* call) {
  constexpr std::uint64_t kWrites = 03 | 01000;
  const std::string_view syscall = fields.event().syscall;
  if (syscall == "creat") return "write";
  std::optional<std::uint64_t> flags;
  if (syscall == "open" || syscall == "openat") {
    flags = base::parse_unsigned(fields.raw(call, syscall == "open" ? "a1" : "a2"), 16);
  } else if (syscall == "openat2") {
    flags = base::parse_unsigned(fields.raw(fields.event().find("OPENAT2"), "oflag"), 8);
  }
  if (!flags.has_value()) return "";
  return (*flags & kWrites) != 0 ? "write" : "read";
}

void fill_result(const Fields& fields, const Parts& parts, std::optional<bool> success,
                 EventDocument& out) {
  const bool uring = parts.lead->type == "URINGOP";
  out.error = error_name(fields, uring ? parts.lead : parts.call);
  // A non-blocking connect tells neither: the answer comes later, outside audit.
  if (!success.has_value() || out.error == "EINPROGRESS") return;
  out.result = *success ? "success" : "failure";
}

void fill_command(const Fields& fields, const Parts& parts, EventDocument& out) {
  AuditEvent& event = fields.event();
  if (parts.lead->type == "USER_CMD") {
    out.command = fields.string(parts.lead, "cmd");
    return;
  }
  if (event.argv.empty()) return;
  out.argv = event.argv;
  std::size_t size = event.argv.size() - 1;
  for (const std::string_view word : event.argv) size += word.size();
  char* at = event.arena.allocate(size);
  out.command = {at, size};
  for (std::size_t i = 0; i < event.argv.size(); ++i) {
    if (i > 0) *at++ = ' ';
    at = std::copy(event.argv[i].begin(), event.argv[i].end(), at);
  }
}

void fill_process(const Fields& fields, const Parts& parts, EventDocument& out) {
  AuditEvent& event = fields.event();
  const Record* who = parts.who();
  out.exe = fields.string(who, "exe");
  out.comm = fields.string(who, "comm");
  out.cwd = fields.string(event.find("CWD"), "cwd");
  if (out.cwd.empty()) out.cwd = fields.string(parts.lead, "cwd");
  out.pid = fields.number(who, "pid");
  out.ppid = fields.number(who, "ppid");
  out.tty = terminal(fields.raw(who, "tty"), event.arena);
  if (out.tty.empty()) out.tty = terminal(fields.string(parts.lead, "terminal"), event.arena);
  out.syscall = event.syscall;
  out.effective_user = fields.account(who, parts.call != nullptr ? "euid" : "uid");
}

void fill_incomplete(const Fields& fields, const Parts& parts, EventDocument& out) {
  const AuditEvent& event = fields.event();
  if (parts.call == nullptr) {
    if (parts.lead->role() == model::RecordRole::part) out.incomplete.push_back("SYSCALL");
    return;
  }
  const bool executed = is_exec(event.syscall) && fields.raw(parts.call, "success") == "yes";
  if (executed && (event.find("EXECVE") == nullptr || event.argv_missing)) {
    out.incomplete.push_back("EXECVE");
  }
  if (fields.number(parts.call, "items").value_or(0) <= 0) return;
  if (event.find("CWD") == nullptr) out.incomplete.push_back("CWD");
  if (event.find("PATH") == nullptr) out.incomplete.push_back("PATH");
}

EventFacts facts_of(const Fields& fields, const Parts& parts, const EventDocument& out) {
  EventFacts facts;
  facts.type = parts.lead->type;
  const Record* who = parts.lead->type == "LOGIN" ? parts.lead : parts.who();
  fill_identity(fields, who, facts);
  if (out.pid.has_value()) facts.pid = model::Pid{*out.pid};
  if (out.ppid.has_value()) facts.ppid = model::Pid{*out.ppid};
  facts.exe = out.exe;
  if (parts.call != nullptr && is_exec(out.syscall) &&
      fields.raw(who, "uid") != fields.raw(who, "euid"))
    facts.real_user = fields.account(who, "uid");
  facts.tty = out.tty;
  facts.address = address_in(fields.raw(parts.lead, "addr"), fields.event().arena);
  facts.account = named_account(fields, parts.lead);
  facts.operation = fields.raw(parts.lead, "op");
  if (facts.type == "USER_AUTH" || facts.type.starts_with("CRYPTO_"))
    fill_entrance(fields, parts.lead, facts);
  facts.authentication = out.category == "authentication";
  facts.executed = fields.event().find("EXECVE") != nullptr;
  if (!fields.event().argv_missing) facts.argv = fields.event().argv;
  facts.ticket = ticket_of(fields, parts, out);
  return facts;
}

}  // namespace

EventFacts describe(AuditEvent& event, model::FieldText& text, bool extended, EventDocument& out) {
  const Fields fields(event, text);
  const Record* call = event.find("SYSCALL");
  const Record* lead = event.lead();
  if (lead == nullptr) return {};
  // io_uring's worker makes no system call: what it did has the same fields.
  if (call == nullptr && lead->role() == model::RecordRole::ring) call = lead;
  const Parts parts{lead, call};
  event.syscall = inner_call(fields, parts);
  fill_process(fields, parts, out);
  fill_action(fields, parts, out);
  const std::optional<bool> success = success_of(fields, parts);
  fill_result(fields, parts, success, out);
  out.mac = decisions_of(fields);
  if (out.action == "opened-file") out.opened_for = opened_for(fields, parts.call);
  fill_command(fields, parts, out);
  fill_incomplete(fields, parts, out);
  if (is_outgoing(event.syscall) && event.peer.has_value() && event.peer->port != 0) {
    out.dest_ip = event.peer->address;
    out.dest_port = event.peer->port;
  }
  out.rule_keys = event.rule_keys;
  out.serial = event.key.serial;
  for (const Record& record : event.records) out.types.push_back(record.type);
  out.event = &event;
  out.text = &text;
  if (extended) fill_extended(fields, parts.lead, parts.call, out);
  EventFacts facts = facts_of(fields, parts, out);
  facts.success = success;
  return facts;
}

bool wants_normalized(std::string_view syscall) {
  const Verdict* verdict = verdict_of_syscall(syscall);
  return verdict == nullptr || !verdict->complete;
}

}  // namespace auweave::meaning
