#include "meaning/operation.h"

#include <algorithm>
#include <array>

namespace auweave::meaning {
namespace {

constexpr std::size_t kLongest = 512;  // gpasswd names two accounts and a group

// Where the words begin: behind op=, which may stand anywhere, else at the start of msg='...'.
std::size_t start_of(std::string_view line) {
  for (std::size_t at = line.find("op="); at != std::string_view::npos;
       at = line.find("op=", at + 1)) {
    if (at > 0 && (line[at - 1] == ' ' || line[at - 1] == '\'')) return at + 3;
  }
  const std::size_t message = line.find("msg='");
  return message == std::string_view::npos ? message : message + 5;
}

// CONFIG_CHANGE has "op=set audit_enabled=0 old=1": what is set belongs to the words.
bool is_setting(std::string_view word) { return word.starts_with("audit_enabled="); }

std::string_view first_word(std::string_view text) {
  return text.substr(0, std::min(text.find(' '), text.size()));
}

struct Verb {
  std::string_view written, plain;
};
constexpr std::array kVerbs = {
    Verb{"adding", "add"},      Verb{"changing", "change"}, Verb{"creating", "create"},
    Verb{"deleting", "delete"}, Verb{"removing", "remove"}, Verb{"updating", "update"},
    Verb{"moving", "move"},     Verb{"locking", "lock"},    Verb{"unlocking", "unlock"},
    Verb{"setting", "set"},     Verb{"expiring", "expire"},
};

std::string_view behind(std::string_view text, std::string_view words) {
  const std::size_t at = text.find(words);
  return at == std::string_view::npos ? "" : text.substr(at + words.size());
}

std::string_view name_behind(std::string_view text, std::string_view words) {
  std::string_view name = first_word(behind(text, words));
  while (!name.empty() && (name.front() == '\'' || name.front() == '"')) name.remove_prefix(1);
  while (!name.empty() && (name.back() == '\'' || name.back() == '"')) name.remove_suffix(1);
  return name;
}

// Other programs of shadow-utils do not say "updating passwd" of a lock.
bool is_usermod(std::string_view line) { return line.find("/usermod\"") != std::string_view::npos; }

}  // namespace

std::string_view operation_text(const model::Record& record) {
  const std::size_t start = start_of(record.line);
  if (start == std::string_view::npos) return "";
  std::string_view rest = record.line.substr(start);
  if (rest.starts_with('"')) return rest.substr(1, std::min(rest.find('"', 1), rest.size()) - 1);
  rest = rest.substr(0, std::min(rest.find_first_of("'\x1D"), rest.size()));
  std::size_t end = 0;
  while (end < rest.size()) {
    const std::size_t from = end == 0 ? 0 : end + 1;
    const std::string_view word = first_word(rest.substr(std::min(from, rest.size())));
    const bool field = word.find('=') != std::string_view::npos && !is_setting(word);
    if (word.empty() || field) break;
    end = from + word.size();
  }
  return rest.substr(0, std::min(end, kLongest));
}

std::string_view canonical_operation(const model::Record& record, base::Arena& arena) {
  constexpr std::string_view kFailed = " failed to ";
  std::string_view text = operation_text(record);
  if (const std::string_view tried = behind(text, kFailed); !tried.empty()) text = tried;
  if (text.empty()) return "";
  const std::string_view first = first_word(text);
  const auto verb = std::find_if(kVerbs.begin(), kVerbs.end(), [&](const Verb& each) {
    return first.substr(0, first.find('-')) == each.written;
  });
  constexpr std::string_view kUsermod = "usermod-";
  const bool usermod = text.starts_with("updating pass") && is_usermod(record.line);
  const std::string_view prefix = usermod ? kUsermod : "";
  const std::string_view plain = verb == kVerbs.end() ? "" : verb->plain;
  if (!plain.empty()) text.remove_prefix(verb->written.size());
  const std::size_t size = prefix.size() + plain.size() + text.size();
  char* const out = arena.allocate(size);
  char* at = std::copy(prefix.begin(), prefix.end(), out);
  at = std::copy(plain.begin(), plain.end(), at);
  std::transform(text.begin(), text.end(), at, [](char c) {
    if (c == ' ') return '-';
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return {out, size};
}

std::string_view account_in(std::string_view operation_text) {
  if (operation_text.starts_with("user ")) return name_behind(operation_text, "user ");
  const std::string_view tried = behind(operation_text, " failed to ");
  return tried.empty() ? "" : name_behind(tried, " user ");
}

std::string_view group_in(std::string_view operation_text) {
  for (const std::string_view words :
       {" to group ", " from group ", " of group ", " to shadow group ", " from shadow group "}) {
    const std::string_view name = name_behind(operation_text, words);
    if (!name.empty()) return name;
  }
  return "";
}

}  // namespace auweave::meaning
