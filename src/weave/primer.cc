#include "weave/primer.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/text.h"
#include "meaning/meaning.h"
#include "meaning/ticket.h"
#include "programs/program.h"
#include "weave/audit_changes.h"

namespace auweave::weave {
namespace {

Primer::Head head_of(std::string_view line) {
  constexpr std::string_view node = "node=";
  constexpr std::string_view type = "type=";
  constexpr std::string_view stamp = " msg=audit(";
  Primer::Head head;
  if (line.starts_with(node)) {
    const std::size_t blank = line.find(' ');
    if (blank == std::string_view::npos) return {};
    head.node = line.substr(node.size(), blank - node.size());
    line.remove_prefix(blank + 1);
  }
  if (!line.starts_with(type)) return {};
  const std::size_t end = std::min(line.find(' '), line.size());
  const std::string_view rest = line.substr(end);
  const std::size_t close = rest.find(')');
  if (!rest.starts_with(stamp) || close == std::string_view::npos) return {};
  head.type = line.substr(type.size(), end - type.size());
  head.stamp = rest.substr(stamp.size(), close - stamp.size());
  return head;
}

// Returns SEC of "SEC.MS:SERIAL". The rest is checked when the line is assembled.
std::int64_t seconds_of(std::string_view stamp) {
  std::int64_t seconds = 0;
  std::from_chars(stamp.data(), stamp.data() + stamp.size(), seconds);
  return seconds;
}

// True for records that open, continue or close sessions and connections. All other records of
// programs, and the records that accompany a SYSCALL, change no session by themselves.
bool is_wanted(std::string_view type) {
  return type == "LOGIN" || type.starts_with("USER_") || type.starts_with("CRED_") ||
         type.starts_with("CRYPTO_") || type == "GRP_AUTH" || type == "ANOM_LOGIN_FAILURES" ||
         type == "USER" || type == "CONFIG_CHANGE";
}

// Returns the value of ` NAME=VALUE ` without quotes. The kernel writes no blank inside a value.
std::string_view field(std::string_view line, std::string_view name) {
  const std::size_t at = line.find(name);
  if (at == std::string_view::npos) return "";
  std::string_view value = line.substr(at + name.size());
  value = value.substr(0, value.find_first_of(" \x1D"));
  if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
    value = value.substr(1, value.size() - 2);
  }
  return value;
}

std::optional<std::uint32_t> id_field(std::string_view line, std::string_view name) {
  const auto number = base::parse_unsigned(field(line, name));
  if (!number.has_value() || *number >= model::kUnset) return std::nullopt;
  return static_cast<std::uint32_t>(*number);
}

std::optional<model::Pid> pid_field(std::string_view line, std::string_view name) {
  const auto number = base::parse_signed(field(line, name));
  if (!number.has_value()) return std::nullopt;
  return model::Pid{*number};
}

// True if the process is a shell on a terminal, and the session is not known to have one: the
// record may be of its execve.
bool may_read_lines(std::string_view line, std::string_view exe, const session::Session& session) {
  if (session.has_shell || field(line, " tty=") == "(none)") return false;
  return programs::has_role(exe, programs::Role::shell, field(line, " comm="));
}

}  // namespace

Primer::Primer(PrimerSettings settings, audit::RecordDecoder& decoder, model::FieldText& text,
               session::Table& table)
    : settings_(std::move(settings)),
      decoder_(decoder),
      text_(text),
      table_(table),
      boot_second_(settings_.boot_began.ms() / 1000) {}

void Primer::line(std::string_view text) {
  ++counts_.lines;
  tail_.append(text).push_back('\n');
  if (tail_.size() >= 2 * kTail) prime_front(tail_.size() - kTail);
}

// Takes the whole lines that begin within the first `size` waiting bytes.
void Primer::prime_front(std::size_t size) {
  std::size_t at = 0;
  while (at < size) {
    const std::size_t end = tail_.find('\n', at);
    const std::string_view line = std::string_view(tail_).substr(at, end - at);
    take(line, head_of(line));
    at = end + 1;
  }
  tail_.erase(0, at);
}

void Primer::finish(std::string_view first_record) {
  const Head first = head_of(first_record);
  bool overlaps = false;
  const std::string tail = std::exchange(tail_, {});
  for (std::size_t at = 0; at < tail.size();) {
    const std::size_t end = tail.find('\n', at);
    const std::string_view line = std::string_view(tail).substr(at, end - at);
    at = end + 1;
    const Head head = head_of(line);
    overlaps = overlaps || (!first.stamp.empty() && head.stamp == first.stamp &&
                            head.type == first.type && head.node == first.node);
    if (overlaps) ++counts_.overlap;
    if (!overlaps || is_open(head.stamp)) take(line, head);
  }
  assembler_.finish_all();
  while (auto raw = assembler_.take()) note(std::move(*raw), false);
  const auto live = audit::parse_line(first_record);
  if (live.ok()) see_node(live->node);
}

void Primer::see_node(std::string_view node) {
  if (node.empty()) {
    nodeless_ = true;
  } else if (!nodes_.contains(node) && nodes_.size() < kMostNodes) {
    nodes_.emplace(node);
  }
}

std::optional<std::string> Primer::own_host() const {
  if (nodeless_ || nodes_.empty() || nodes_.contains(settings_.host)) return settings_.host;
  if (nodes_.size() == 1) return *nodes_.begin();
  return std::nullopt;
}

bool Primer::is_open(std::string_view stamp) const {
  return std::find(open_.begin(), open_.end(), stamp) != open_.end();
}

void Primer::begin(std::string_view stamp) {
  if (open_.size() >= kMostOpen) open_.erase(open_.begin());
  open_.emplace_back(stamp);
}

void Primer::take(std::string_view text, const Head& head) {
  if (head.type.empty() || seconds_of(head.stamp) < boot_second_) return;
  if (!open_.empty() && is_open(head.stamp)) {
    if (head.type == "PROCTITLE") std::erase(open_, head.stamp);
    return assemble(text);
  }
  if (head.type == "SYSCALL") {
    if (note_process(text, head)) return;
    begin(head.stamp);
  } else if (!is_wanted(head.type)) {
    return;
  } else if (head.type == "LOGIN" || head.type == "CONFIG_CHANGE") {
    begin(head.stamp);  // both come with the SYSCALL that wrote
  }
  assemble(text);
}

bool Primer::note_process(std::string_view text, const Head& head) {
  const std::string_view exe = field(text, " exe=");
  if (programs::service_of(exe) == "sshd" || !programs::recorder_of(exe).empty()) return false;
  if (meaning::says_tickets(exe)) return false;
  const auto ses = id_field(text, " ses=");
  if (!ses.has_value()) return true;
  const std::string_view host = host_of(head.node);
  const session::Session* known = table_.at(host, model::Ses{*ses});
  const auto auid = id_field(text, " auid=");
  if (known == nullptr || !known->first_exec.has_value()) return false;
  if (!known->auid.has_value() || !auid.has_value() || known->auid->value != *auid) return false;
  if (may_read_lines(text, exe, *known)) return false;
  // Which process runs in which recording follows from the parents of all processes. Without a
  // recording the parents do not matter.
  if (known->recordings.empty()) return true;
  const auto header = audit::parse_line(text);
  if (!header.ok()) return true;
  model::EventFacts facts;
  facts.type = head.type;
  facts.ses = model::Ses{*ses};
  facts.auid = known->auid;
  facts.pid = pid_field(text, " pid=");
  facts.ppid = pid_field(text, " ppid=");
  facts.exe = exe;
  table_.note(host, header->key, facts);
  return true;
}

void Primer::assemble(std::string_view text) {
  const auto header = audit::parse_line(text);
  if (!header.ok()) return;
  ++counts_.assembled;
  // A late or surplus record is reported by the weaver; the primer leaves it out.
  assembler_.add(*header, {0, counts_.assembled});
  while (auto raw = assembler_.take()) note(std::move(*raw), false);
}

void Primer::note(audit::RawEvent&& raw, bool is_login) {
  model::AuditEvent& event = events_.at(is_login ? 1 : 0);
  event.clear();
  decoder_.decode(raw, event);
  std::erase_if(event.records, [](const model::Record& record) { return record.count == 0; });
  if (!event.records.empty()) {
    model::EventDocument document;
    const model::EventFacts facts = meaning::describe(event, text_, false, document);
    see_node(event.node);
    const std::string_view host = host_of(event.node);
    if (facts.ses.has_value() && !is_login && table_.unknown(host, *facts.ses)) {
      auto login = assembler_.take_login(raw.node, facts.ses->value);
      if (login.has_value()) note(std::move(*login), true);
    }
    table_.note(host, event.key, facts);
    // Nothing is told of the past, nor of what it let go.
    if (table_.has_dropped()) table_.take_dropped();
    if (switches_off(facts, document)) table_.note_loss(host, event.key.time(), event.key.time());
  }
  assembler_.recycle(std::move(raw));
}

}  // namespace auweave::weave
