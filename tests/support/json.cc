#include "support/json.h"

#include <rapidjson/prettywriter.h>
#include <rapidjson/schema.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>

#include "support/text_file.h"

namespace auweave::support {
namespace {

void write_sorted(const rapidjson::Value& value, rapidjson::Writer<rapidjson::StringBuffer>& out) {
  if (value.IsObject()) {
    std::vector<std::pair<std::string, const rapidjson::Value*>> members;
    for (const auto& member : value.GetObject())
      members.emplace_back(member.name.GetString(), &member.value);
    std::sort(members.begin(), members.end());
    out.StartObject();
    for (const auto& [name, member] : members) {
      out.Key(name.c_str());
      write_sorted(*member, out);
    }
    out.EndObject();
  } else if (value.IsArray()) {
    out.StartArray();
    for (const auto& element : value.GetArray()) write_sorted(element, out);
    out.EndArray();
  } else {
    value.Accept(out);
  }
}

const rapidjson::SchemaDocument& schema_of(const std::string& kind) {
  static std::map<std::string, std::unique_ptr<rapidjson::SchemaDocument>> schemas;
  auto& schema = schemas[kind];
  if (schema == nullptr) {
    const auto text = parse(read_file(source_folder() + "/docs/schema/" + kind + ".json"));
    schema = std::make_unique<rapidjson::SchemaDocument>(text);
  }
  return *schema;
}

}  // namespace

rapidjson::Document parse(const std::string& text) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseValidateEncodingFlag | rapidjson::kParseIterativeFlag>(
      text.data(), text.size());
  if (document.HasParseError()) {
    std::fprintf(stderr, "tests: no JSON: %s\n", text.c_str());
    std::abort();
  }
  return document;
}

std::string pretty(const std::string& json) {
  rapidjson::StringBuffer buffer;
  rapidjson::PrettyWriter<rapidjson::StringBuffer> writer(buffer);
  writer.SetIndent(' ', 1);
  writer.SetFormatOptions(rapidjson::kFormatSingleLineArray);
  parse(json).Accept(writer);
  return std::string(buffer.GetString()) + "\n";
}

std::string text(const rapidjson::Value& object, const char* name) {
  const auto member = object.FindMember(name);
  if (member == object.MemberEnd() || !member->value.IsString()) return "";
  return {member->value.GetString(), member->value.GetStringLength()};
}

std::optional<std::int64_t> number(const rapidjson::Value& object, const char* name) {
  const auto member = object.FindMember(name);
  if (member == object.MemberEnd() || !member->value.IsInt64()) return std::nullopt;
  return member->value.GetInt64();
}

std::string canonical(const rapidjson::Value& value) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  write_sorted(value, writer);
  return buffer.GetString();
}

std::string schema_problem(const std::string& document) {
  const rapidjson::Document parsed = parse(document);
  rapidjson::SchemaValidator validator(schema_of(text(parsed, "kind")));
  if (parsed.Accept(validator)) return "";
  rapidjson::StringBuffer at;
  validator.GetInvalidDocumentPointer().StringifyUriFragment(at);
  return std::string("at ") + at.GetString() + ": " + validator.GetInvalidSchemaKeyword() + " in " +
         document;
}

}  // namespace auweave::support
