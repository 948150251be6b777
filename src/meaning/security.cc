#include "meaning/security.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace auweave::meaning {
namespace {

using model::MacDecision;
using model::Record;

std::string_view word_of(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  const std::string_view word = text.substr(0, std::min(text.find(' '), text.size()));
  text.remove_prefix(word.size());
  return word;
}

// "{ read write }" of an AVC record's text.
void take_permissions(std::string_view text, model::Texts& permissions) {
  const std::size_t open = text.find('{');
  const std::size_t close = text.find('}');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open) return;
  std::string_view inside = text.substr(open + 1, close - open - 1);
  for (std::string_view word = word_of(inside); !word.empty(); word = word_of(inside))
    permissions.push_back(word);
}

void take_list(std::string_view text, model::Texts& list) {
  while (!text.empty()) {
    const std::string_view word = text.substr(0, std::min(text.find(','), text.size()));
    if (!word.empty()) list.push_back(word);
    text.remove_prefix(std::min(word.size() + 1, text.size()));
  }
}

std::string_view first_of(const Fields& fields, const Record& record,
                          std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    const std::string_view value = fields.string(&record, name);
    if (!value.empty()) return value;
  }
  return "";
}

std::optional<bool> flag(std::string_view text) {
  if (text == "0") return false;
  return text == "1" ? std::optional(true) : std::nullopt;
}

// systemd's and dbus' USER_AVC name the account that asked behind their own.
std::string_view asking_user(const Fields& fields, const Record& record) {
  return record.type == "USER_AVC" ? fields.account(&record, fields.last(&record, "auid")) : "";
}

MacDecision of_selinux(const Fields& fields, const Record& record) {
  MacDecision made;
  made.module = "selinux";
  std::string_view text = avc_text(record);
  std::string_view rest = text;
  made.decision = word_of(rest);
  take_permissions(text, made.permissions);
  made.object_class = fields.raw(&record, "tclass");
  made.source = fields.raw(&record, "scontext");
  made.target = fields.raw(&record, "tcontext");
  made.object = first_of(fields, record, {"path", "name", "capability", "dest", "src"});
  made.permissive = flag(fields.raw(&record, "permissive"));
  made.user = asking_user(fields, record);
  return made;
}

MacDecision of_apparmor(const Fields& fields, const Record& record) {
  MacDecision made;
  made.module = "apparmor";
  const std::string_view word = fields.string(&record, "apparmor");
  if (word == "DENIED") made.decision = "denied";
  if (word == "KILLED") made.decision = "killed";
  if (word == "AUDIT") made.decision = "granted";
  if (word == "ALLOWED") made.decision = "denied";
  // Complain mode denies in words alone.
  if (word == "ALLOWED" || word == "DENIED") made.permissive = word == "ALLOWED";
  made.operation = fields.string(&record, "operation");
  made.object_class = fields.string(&record, "class");
  const std::string_view mask =
      first_of(fields, record, {"denied_mask", "requested_mask", "denied"});
  if (!mask.empty()) made.permissions.push_back(mask);
  made.source = first_of(fields, record, {"profile", "label"});
  made.target = first_of(fields, record, {"peer", "target"});
  made.object = first_of(fields, record, {"name", "capname", "signal", "addr"});
  made.reason = fields.string(&record, "info");
  return made;
}

MacDecision of_smack(const Fields& fields, const Record& record) {
  MacDecision made;
  made.module = "smack";
  made.decision = fields.raw(&record, "action");
  made.operation = fields.raw(&record, "fn");
  const std::string_view asked = fields.raw(&record, "requested");
  if (!asked.empty()) made.permissions.push_back(asked);
  made.source = fields.string(&record, "subject");
  made.target = fields.string(&record, "object");
  made.object = first_of(fields, record, {"path", "name"});
  return made;
}

MacDecision of_avc(const Fields& fields, const Record& record) {
  if (!avc_text(record).empty()) return of_selinux(fields, record);
  if (!fields.raw(&record, "apparmor").empty()) return of_apparmor(fields, record);
  if (fields.raw(&record, "lsm") == "SMACK") return of_smack(fields, record);
  return {};
}

MacDecision of_selinux_error(const Fields& fields, const Record& record) {
  MacDecision made;
  made.module = "selinux";
  made.decision = fields.raw(&record, "seresult");
  made.operation = fields.raw(&record, "op");
  made.source = first_of(fields, record, {"oldcontext", "scontext"});
  made.target = first_of(fields, record, {"newcontext", "tcontext"});
  made.object_class = fields.raw(&record, "tclass");
  return made;
}

// resp: FAN_ALLOW, FAN_DENY; fan_info: number of fapolicyd's rule, hexadecimal (fan_type 1).
MacDecision of_fanotify(const Fields& fields, const Record& record) {
  MacDecision made;
  made.module = "fanotify";
  const std::string_view response = fields.raw(&record, "resp");
  if (response == "1") made.decision = "granted";
  if (response == "2") made.decision = "denied";
  const auto rule = base::parse_unsigned(fields.raw(&record, "fan_info"), 16);
  if (fields.raw(&record, "fan_type") == "1" && rule.has_value())
    made.reason = fields.event().arena.copy("rule " + std::to_string(*rule));
  return made;
}

MacDecision of_integrity(const Fields& fields, const Record& record) {
  MacDecision made;
  const std::string_view operation = fields.string(&record, "op");
  made.module = operation.find("evm") == std::string_view::npos ? "ima" : "evm";
  made.operation = operation;
  made.object = first_of(fields, record, {"file", "name"});
  made.reason = fields.string(&record, "cause");
  made.hash = fields.string(&record, "hash");
  if (!made.hash.empty()) made.decision = "measured";
  const std::string_view result = fields.raw(&record, "res");
  if (result == "0") made.decision = "denied";
  if (result == "1") made.decision = "granted";
  return made;
}

MacDecision of_ipe(const Fields& fields, const Record& record) {
  MacDecision made;
  made.module = "ipe";
  made.operation = fields.raw(&record, "ipe_op");
  made.object = fields.string(&record, "path");
  const std::string_view rule = record.line;
  if (rule.find("action=DENY") != std::string_view::npos) made.decision = "denied";
  if (rule.find("action=ALLOW") != std::string_view::npos) made.decision = "granted";
  const auto enforcing = flag(fields.raw(&record, "enforcing"));
  if (enforcing.has_value()) made.permissive = !*enforcing;
  return made;
}

MacDecision of_landlock(const Fields& fields, const Record& record) {
  MacDecision made;
  made.module = "landlock";
  made.decision = "denied";
  take_list(fields.raw(&record, "blockers"), made.permissions);
  made.source = fields.raw(&record, "domain");
  made.object = first_of(fields, record, {"path", "daddr"});
  return made;
}

// The upper half of code= is what the filter answered (linux/seccomp.h).
std::string_view answer_of(std::string_view code) {
  struct Answer {
    std::uint64_t code;
    std::string_view word;
  };
  constexpr std::array<Answer, 8> kAnswers = {{{0x80000000, "killed"},
                                               {0x00000000, "killed"},
                                               {0x00030000, "trapped"},
                                               {0x00050000, "denied"},
                                               {0x7fc00000, "notified"},
                                               {0x7ff00000, "traced"},
                                               {0x7ffc0000, "logged"},
                                               {0x7fff0000, "granted"}}};
  if (code.starts_with("0x")) code.remove_prefix(2);
  const auto number = base::parse_unsigned(code, 16);
  if (!number.has_value()) return "";
  for (const Answer& answer : kAnswers) {
    if (answer.code == (*number & 0xffff0000U)) return answer.word;
  }
  return "";
}

MacDecision of_seccomp(const Fields& fields, const Record& record) {
  MacDecision made;
  made.module = "seccomp";
  made.decision = answer_of(fields.raw(&record, "code"));
  made.operation = fields.text(&record, "syscall");
  return made;
}

// Types that libaudit has no name for are told by their fields: Ubuntu has numbers of its own.
MacDecision of_unnamed(const Fields& fields, const Record& record) {
  if (!fields.raw(&record, "ipe_op").empty()) return of_ipe(fields, record);
  if (!fields.raw(&record, "blockers").empty()) return of_landlock(fields, record);
  return {};
}

MacDecision decision_of(const Fields& fields, const Record& record) {
  constexpr int kSeccomp = 1326;
  constexpr int kFanotify = 1331;
  constexpr int kAvc = 1400;
  constexpr int kSelinuxError = 1401;
  constexpr int kUserAvc = 1107;
  const int type = record.type_number;
  if (type == kAvc || type == kUserAvc || (type >= 1500 && type <= 1599))
    return of_avc(fields, record);
  if (type == kSelinuxError) return of_selinux_error(fields, record);
  if (type == kFanotify) return of_fanotify(fields, record);
  if (type == kSeccomp) return of_seccomp(fields, record);
  if (type == 1800 || type == 1801 || type == 1805) return of_integrity(fields, record);
  return type < 0 || (type >= 1420 && type <= 1499) ? of_unnamed(fields, record) : MacDecision();
}

bool may_decide(const Record& record) {
  const int type = record.type_number;
  return type < 0 || type == 1107 || type == 1326 || type == 1331 ||
         (type >= 1400 && type < 1402) || (type >= 1420 && type < 1600) ||
         (type >= 1800 && type < 1900);
}

}  // namespace

std::string_view avc_text(const Record& record) {
  if (record.type_number != 1400 && record.type_number != 1107) return "";
  const std::size_t at = record.line.find("avc:");
  if (at == std::string_view::npos) return "";
  std::string_view text = record.line.substr(at + 4);
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  return text;
}

std::vector<MacDecision> decisions_of(const Fields& fields) {
  std::vector<MacDecision> made;
  for (const Record& record : fields.event().records) {
    if (!may_decide(record) || made.size() >= kMostDecisions) continue;
    MacDecision decision = decision_of(fields, record);
    const bool known = decision.decision == "denied" || decision.decision == "granted" ||
                       decision.decision == "killed" || decision.decision == "measured" ||
                       decision.module == "seccomp";
    if (known && !decision.decision.empty()) made.push_back(std::move(decision));
  }
  return made;
}

std::optional<bool> success_of_decision(const Fields& fields, const Record& record) {
  const MacDecision decision = decision_of(fields, record);
  // What a filter answered is not whether the call was made: SECCOMP stands alone for a kill.
  if (decision.module.empty() || decision.module == "seccomp") return std::nullopt;
  if (decision.decision == "granted") return true;
  const bool denies = decision.decision == "denied" || decision.decision == "killed";
  return denies && decision.permissive != true ? std::optional(false) : std::nullopt;
}

}  // namespace auweave::meaning
