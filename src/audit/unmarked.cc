#include "audit/unmarked.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <vector>

#include "base/text.h"

namespace auweave::audit {
namespace {

// The fields that auditd interprets (audit-userspace, format_enrich): accounts in quotes, the
// architecture and the system call bare, a socket address in braces.
constexpr std::array<std::string_view, 22> kAccounts = {
    "auid",      "uid",  "euid",    "suid",    "fsuid",     "ouid",   "oauid", "old-auid",
    "iuid",      "id",   "sauid",   "gid",     "egid",      "sgid",   "fsgid", "ogid",
    "inode_uid", "igid", "obj_uid", "obj_gid", "inode_gid", "new_gid"};
constexpr std::array<std::string_view, 2> kWords = {"arch", "syscall"};
constexpr std::string_view kAddress = "saddr";

// What shippers write for 0x1D: rsyslog's and syslog-ng's octal and hex, JSON's, the caret's, and
// the signs for a character that cannot be shown.
constexpr std::array<std::string_view, 12> kWritten = {
    "#035", "\\035", "\\x1d",  "\\x1D", "\\u001d",      "\\u001D",
    "^]",   "<1d>",  "<0x1d>", "%1D",   "\xE2\x90\x9D", "\xEF\xBF\xBD"};

constexpr std::size_t kMostPairs = 64;

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_name(char c) { return is_upper(c) || c == '-' || c == '_'; }

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string lower(std::string_view name) {
  std::string result(name);
  for (char& c : result) c = is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
  return result;
}

bool is_interpreted(std::string_view name) {
  return name == kAddress || is_one_of(kAccounts, name) || is_one_of(kWords, name);
}

struct Pair {
  std::size_t at = 0;      // where the name begins
  std::size_t equals = 0;  // behind the name
  std::size_t end = 0;     // behind the value
};

std::string_view name_of(std::string_view text, const Pair& pair) {
  return text.substr(pair.at, pair.equals - pair.at);
}

bool is_bare(std::string_view value) {
  return !value.empty() && std::all_of(value.begin(), value.end(), [](char c) {
    const bool word = is_name(c) || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    return word || c == '.' || c == '+' || c == '(' || c == ')';
  });
}

// An account's name: in quotes, or, with a blank or a quote in it, in hex digits.
bool is_account(std::string_view value) {
  if (!value.starts_with('"')) return value.size() % 2 == 0 && base::is_hex(value);
  return value.size() > 2 && value.find_first_of("\" ", 1) == value.size() - 1 &&
         value.ends_with('"');
}

// True if auditd writes a value of this form for the field `name`, in lower case.
bool fits(std::string_view name, std::string_view value) {
  if (name == kAddress)
    return value.starts_with("{ ") && value.ends_with(" }") && value.find('"') == value.npos;
  return is_one_of(kWords, name) ? is_bare(value) : is_account(value);
}

// Returns where the '=' of the pair stands that ends with `text`, or npos.
std::size_t equals_of_last(std::string_view text) {
  if (text.ends_with('}')) {
    const std::size_t brace = text.rfind("={");
    return brace;
  }
  if (!text.ends_with('"')) return text.rfind('=');
  const std::size_t quote = text.size() < 2 ? text.npos : text.rfind('"', text.size() - 2);
  return quote == text.npos || quote == 0 || text[quote - 1] != '=' ? text.npos : quote - 1;
}

// Returns the pairs with upper-case names at the end of the text, the first of them first. The first
// name is as long as upper-case letters go.
std::vector<Pair> pairs_at_end(std::string_view text) {
  std::vector<Pair> pairs;
  while (pairs.size() < kMostPairs) {
    const std::size_t equals = equals_of_last(text);
    if (equals == text.npos) break;
    Pair pair{equals, equals, text.size()};
    while (pair.at > 0 && is_name(text[pair.at - 1])) --pair.at;
    if (pair.at == equals || text.substr(equals + 1).find('=') == 0) break;
    pairs.push_back(pair);
    if (pair.at == 0 || text[pair.at - 1] != ' ') break;
    text = text.substr(0, text.find_last_not_of(' ', pair.at - 1) + 1);
  }
  std::reverse(pairs.begin(), pairs.end());
  return pairs;
}

// Returns the names of the record's fields that auditd interprets, in the record's order.
std::vector<std::string_view> interpreted_fields(std::string_view body) {
  std::vector<std::string_view> names;
  while (!body.empty()) {
    const std::size_t end = std::min(body.find(' '), body.size());
    std::string_view word = body.substr(0, end);
    body.remove_prefix(std::min(end + 1, body.size()));
    if (word.starts_with("msg='")) word.remove_prefix(5);
    const std::string_view name = word.substr(0, std::min(word.find('='), word.size()));
    if (name.size() < word.size() && is_interpreted(name)) names.push_back(name);
  }
  return names;
}

// True if a quote is open at the end of the body: the pairs behind it are a part of a value.
bool is_open(std::string_view body) {
  if (std::count(body.begin(), body.end(), '"') % 2 != 0) return true;
  const bool message = body.starts_with("msg='") || body.find(" msg='") != body.npos;
  return message && !body.ends_with('\'');
}

// Boundary: where the record ends and the interpretation begins.
struct Boundary {
  std::size_t body = 0, enriched = 0;
  // True if the record's last value ends by itself, so that its end need not be guessed.
  bool clear = false;
};

Boundary boundary_before(std::string_view text, const Pair& first) {
  // The last letter of a written mark may be upper-case, and look like the name's first.
  for (const std::size_t at : {first.at, first.at + 1}) {
    for (const std::string_view written : kWritten) {
      if (text.substr(0, at).ends_with(written) && at < first.equals)
        return {at - written.size(), at, true};
    }
  }
  const std::size_t last = text.find_last_not_of(' ', first.at == 0 ? 0 : first.at - 1);
  const std::size_t end = first.at == 0 || last == text.npos ? 0 : last + 1;
  const bool closed = end > 0 && std::string_view("'\")").find(text[end - 1]) != text.npos;
  return {end, first.at, end < first.at || closed};
}

// True if the pairs are what auditd says of the record's fields. Where the boundary is not clear
// the pairs must be of all fields.
bool belong(std::string_view text, const std::vector<Pair>& pairs,
            const std::vector<std::string_view>& fields, bool clear) {
  auto field = fields.begin();
  for (const Pair& pair : pairs) {
    const std::string name = lower(name_of(text, pair));
    const auto found = std::find(field, fields.end(), name);
    const std::string_view value = text.substr(pair.equals + 1, pair.end - pair.equals - 1);
    if (found == fields.end() || (!clear && found != field) || !fits(name, value)) return false;
    field = found + 1;
  }
  return clear || field == fields.end();
}

}  // namespace

bool may_end_interpreted(std::string_view text) {
  if (text.ends_with('}')) return true;
  // memrchr: rfind goes byte by byte.
  const auto* equals = static_cast<const char*>(::memrchr(text.data(), '=', text.size()));
  return equals != nullptr && equals != text.data() && is_upper(equals[-1]);
}

Unmarked split_unmarked(std::string_view text) {
  const std::string_view whole = text;
  text = text.substr(0, text.find_last_not_of(' ') + 1);
  std::vector<Pair> pairs = pairs_at_end(text);
  if (pairs.empty()) return {whole, {}};
  Boundary at = boundary_before(text, pairs.front());
  const auto fields = interpreted_fields(text.substr(0, at.body));
  if (fields.empty()) return {whole, {}};
  Pair& first = pairs.front();
  first.at = at.enriched;
  if (!at.clear) {
    // A value without an end of its own: it ends where the name of the first field begins.
    const std::size_t size = fields.front().size();
    const std::size_t name = first.equals - std::min(size, first.equals - first.at);
    at.body = at.enriched = first.at = name;
  }
  const std::string_view body = text.substr(0, at.body);
  if (!is_open(body) && belong(text, pairs, fields, at.clear))
    return {body, text.substr(at.enriched)};
  // Nothing of a record stands behind the quote that closes its message.
  const bool behind_message = body.ends_with('\'') && body.find("msg='") != body.npos;
  return behind_message && !is_open(body) ? Unmarked{body, {}} : Unmarked{whole, {}};
}

std::string_view whole_pairs(std::string_view enriched) {
  enriched = enriched.substr(0, enriched.find_last_not_of(' ') + 1);
  if (enriched.starts_with("SADDR=")) return enriched.ends_with('}') ? enriched : "";
  const std::size_t blank = enriched.rfind(' ');
  const std::string_view last = enriched.substr(blank == enriched.npos ? 0 : blank + 1);
  const std::size_t equals = std::min(last.find('='), last.size());
  const std::string_view value = last.substr(std::min(equals + 1, last.size()));
  if (is_account(value) && !value.empty()) return enriched;
  if (is_one_of(kWords, lower(last.substr(0, equals))) && is_bare(value)) return enriched;
  return enriched.substr(0, blank == enriched.npos ? 0 : blank);
}

}  // namespace auweave::audit
