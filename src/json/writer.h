// Writer: JSON text into one reused buffer (RapidJSON's Writer, no DOM). One owner, one thread.
// Strings are any bytes: they are written in the escaped form of base/text.h, so that the output is
// always valid UTF-8. Objects and arrays that stay empty are not written at all, with their key.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace auweave::json {

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
  void begin_object(std::string_view key);
  void begin_array(std::string_view key);
  void begin_element();  // an object inside an array
  void end_object();
  void end_array();

  void field(std::string_view key, std::string_view value);
  // A literal, which would be taken for a bool.
  void field(std::string_view key, const char* value) { field(key, std::string_view(value)); }
  void field(std::string_view key, std::int64_t value);
  void field(std::string_view key, bool value);
  void element(std::string_view value);

 private:
  struct Impl;
  struct Pending {
    std::string_view key;
    char kind;  // 'o' object, 'a' array, 'e' object as an element
  };
  void flush_pending();
  bool end_pending();

  std::unique_ptr<Impl> impl_;
  std::vector<Pending> pending_;  // opened, not yet written
};

}  // namespace auweave::json
