// How a text is entered.
#include "author.h"
#include "base/text.h"

namespace auweave::sessions {
namespace {

using Strokes = std::vector<Stroke>;

void type(Author& author, Strokes& strokes, std::string_view text) {
  static const std::vector<int> kSlowest = {2, 6, 12, 25, 25, 40, 90};
  const int slowest = author.random.of(kSlowest);
  while (!text.empty()) {
    const std::size_t size = std::max<std::size_t>(base::utf8_sequence(text), 1);
    strokes.push_back({std::string(text.substr(0, size)), author.random.between(0, slowest)});
    text.remove_prefix(size);
  }
}

std::string as_keys(std::string text) {
  for (char& c : text) c = c == '\n' ? '\r' : c;
  return text;
}

// Each row with Enter, and a look at what the shell says to it.
Strokes typed(Author& author, const std::string& text) {
  Strokes strokes;
  std::size_t at = 0;
  while (true) {
    const std::size_t stop = std::min(text.find('\n', at), text.size());
    type(author, strokes, std::string_view(text).substr(at, stop - at));
    strokes.push_back({"\r", author.random.between(0, 30)});
    if (stop == text.size()) return strokes;
    at = stop + 1;
    strokes.push_back({"", 0, true});
  }
}

// What is wrong at first, and mended.
Strokes mistaken(Author& author, const std::string& text) {
  Strokes strokes;
  const std::size_t at = author.random.number(text.size());
  type(author, strokes, text.substr(0, at));
  type(author, strokes, "zq");
  strokes.push_back({"\x7F", 4});
  strokes.push_back({"\x7F", 4});
  type(author, strokes, text.substr(at));
  strokes.push_back({"\r", 5});
  return strokes;
}

Strokes begun_anew(Author& author, const std::string& text) {
  Strokes strokes;
  type(author, strokes, "show nothing of this");
  strokes.push_back({"\x15", 10});
  type(author, strokes, text);
  strokes.push_back({"\r", 5});
  return strokes;
}

Strokes word_erased(Author& author, const std::string& text) {
  Strokes strokes;
  type(author, strokes, text + " superfluous");
  strokes.push_back({"\x17", 10});
  strokes.push_back({"\r", 10});
  return strokes;
}

Strokes tail_first(Author& author, const std::string& text) {
  Strokes strokes;
  const std::size_t at = author.random.number(text.size());
  type(author, strokes, text.substr(at));
  strokes.push_back({"\x01", 5});
  type(author, strokes, text.substr(0, at));
  if (author.random.one_in(2)) strokes.push_back({"\x05", 5});
  strokes.push_back({"\r", 10});
  return strokes;
}

Strokes moved_left(Author& author, const std::string& text) {
  Strokes strokes;
  const std::size_t back = std::min<std::size_t>(author.random.number(8) + 1, text.size() - 1);
  const std::size_t at = text.size() - back - 1;
  type(author, strokes, text.substr(0, at));
  type(author, strokes, text.substr(at + 1));
  for (std::size_t i = 0; i < back; ++i) strokes.push_back({"\x1B[D", 3});
  type(author, strokes, text.substr(at, 1));
  strokes.push_back({"\r", 10});
  return strokes;
}

bool is_ascii_row(const std::string& text) {
  for (const char c : text) {
    if (c < ' ' || c > '~') return false;
  }
  return !text.empty();
}

Strokes edited(Author& author, const std::string& text, std::string& kind) {
  const Shell& shell = author.shell();
  const auto chosen = author.random.number(author.frame().emacs ? 5 : 3);
  if (chosen == 0) kind += ", mistaken";
  if (chosen == 0) return mistaken(author, text);
  if (chosen == 1) kind += ", begun anew";
  if (chosen == 1) return begun_anew(author, text);
  if (chosen == 3) kind += ", tail first";
  if (chosen == 3) return tail_first(author, text);
  if (chosen == 4) kind += ", moved left";
  if (chosen == 4) return moved_left(author, text);
  // ^W of ksh93 cuts up to its mark.
  if (shell.name == "ksh93") return mistaken(author, text);
  kind += ", word erased";
  return word_erased(author, text);
}

}  // namespace

std::vector<Stroke> enter(Author& author, const std::string& text, std::string& kind) {
  const auto chosen = author.random.number(20);
  if (chosen < 4 && is_ascii_row(text)) return edited(author, text, kind);
  if (chosen < 12) return typed(author, text);
  if (chosen < 15) {
    kind += ", sent";
    return {{as_keys(text) + "\r"}};
  }
  if (author.frame().brackets) {
    kind += ", pasted";
    return {{"\x1B[200~" + as_keys(text) + "\x1B[201~", 0}, {"\r", author.random.between(5, 80)}};
  }
  if (text.find('\n') != text.npos) return typed(author, text);
  kind += ", at once";
  return {{text}, {"\r", author.random.between(0, 40)}};
}

}  // namespace auweave::sessions
