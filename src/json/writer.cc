#include "json/writer.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <string>

#include "base/text.h"

namespace auweave::json {

namespace {

// Bytes that are appended and never moved but to grow: what std::string does in three calls for a string
// in quotes is one here.
class Buffer {
 public:
  // Room for `size` more, which are to be filled.
  char* more(std::size_t size) {
    if (size > capacity_ - size_) grow(size);
    char* at = bytes_.get() + size_;
    size_ += size;
    return at;
  }
  void add(char c) { *more(1) = c; }
  void add(std::string_view text) { std::memcpy(more(text.size()), text.data(), text.size()); }
  void clear() { size_ = 0; }
  [[nodiscard]] std::string_view text() const { return {bytes_.get(), size_}; }

 private:
  void grow(std::size_t size) {
    const std::size_t wanted = std::max(2 * capacity_, size_ + size);
    auto bytes = std::make_unique_for_overwrite<char[]>(wanted);
    std::memcpy(bytes.get(), bytes_.get(), size_);
    bytes_ = std::move(bytes);
    capacity_ = wanted;
  }

  std::size_t capacity_ = 4096;
  std::size_t size_ = 0;
  std::unique_ptr<char[]> bytes_ = std::make_unique_for_overwrite<char[]>(capacity_);
};

}  // namespace

// Puts the text together itself: most of it are keys and values that stand as they are, which
// RapidJSON would look at byte by byte (a third of the time of `shape --mapping ecs`). What is to be
// escaped, RapidJSON escapes.
struct Writer::Impl {
  Buffer out;
  bool comma = false;  // before what comes next
  std::string scratch;
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer{buffer};

  void part() {
    if (comma) out.add(',');
    comma = true;
  }
  void quoted(std::string_view value) {
    if (!base::is_plain(value)) return escaped(value);
    char* at = out.more(value.size() + 2);
    *at++ = '"';
    if (!value.empty()) std::memcpy(at, value.data(), value.size());
    at[value.size()] = '"';
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
    out.add(std::string_view(buffer.GetString(), buffer.GetSize()));
  }
  void key(const Name& name) {
    part();
    if (name.is_rendered) return out.add(name.text);
    quoted(name.text);
    out.add(':');
  }
  void open(char bracket) {
    out.add(bracket);
    comma = false;
  }
  void close(char bracket) {
    out.add(bracket);
    comma = true;
  }
};

std::string rendered(std::string_view text) {
  Writer writer;
  writer.element(text);
  return std::string(writer.text());
}

Writer::Writer() : impl_(std::make_unique<Impl>()) {}
Writer::~Writer() = default;

void Writer::clear() {
  impl_->out.clear();
  impl_->comma = false;
  pending_.clear();
}

std::string_view Writer::text() const { return impl_->out.text(); }

void Writer::begin_root() { impl_->open('{'); }
void Writer::end_root() { impl_->close('}'); }
void Writer::begin_object(Name key) { pending_.push_back({key, 'o'}); }
void Writer::begin_array(Name key) { pending_.push_back({key, 'a'}); }
void Writer::begin_element() { pending_.push_back({"", 'e'}); }

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

void Writer::field(Name key, std::string_view value) {
  if (!pending_.empty()) flush_pending();
  impl_->key(key);
  impl_->quoted(value);
}

void Writer::field(Name key, std::int64_t value) {
  if (!pending_.empty()) flush_pending();
  impl_->key(key);
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  impl_->out.add(std::string_view(digits.data(), static_cast<std::size_t>(end - digits.data())));
}

void Writer::field(Name key, bool value) {
  if (!pending_.empty()) flush_pending();
  impl_->key(key);
  impl_->out.add(value ? std::string_view("true") : std::string_view("false"));
}

void Writer::verbatim(Name key, std::string_view json) {
  if (!pending_.empty()) flush_pending();
  impl_->key(key);
  impl_->out.add(json);
}

void Writer::element(std::string_view value) {
  if (!pending_.empty()) flush_pending();
  impl_->part();
  impl_->quoted(value);
}

}  // namespace auweave::json
