#include "audit/line_head.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "audit/line.h"
#include "base/syslog.h"
#include "base/text.h"

namespace auweave::audit {
namespace {

using base::Error;
using base::ErrorKind;

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::size_t kMostTags = 4;

// Programs whose tag may stand before a record without a head of syslog.
constexpr std::array<std::string_view, 5> kTags = {"audispd", "audisp-syslog", "auditd", "audit",
                                                   "kernel"};

std::string_view without_blanks(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of(' '), text.size()));
}

// Takes `<PRI>`.
void take_priority(std::string_view& text) {
  const std::size_t end = text.find('>');
  const bool there = text.starts_with('<') && end >= 2 && end <= 4 &&
                     std::all_of(text.begin() + 1, text.begin() + static_cast<long>(end),
                                 [](unsigned char c) { return std::isdigit(c) != 0; });
  if (there) text.remove_prefix(end + 1);
}

// Takes the time stamp of the kernel's log, `[   12.345678]`, or that of `dmesg -T`.
bool take_stamp_of_kernel(std::string_view& text) {
  constexpr std::size_t longest = 40;
  const std::size_t end = text.find(']');
  if (!text.starts_with('[') || end > longest) return false;
  const bool stamp = std::all_of(
      text.begin() + 1, text.begin() + static_cast<long>(end),
      [](unsigned char c) { return std::isalnum(c) != 0 || c == ' ' || c == '.' || c == ':'; });
  const std::string_view inside = text.substr(0, end);
  if (!stamp || inside.find_first_of(".:") == inside.npos) return false;
  text = without_blanks(text.substr(end + 1));
  return true;
}

// Takes `audispd: ` or `audit[812]: `, and tells the tag.
std::string_view take_tag(std::string_view& text) {
  const std::size_t colon = text.find(": ");
  if (colon == text.npos) return {};
  const std::string_view word = text.substr(0, colon);
  const std::string_view tag = word.substr(0, std::min(word.find('['), word.size()));
  const bool pid = word.size() == tag.size() || word.ends_with(']');
  if (!pid || std::find(kTags.begin(), kTags.end(), tag) == kTags.end()) return {};
  text = without_blanks(text.substr(colon + 2));
  return tag;
}

// `journalctl -o short-monotonic` has the host between the time and the tag.
void take_host(std::string_view& text, std::string_view& host) {
  std::string_view rest = text;
  const std::string_view word = base::take_word(rest);
  rest = without_blanks(rest);
  if (word.ends_with(':') || take_tag(rest).empty()) return;
  host = word;
  text = rest;
}

// True for a record as journald tells it in words: `SYSCALL arch=...`, without time and serial.
bool is_journalds_text(std::string_view tag, std::string_view text) {
  return tag == "audit" && type_number(base::take_word(text)) >= 0;
}

}  // namespace

base::Result<Carried> record_behind_head(std::string_view line) {
  Carried carried;
  std::string_view text = line;
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  std::string_view tag;
  if (const auto syslog = base::parse_syslog(text); syslog.has_value()) {
    carried.host = syslog->host;
    tag = syslog->program;
    text = syslog->message;
  } else {
    take_priority(text);
    if (take_stamp_of_kernel(text)) take_host(text, carried.host);
  }
  for (std::size_t i = 0; i < kMostTags && !begins_as_record(text); ++i) {
    if (take_stamp_of_kernel(text)) continue;
    const std::string_view next = take_tag(text);
    if (next.empty()) break;
    tag = next;
  }
  carried.record = text;
  if (begins_as_record(text)) return carried;
  if (is_journalds_text(tag, text)) {
    return Error{ErrorKind::parse,
                 "journald's text of a record has neither its time nor its serial"};
  }
  if (line.starts_with('{')) return Error{ErrorKind::parse, "a JSON object, no audit record"};
  return Error{ErrorKind::parse, "no type="};
}

}  // namespace auweave::audit
