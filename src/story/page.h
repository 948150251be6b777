// Page: rows of text for a person, no wider than View::columns, with or without colour.
#pragma once

#include <string>
#include <string_view>

#include "story/settings.h"

namespace auweave::story {

enum class Ink { plain, strong, faint, warning, link };

// RowStyle: how Page::row() writes a text.
struct RowStyle {
  Ink ink = Ink::plain;
  std::string_view hanging = {};  // what the further rows begin with, below the text
  // Largest number of rows of a text, or 0 for no limit; the rest is counted in bytes.
  std::size_t most = 0;
};

class Page {
 public:
  explicit Page(const View& view) : view_(view) {}

  // Writes `text` behind `lead`, wrapped to the page's width. `text` must be printable.
  void row(std::string_view lead, std::string_view text, const RowStyle& style);
  void row(std::string_view lead, std::string_view text, Ink ink = Ink::plain) {
    row(lead, text, RowStyle{ink});
  }
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
