// Writer: writes JSON text key by key into one buffer that is reused, without building a tree. A
// string may hold any bytes: the Writer writes strings in the escaped form of base/text.h, so the
// output is always valid UTF-8. An object or array that stays empty is not written, and neither is
// its key. One owner, one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace auweave::json {

// Returns `text` as a JSON string, in quotes.
[[nodiscard]] std::string rendered(std::string_view text);

// Key: a member's name that is rendered once for all documents.
class Key {
 public:
  explicit Key(std::string_view name) : name_(name), rendered_(json::rendered(name) + ':') {}
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const std::string& rendered() const { return rendered_; }

 private:
  std::string name_, rendered_;
};

// Name: a member's name, either a text or a rendered Key. A view.
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

  // Removes the written text, but keeps the buffer's memory.
  void clear();
  // Returns the text written since clear(). The view is valid until the Writer writes again.
  [[nodiscard]] std::string_view text() const;

  void begin_root();  // begins the outermost object, which is written even if it is empty
  void end_root();
  void begin_object(Name key);
  void begin_array(Name key);
  void begin_element();  // begins an object inside an array
  void end_object();
  void end_array();

  void field(Name key, std::string_view value);
  // Takes a string literal, which without an overload of its own would be taken for a bool.
  void field(Name key, const char* value) { field(key, std::string_view(value)); }
  void field(Name key, std::int64_t value);
  void field(Name key, bool value);
  // Writes a member whose value is JSON text already.
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
  std::vector<Pending> pending_;  // opened, but not written yet
};

}  // namespace auweave::json
