// Page: rows of text for a person, no wider than View::columns, with or without colour. One owner.
#pragma once

#include <string>
#include <string_view>

#include "story/settings.h"

namespace auweave::story {

enum class Ink { plain, strong, faint, warning, link };

class Page {
 public:
  explicit Page(const View& view) : view_(view) {}

  // Writes `text` behind `lead`, wrapped to the page's width. The further rows begin with
  // `hanging`, below the text. `text` must be printable. If `most` is not 0, a text longer than
  // `most` rows is cut and the number of missing bytes is written.
  void row(std::string_view lead, std::string_view text, Ink ink = Ink::plain,
           std::string_view hanging = "", std::size_t most = 0);
  // Writes one row of any length, for text that is to be copied.
  void unbroken(std::string_view lead, std::string_view text, Ink ink);
  void blank() { text_ += '\n'; }

  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  void put(std::string_view text, Ink ink);

  const View& view_;
  std::string text_;
};

}  // namespace auweave::story
