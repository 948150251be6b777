#include "json/writer.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <array>
#include <charconv>
#include <string>

#include "base/text.h"

namespace auweave::json {

// Puts the text together itself: most of it are keys and values that stand as they are, which
// RapidJSON would look at byte by byte (a third of the time of `shape --mapping ecs`). What is to be
// escaped, RapidJSON escapes.
struct Writer::Impl {
  std::string text;
  bool comma = false;  // before what comes next
  std::string scratch;
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer{buffer};

  void part() {
    if (comma) text += ',';
    comma = true;
  }
  void quoted(std::string_view value) {
    if (!base::is_plain(value)) return escaped(value);
    text += '"';
    text += value;
    text += '"';
  }
  void escaped(std::string_view value) {
    if (base::needs_escape(value)) {
      scratch.clear();
      base::append_escaped(value, scratch);
      value = scratch;
    }
    buffer.Clear();
    writer.Reset(buffer);
    writer.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
    text.append(buffer.GetString(), buffer.GetSize());
  }
  void key(std::string_view name) {
    part();
    quoted(name);
    text += ':';
  }
  void open(char bracket) {
    text += bracket;
    comma = false;
  }
  void close(char bracket) {
    text += bracket;
    comma = true;
  }
};

Writer::Writer() : impl_(std::make_unique<Impl>()) {}
Writer::~Writer() = default;

void Writer::clear() {
  impl_->text.clear();
  impl_->comma = false;
  pending_.clear();
}

std::string_view Writer::text() const { return impl_->text; }

void Writer::begin_root() { impl_->open('{'); }
void Writer::end_root() { impl_->close('}'); }
void Writer::begin_object(std::string_view key) { pending_.push_back({key, 'o'}); }
void Writer::begin_array(std::string_view key) { pending_.push_back({key, 'a'}); }
void Writer::begin_element() { pending_.push_back({{}, 'e'}); }

void Writer::end_object() {
  if (!end_pending()) impl_->close('}');
}

void Writer::end_array() {
  if (!end_pending()) impl_->close(']');
}

bool Writer::end_pending() {
  if (pending_.empty()) return false;
  pending_.pop_back();
  return true;
}

void Writer::flush_pending() {
  for (const Pending& opened : pending_) {
    if (opened.kind == 'e') {
      impl_->part();
    } else {
      impl_->key(opened.key);
    }
    impl_->open(opened.kind == 'a' ? '[' : '{');
  }
  pending_.clear();
}

void Writer::field(std::string_view key, std::string_view value) {
  if (!pending_.empty()) flush_pending();
  impl_->key(key);
  impl_->quoted(value);
}

void Writer::field(std::string_view key, std::int64_t value) {
  if (!pending_.empty()) flush_pending();
  impl_->key(key);
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  impl_->text.append(digits.data(), end);
}

void Writer::field(std::string_view key, bool value) {
  if (!pending_.empty()) flush_pending();
  impl_->key(key);
  impl_->text += value ? "true" : "false";
}

void Writer::element(std::string_view value) {
  if (!pending_.empty()) flush_pending();
  impl_->part();
  impl_->quoted(value);
}

}  // namespace auweave::json
