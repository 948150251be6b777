// Pattern: a regular expression of RE2, which takes time in proportion to the text whatever the
// expression is. Pattern is the only user of libre2. A Pattern is a value that can be moved.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace auweave::pattern {

class Pattern {
 public:
  // Error (config): what is wrong with `expression`, in RE2's words. A Pattern matches bytes
  // (Latin-1), so that a text that is no UTF-8 can match too; `.` matches one byte.
  static base::Result<Pattern> compile(std::string_view expression);
  ~Pattern();
  Pattern(Pattern&&) noexcept;
  Pattern& operator=(Pattern&&) noexcept;

  // True if the pattern matches anywhere in `text`; only anchors bind it to the text's ends.
  [[nodiscard]] bool found_in(std::string_view text) const;

 private:
  struct Compiled;
  explicit Pattern(std::unique_ptr<Compiled> compiled);
  std::unique_ptr<Compiled> compiled_;
};

}  // namespace auweave::pattern
