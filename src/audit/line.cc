#include "audit/line.h"

#include <arpa/inet.h>
#include <libaudit.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <unordered_map>

#include "audit/line_head.h"
#include "audit/number_names.h"
#include "audit/unmarked.h"
#include "base/text.h"
#include "base/text_hash.h"

namespace auweave::audit {
namespace {

using base::Error;
using base::ErrorKind;

// The longest name in linux/audit.h is under 40; a node name is a host name (253).
constexpr std::size_t kLongestType = 64;
constexpr std::size_t kLongestNode = 255;
// Above this second the nanoseconds since 1970 do not fit into 63 bits (the year 2262).
constexpr std::int64_t kLastSecond = 9'223'372'035;

bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// Takes the next word, with the blank behind it.
std::string_view word(std::string_view& text) {
  const std::size_t blank = std::min(text.find(' '), text.size());
  const std::string_view result = text.substr(0, blank);
  text.remove_prefix(std::min(blank + 1, text.size()));
  return result;
}

template <typename T>
bool take_number(std::string_view& text, T& value) {
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc()) return false;
  text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
  return true;
}

bool good_type(std::string_view type) {
  if (type.empty() || type.size() > kLongestType) return false;
  return std::all_of(type.begin(), type.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '[' || c == ']';
  });
}

// True for "fe80::1%eth0", with or without a zone.
bool is_ipv6(std::string_view text) {
  const std::size_t percent = std::min(text.find('%'), text.size());
  std::array<char, INET6_ADDRSTRLEN> address{};
  if (percent >= address.size() ||
      text.find_first_of(":[]%", percent + 1) != std::string_view::npos)
    return false;
  std::copy_n(text.begin(), percent, address.begin());
  in6_addr ignored{};
  return percent + 1 != text.size() && ::inet_pton(AF_INET6, address.data(), &ignored) == 1;
}

// The node becomes a part of ids and Kafka keys, so it must be able to be a host name or an address.
bool good_node(std::string_view node) {
  if (node.empty() || node.size() > kLongestNode) return false;
  const bool plain = std::all_of(node.begin(), node.end(),
                                 [](char c) { return c > ' ' && c < '\x7F' && c != '/'; });
  return plain && (node.find(':') == std::string_view::npos || is_ipv6(node));
}

std::string_view without_brackets(std::string_view node) {
  if (!node.starts_with('[') || !node.ends_with(']')) return node;
  const std::string_view inside = node.substr(1, node.size() - 2);
  return is_ipv6(inside) ? inside : node;
}

// "SEC.MS:SERIAL):". auditd of 2017 left out the last colon of its own records.
bool take_stamp(std::string_view& text, model::EventKey& key) {
  if (!take_number(text, key.sec) || !take(text, ".")) return false;
  if (!take_number(text, key.ms) || !take(text, ":")) return false;
  if (!take_number(text, key.serial) || !take(text, ")")) return false;
  if (!take(text, ":") && !text.starts_with(' ')) return false;
  return key.sec >= 0 && key.sec <= kLastSecond && key.ms < 1000;
}

Error wrong(std::string_view what) { return {ErrorKind::parse, std::string(what)}; }

base::Status take_type(std::string_view& rest, LineHeader& header) {
  if (!take(rest, "type=")) return wrong("no type=");
  header.type = word(rest);
  if (!good_type(header.type)) return wrong("malformed type=");
  const bool number = header.type.front() <= '9';
  if (number) header.type = type_name(header.type);
  if (header.type.empty()) return wrong("malformed type=");
  header.number = type_number(header.type);
  if (take(rest, "msg=audit(") || (number && take(rest, "audit("))) return base::ok();
  return wrong("no msg=audit(");
}

// Splits what stands behind `msg=audit(...):`.
void split(std::string_view rest, LineHeader& header) {
  const std::size_t mark = rest.find(kEnrichedMark);
  header.body = rest.substr(0, mark);
  if (mark != std::string_view::npos) {
    const std::string_view enriched = rest.substr(mark + 1);
    header.enriched = whole_pairs(enriched);
  } else if (may_end_interpreted(rest)) {
    const Unmarked parts = split_unmarked(rest);
    header.body = parts.body;
    header.enriched = whole_pairs(parts.enriched);
  }
  const std::size_t first = header.body.find_first_not_of(' ');
  header.body.remove_prefix(std::min(first, header.body.size()));
}

base::Result<LineHeader> parse_record(std::string_view line) {
  LineHeader header;
  header.record = line;
  std::string_view rest = line;
  if (take(rest, "node=")) {
    header.node = without_brackets(word(rest));
    if (!good_node(header.node)) return wrong("malformed node=");
  }
  if (auto taken = take_type(rest, header); !taken.ok()) return taken.error();
  if (!take_stamp(rest, header.key)) return wrong("malformed time or serial in msg=audit(");
  split(rest, header);
  return header;
}

}  // namespace

base::Result<LineHeader> parse_line(std::string_view line) {
  if (line.find('\0') != std::string_view::npos) return wrong("NUL byte in a record");
  if (begins_as_record(line)) return parse_record(line);
  const auto carried = record_behind_head(line);
  if (!carried.ok()) return carried.error();
  auto header = parse_record(carried->record);
  const std::string_view host = without_brackets(carried->host);
  if (header.ok() && header->node.empty() && good_node(host)) header->node = host;
  return header;
}

std::string_view type_name(std::string_view number) {
  // linux/audit.h has numbers from 1000 to 2999; the bound is that of what is remembered.
  constexpr std::uint64_t kMost = 9999;
  const auto value = base::parse_unsigned(number);
  if (!value.has_value() || *value > kMost) return {};
  if (const char* known = audit_msg_type_to_name(static_cast<int>(*value))) return known;
  thread_local std::unordered_map<std::uint64_t, std::string> unknown;
  std::string& name = unknown[*value];
  if (name.empty()) name = "UNKNOWN[" + std::to_string(*value) + "]";
  return name;
}

int type_number(std::string_view type) {
  // libaudit searches its table by strings for each record type, so the few dozen types of a log
  // are remembered. The bound holds for corrupt logs, too.
  constexpr std::size_t kMost = 1024;
  thread_local std::unordered_map<std::string, int, base::TextHash, std::equal_to<>> known;
  const auto found = known.find(type);
  if (found != known.end()) return found->second;
  if (known.size() >= kMost) known.clear();
  std::string name(type);
  int number = audit_name_to_msg_type(name.c_str());
  if (number < 0) number = record_type_number(type);
  known.emplace(std::move(name), number);
  return number;
}

}  // namespace auweave::audit
