#include "story/page.h"

#include <algorithm>

#include "story/text.h"

namespace auweave::story {
namespace {

constexpr std::size_t kLeastText = 20;  // columns, however far it is indented

std::string_view code_of(Ink ink) {
  switch (ink) {
    case Ink::strong:
      return "\x1B[1m";
    case Ink::faint:
      return "\x1B[2m";
    case Ink::warning:
      return "\x1B[1;31m";
    case Ink::link:
      return "\x1B[36m";
    case Ink::plain:
      break;
  }
  return "";
}

}  // namespace

void Page::put(std::string_view text, Ink ink) {
  if (!view_.colour || ink == Ink::plain || text.empty()) {
    text_.append(text);
  } else {
    text_.append(code_of(ink)).append(text).append("\x1B[0m");
  }
}

void Page::unbroken(std::string_view lead, std::string_view text, Ink ink) {
  put(lead, Ink::faint);
  put(text, ink);
  text_ += '\n';
}

void Page::row(std::string_view lead, std::string_view text, const RowStyle& style) {
  const auto& [ink, hanging, most] = style;
  const std::size_t indent = std::max(width(lead), width(hanging));
  const std::size_t columns =
      view_.columns > indent + kLeastText ? view_.columns - indent : kLeastText;
  std::string kept(text);
  if (most > 0) kept = shortened(text, most * columns);
  std::size_t number = 0;
  std::string below(hanging);
  below.resize(std::max(below.size(), width(lead)), ' ');
  for (const std::string& each : wrap(kept, columns)) {
    put(number++ == 0 ? lead : std::string_view(below), Ink::faint);
    put(each, ink);
    while (!view_.colour && text_.ends_with(' ')) text_.pop_back();
    text_ += '\n';
  }
}

}  // namespace auweave::story
