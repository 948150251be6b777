// Pattern: a regular expression of RE2, which takes time in proportion to the text whatever the
// expression is. The only user of libre2. A value that may be moved.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace auweave::pattern {

class Pattern {
 public:
  // Error (config): what is wrong with it, in RE2's words. Over text of bytes (Latin-1), so that a
  // text that is no UTF-8 can match too; `.` is a byte there.
  static base::Result<Pattern> compile(std::string_view expression);
  ~Pattern();
  Pattern(Pattern&&) noexcept;
  Pattern& operator=(Pattern&&) noexcept;

  // Anywhere in it; anchors say otherwise.
  [[nodiscard]] bool found_in(std::string_view text) const;

 private:
  struct Compiled;
  explicit Pattern(std::unique_ptr<Compiled> compiled);
  std::unique_ptr<Compiled> compiled_;
};

}  // namespace auweave::pattern
