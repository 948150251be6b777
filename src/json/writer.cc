#include "json/writer.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <string>

#include "base/text.h"

namespace auweave::json {

struct Writer::Impl {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer{buffer};
  std::string scratch;

  void key(std::string_view name) {
    writer.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
  }
  void string(std::string_view value) {
    if (base::needs_escape(value)) {
      scratch.clear();
      base::append_escaped(value, scratch);
      value = scratch;
    }
    // RapidJSON asserts on a null pointer, which an empty view may hold.
    writer.String(value.empty() ? "" : value.data(),
                  static_cast<rapidjson::SizeType>(value.size()));
  }
};

Writer::Writer() : impl_(std::make_unique<Impl>()) {}
Writer::~Writer() = default;

void Writer::clear() {
  impl_->buffer.Clear();
  impl_->writer.Reset(impl_->buffer);
  pending_.clear();
}

std::string_view Writer::text() const {
  return {impl_->buffer.GetString(), impl_->buffer.GetSize()};
}

void Writer::begin_root() { impl_->writer.StartObject(); }
void Writer::end_root() { impl_->writer.EndObject(); }
void Writer::begin_object(std::string_view key) { pending_.push_back({key, 'o'}); }
void Writer::begin_array(std::string_view key) { pending_.push_back({key, 'a'}); }
void Writer::begin_element() { pending_.push_back({{}, 'e'}); }

void Writer::end_object() {
  if (!end_pending()) impl_->writer.EndObject();
}

void Writer::end_array() {
  if (!end_pending()) impl_->writer.EndArray();
}

bool Writer::end_pending() {
  if (pending_.empty()) return false;
  pending_.pop_back();
  return true;
}

void Writer::flush_pending() {
  for (const Pending& opened : pending_) {
    if (opened.kind != 'e') impl_->key(opened.key);
    if (opened.kind == 'a') {
      impl_->writer.StartArray();
    } else {
      impl_->writer.StartObject();
    }
  }
  pending_.clear();
}

void Writer::field(std::string_view key, std::string_view value) {
  if (!pending_.empty()) flush_pending();
  impl_->key(key);
  impl_->string(value);
}

void Writer::field(std::string_view key, std::int64_t value) {
  if (!pending_.empty()) flush_pending();
  impl_->key(key);
  impl_->writer.Int64(value);
}

void Writer::field(std::string_view key, bool value) {
  if (!pending_.empty()) flush_pending();
  impl_->key(key);
  impl_->writer.Bool(value);
}

void Writer::element(std::string_view value) {
  if (!pending_.empty()) flush_pending();
  impl_->string(value);
}

}  // namespace auweave::json
