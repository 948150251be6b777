#include "json/shorten.h"

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>

#include "base/text.h"

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

// The place at or before `at` where no character and no \xHH is cut through.
std::size_t whole_until(std::string_view text, std::size_t at) {
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) --at;
  const std::size_t slash = text.substr(0, at).rfind('\\');
  if (slash != std::string_view::npos && at - slash < 4) at = slash;
  // Backslashes come in pairs there.
  const std::size_t other = text.substr(0, at).find_last_not_of('\\');
  const std::size_t slashes = at - (other == std::string_view::npos ? 0 : other + 1);
  return at - slashes % 2;
}

struct Cutter {
  std::size_t most_string;
  rapidjson::SizeType most_elements;
  Json::AllocatorType& memory;

  void cut_string(Node& node) const {
    const std::string_view text(node.GetString(), node.GetStringLength());
    if (text.size() <= most_string) return;
    std::string kept(text.substr(0, whole_until(text, most_string - kMark.size())));
    kept += kMark;
    node.SetString(kept.data(), static_cast<rapidjson::SizeType>(kept.size()), memory);
  }

  // What other documents are joined by stays whole.
  void cut_member(Node::Member& member) const {
    const std::string_view name(member.name.GetString(), member.name.GetStringLength());
    if (name != "session_id" && name != "recording_id" && name != "host") cut(member.value);
  }

  // Documents of auweave's own mappings nest a few levels, so that this does not go deep.
  void cut(Node& node) const {
    if (node.IsString()) return cut_string(node);
    if (node.IsObject()) {
      // Not a range: clang finds the iterators' comparison of RapidJSON 1.1.0 ambiguous.
      for (rapidjson::SizeType i = 0; i < node.MemberCount(); ++i)
        cut_member(*(node.MemberBegin() + i));
    } else if (node.IsArray()) {
      while (node.Size() > most_elements) node.PopBack();
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
    Cutter{strings, elements, json.GetAllocator()}.cut(json);
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
