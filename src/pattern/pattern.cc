#include "pattern/pattern.h"

#include <re2/re2.h>

namespace auweave::pattern {

struct Pattern::Compiled {
  Compiled(std::string_view text, const re2::RE2::Options& options)
      : expression(re2::StringPiece(text.data(), text.size()), options) {}
  re2::RE2 expression;
};

base::Result<Pattern> Pattern::compile(std::string_view expression) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_encoding(re2::RE2::Options::EncodingLatin1);
  options.set_never_capture(true);
  auto compiled = std::make_unique<Compiled>(expression, options);
  if (!compiled->expression.ok())
    return base::Error{base::ErrorKind::config, compiled->expression.error()};
  return Pattern(std::move(compiled));
}

Pattern::Pattern(std::unique_ptr<Compiled> compiled) : compiled_(std::move(compiled)) {}
Pattern::~Pattern() = default;
Pattern::Pattern(Pattern&&) noexcept = default;
Pattern& Pattern::operator=(Pattern&&) noexcept = default;

bool Pattern::found_in(std::string_view text) const {
  return re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), compiled_->expression);
}

}  // namespace auweave::pattern
