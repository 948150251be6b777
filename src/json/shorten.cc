#include "json/shorten.h"

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "json/shorten_output.h"

namespace auweave::json {
namespace {

using Json = rapidjson::Document;
using Node = rapidjson::Value;

constexpr std::string_view kMark = "…";
constexpr const char* kTruncated = "truncated";
constexpr std::size_t kMostString = 64UL * 1024;  // where cutting begins
constexpr std::size_t kLeastString = 64;
constexpr rapidjson::SizeType kMostElements = 4096;

std::string text_of(const Json& json) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  json.Accept(writer);
  return {buffer.GetString(), buffer.GetSize()};
}

// Names of members that documents are joined by. A part of an id looks like another id.
constexpr std::array kIds = {"session_id",        "session_key",        "recording_id", "host",
                             "event_id",          "command_id",         "id",           "uid",
                             "parent_command",    "parent_session_key", "entity_id",    "key_id",
                             "parent_session_id", "connection_id",      "events",       "key"};

bool is_id(std::string_view name) {
  return std::find(kIds.begin(), kIds.end(), name) != kIds.end();
}

struct Cutter {
  std::size_t most_string;
  rapidjson::SizeType most_elements;
  Json::AllocatorType& memory;
  TimedOutput output;  // cut apart, by shorten_output()

  // The text is cut as bytes: a part of an escaped text may look like one that is not escaped.
  void cut_string(Node& node) const {
    const std::string_view text(node.GetString(), node.GetStringLength());
    if (text.size() <= most_string) return;
    const std::string bytes = base::unescaped(text);
    const std::string kept =
        base::escaped(beginning(bytes, most_string - kMark.size())) + std::string(kMark);
    node.SetString(kept.data(), static_cast<rapidjson::SizeType>(kept.size()), memory);
  }

  void cut_elements(Node& array) const {
    while (array.Size() > most_elements) array.PopBack();
  }

  // What other documents are joined by stays whole, but lists of ids may be cut to fewer.
  void cut_member(Node::Member& member) const {
    const std::string_view name(member.name.GetString(), member.name.GetStringLength());
    if (!is_id(name)) return cut(member.value);
    if (member.value.IsArray()) cut_elements(member.value);
    if (member.value.IsObject()) cut(member.value);
  }

  // Documents of auweave's own mappings nest a few levels, so that this does not go deep.
  void cut(Node& node) const {
    if (&node == output.output || (output.there() && &node == &(*output.holder)["timing"])) return;
    if (node.IsString()) return cut_string(node);
    if (node.IsObject()) {
      // Not a range: clang finds the iterators' comparison of RapidJSON 1.1.0 ambiguous.
      for (rapidjson::SizeType i = 0; i < node.MemberCount(); ++i)
        cut_member(*(node.MemberBegin() + i));
    } else if (node.IsArray()) {
      cut_elements(node);
      for (auto& element : node.GetArray()) cut(element);
    }
  }
};

void keep_the_top(Json& json) {
  for (rapidjson::SizeType i = json.MemberCount(); i-- > 0;) {
    const auto member = json.MemberBegin() + i;
    if (member->value.IsObject() || member->value.IsArray()) json.EraseMember(member);
  }
}

// How much is missing, where the reader looks for it.
void tell(Json& json, std::size_t before) {
  const std::size_t after = text_of(json).size();
  std::int64_t missing = before > after ? static_cast<std::int64_t>(before - after) : 0;
  if (!json.HasMember(kTruncated)) {
    json.AddMember(rapidjson::StringRef(kTruncated), Node(missing), json.GetAllocator());
    return;
  }
  Node& told = json[kTruncated];
  if (told.IsInt64()) missing += told.GetInt64();
  told.SetInt64(missing);
}

}  // namespace

std::string shorten(std::string_view object, std::size_t most) {
  if (object.size() <= most) return std::string(object);
  Json original;
  original.Parse<rapidjson::kParseIterativeFlag>(object.data(), object.size());
  if (!original.IsObject()) return std::string(object);
  std::size_t strings = kMostString;
  rapidjson::SizeType elements = kMostElements;
  std::string text;
  while (true) {
    Json json;
    json.CopyFrom(original, json.GetAllocator());
    const TimedOutput output = find_output(json);
    Cutter{strings, elements, json.GetAllocator(), output.there() ? output : TimedOutput()}.cut(
        json);
    if (output.there()) shorten_output(output, strings, json.GetAllocator());
    const bool last = strings <= kLeastString && elements <= 1;
    if (last) keep_the_top(json);
    tell(json, object.size());
    text = text_of(json);
    if (text.size() <= most || last) return text;
    if (strings > kLeastString) {
      strings /= 2;
    } else {
      elements /= 2;
    }
  }
}

}  // namespace auweave::json
