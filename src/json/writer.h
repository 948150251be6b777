// Writer: JSON text, written key by key into one buffer that is reused; there is no tree of it. One owner, one thread.
// Strings are any bytes: they are written in the escaped form of base/text.h, so that the output is
// always valid UTF-8. Objects and arrays that stay empty are not written at all, with their key.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace auweave::json {

// The text as a JSON string, in quotes.
[[nodiscard]] std::string rendered(std::string_view text);

// A member's name, rendered once for all documents.
class Key {
 public:
  explicit Key(std::string_view name) : name_(name), rendered_(json::rendered(name) + ':') {}
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const std::string& rendered() const { return rendered_; }

 private:
  std::string name_, rendered_;
};

// What a member is called: a text, or one that is rendered already. A view.
struct Name {
  Name(const char* name) : text(name) {}         // NOLINT(google-explicit-constructor)
  Name(std::string_view name) : text(name) {}    // NOLINT(google-explicit-constructor)
  Name(const std::string& name) : text(name) {}  // NOLINT(google-explicit-constructor)
  Name(const Key& key)
      : text(key.rendered()), is_rendered(true) {}  // NOLINT(google-explicit-constructor)

  std::string_view text;
  bool is_rendered = false;
};

class Writer {
 public:
  Writer();
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // Forgets what was written; the buffer keeps its memory.
  void clear();
  // What was written since; valid until the next call that writes.
  [[nodiscard]] std::string_view text() const;

  void begin_root();  // the outermost object; written even when empty
  void end_root();
  void begin_object(Name key);
  void begin_array(Name key);
  void begin_element();  // an object inside an array
  void end_object();
  void end_array();

  void field(Name key, std::string_view value);
  // A literal, which would be taken for a bool.
  void field(Name key, const char* value) { field(key, std::string_view(value)); }
  void field(Name key, std::int64_t value);
  void field(Name key, bool value);
  // A value that is JSON already.
  void verbatim(Name key, std::string_view json);
  void element(std::string_view value);

 private:
  struct Impl;
  struct Pending {
    Name key;
    char kind;  // 'o' object, 'a' array, 'e' object as an element
  };
  void flush_pending();
  bool end_pending();

  std::unique_ptr<Impl> impl_;
  std::vector<Pending> pending_;  // opened, not yet written
};

}  // namespace auweave::json
