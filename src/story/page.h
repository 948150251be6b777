// Page: rows of text for a person, no wider than asked, with colour or without. One owner.
#pragma once

#include <string>
#include <string_view>

#include "story/settings.h"

namespace auweave::story {

enum class Ink { plain, strong, faint, warning, link };

class Page {
 public:
  explicit Page(const View& view) : view_(view) {}

  // Text behind `lead` (plain columns before it), wrapped to the width; what follows hangs below the
  // text. `text` is printable. At most `most` rows, if not 0: the rest is said to be left out.
  void row(std::string_view lead, std::string_view text, Ink ink = Ink::plain,
           std::string_view hanging = "", std::size_t most = 0);
  // One row, however long: something to be copied whole.
  void unbroken(std::string_view lead, std::string_view text, Ink ink);
  void blank() { text_ += '\n'; }

  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  void put(std::string_view text, Ink ink);

  const View& view_;
  std::string text_;
};

}  // namespace auweave::story
