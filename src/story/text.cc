#include "story/text.h"

#include <algorithm>
#include <clocale>
#include <cstdint>
#include <cwchar>

#include "base/text.h"

namespace auweave::story {
namespace {

// C.UTF-8 for wcwidth(3), whatever the process's own locale is. Loading it reads files: once, and
// never given back.
locale_t wide_locale() {
  static const locale_t loaded = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  return loaded;
}

class WideLocale {
 public:
  WideLocale() {
    if (wide_locale() != nullptr) before_ = ::uselocale(wide_locale());
  }
  ~WideLocale() {
    if (before_ != nullptr) ::uselocale(before_);
  }
  WideLocale(const WideLocale&) = delete;
  WideLocale& operator=(const WideLocale&) = delete;

 private:
  locale_t before_ = nullptr;
};

struct Character {
  std::string_view bytes;
  std::size_t columns = 1;
};

Character next(std::string_view text) {
  const std::size_t size = std::max<std::size_t>(base::utf8_sequence(text), 1);
  Character character{text.substr(0, size), 1};
  if (size > 1) {
    const int columns = ::wcwidth(static_cast<wchar_t>(base::code_point(character.bytes)));
    character.columns = columns < 0 ? 1 : static_cast<std::size_t>(columns);
  }
  return character;
}

// The longest beginning that fits, in bytes; never nothing.
std::size_t fitting(std::string_view text, std::size_t columns) {
  std::size_t used = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    const Character character = next(text.substr(at));
    if (used + character.columns > columns && at > 0) break;
    used += character.columns;
    at += character.bytes.size();
  }
  return at;
}

}  // namespace

std::size_t width(std::string_view text) {
  const WideLocale locale;
  std::size_t columns = 0;
  while (!text.empty()) {
    const Character character = next(text);
    columns += character.columns;
    text.remove_prefix(character.bytes.size());
  }
  return columns;
}

std::vector<std::string> wrap(std::string_view text, std::size_t columns) {
  const WideLocale locale;
  std::vector<std::string> rows;
  while (true) {
    std::size_t end = fitting(text, std::max<std::size_t>(columns, 8));
    if (end >= text.size()) {
      rows.emplace_back(text);
      return rows;
    }
    const std::size_t blank = text.rfind(' ', end);
    const bool near = blank != std::string_view::npos && blank > end / 2;
    if (near) end = blank;
    rows.emplace_back(text.substr(0, end));
    text.remove_prefix(near ? end + 1 : end);
  }
}

std::string shortened(std::string_view text, std::size_t columns) {
  const WideLocale locale;
  const std::size_t end = fitting(text, columns);
  if (end >= text.size()) return std::string(text);
  return std::string(text.substr(0, end)) + " [... " + std::to_string(text.size() - end) +
         " more bytes]";
}

std::string shell_word(std::string_view text) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-_./:=@%+,").find(c) != std::string_view::npos ||
           static_cast<unsigned char>(c) >= 0x80;
  };
  std::string shown = printable(text);
  const bool hidden = shown != text;
  if (!text.empty() && !hidden && std::all_of(text.begin(), text.end(), plain)) return shown;
  std::string word = hidden ? "$'" : "'";
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t size = std::max<std::size_t>(base::utf8_sequence(text.substr(at)), 1);
    const std::string_view character = text.substr(at, size);
    at += size;
    if (character == "'") {
      word += hidden ? "\\'" : "'\\''";
    } else if (character == "\\" && hidden) {
      word += "\\\\";
    } else {
      word += printable(character);
    }
  }
  return word + "'";
}

std::string shell_words(std::span<const std::string_view> words) {
  std::string text;
  for (const std::string_view word : words) {
    if (!text.empty()) text += ' ';
    text += shell_word(word);
  }
  return text;
}

bool is_command(std::string_view line, std::string_view command) {
  if (!line.ends_with(command)) return false;
  const std::string_view prompt = line.substr(0, line.size() - command.size());
  if (!prompt.ends_with(' ') || prompt.size() < 2) return false;
  return std::string_view("$#%>").find(prompt[prompt.size() - 2]) != std::string_view::npos;
}

bool has_part(std::string_view text, std::string_view part) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::search(text.begin(), text.end(), part.begin(), part.end(),
                     [&](char a, char b) { return lower(a) == lower(b); }) != text.end();
}

}  // namespace auweave::story
