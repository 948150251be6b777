#include "siem_documents.h"

#include <arpa/inet.h>

#include <array>
#include <cctype>
#include <ctime>
#include <filesystem>
#include <functional>

#include "model/document.h"
#include "replay.h"
#include "support/capture.h"
#include "support/json.h"

namespace auweave::e2e {
namespace {

using rapidjson::Value;
using support::text;

// Lucene's longest term has 32,766 bytes.
constexpr std::size_t kLong = 33'000;
// With what is around it almost all that librdkafka sends at once (message.max.bytes: 1,000,000).
constexpr std::size_t kWhole = 990'000;
constexpr std::size_t kEscaped = 1'000'000;  // more than there are extreme ones

std::string value_text(const Value& value) {
  return value.IsString() ? std::string(value.GetString(), value.GetStringLength())
                          : support::canonical(value);
}

void collect(const Value& value, const std::string& path, std::vector<std::string>& out) {
  if (value.IsArray()) {
    for (const Value& each : value.GetArray()) collect(each, path, out);
    return;
  }
  if (path.empty()) {
    out.push_back(value_text(value));
    return;
  }
  if (!value.IsObject()) return;
  const std::size_t dot = path.find('.');
  const auto member = value.FindMember(path.substr(0, dot).c_str());
  if (member == value.MemberEnd()) return;
  collect(member->value, dot == std::string::npos ? "" : path.substr(dot + 1), out);
}

std::string first_at(const Value& document, const std::string& path) {
  const auto values = values_at(document, path);
  return values.empty() ? "" : values.front();
}

Value extreme_text(std::size_t size, rapidjson::Document::AllocatorType& memory) {
  return Value(std::string(size, 'x').c_str(), memory);
}

Value extreme(const Value& mapping, rapidjson::Document::AllocatorType& memory) {
  if (mapping.HasMember("properties")) {
    Value object(rapidjson::kObjectType);
    for (const auto& each : mapping["properties"].GetObject())
      object.AddMember(Value(each.name, memory), extreme(each.value, memory), memory);
    Value list(rapidjson::kArrayType);
    list.PushBack(object, memory);
    return list;
  }
  const std::string type = text(mapping, "type");
  if (type == "long") return Value(INT64_MAX);
  if (type == "boolean") return Value(true);
  if (type == "ip") return Value("fe80::1%eth0", memory);
  if (type == "date")
    return Value(std::int64_t{253'402'300'799'999});  // the last one of four digits
  if (type == "date_nanos") return Value("2026-11-21T06:42:30.198765432Z", memory);
  return extreme_text(type == "text" ? kWhole : kLong, memory);
}

// Digits that no other document has: the place in the list.
std::string extreme_id(std::size_t number) {
  std::string digits = std::to_string(number);
  return std::string(32 - digits.size(), 'e') + digits;
}

// Puts a value at a path, through objects that are made where there are none.
void put(Value& object, const std::string& path, Value value,
         rapidjson::Document::AllocatorType& memory) {
  const std::size_t dot = path.find('.');
  const std::string name = path.substr(0, dot);
  if (dot == std::string::npos) {
    object.RemoveMember(name.c_str());
    object.AddMember(Value(name.c_str(), memory), value, memory);
    return;
  }
  if (!object.HasMember(name.c_str()))
    object.AddMember(Value(name.c_str(), memory), Value(rapidjson::kObjectType), memory);
  put(object[name.c_str()], path.substr(dot + 1), std::move(value), memory);
}

rapidjson::Document bare(const SiemPreset& preset, const std::string& kind, std::size_t number) {
  rapidjson::Document document(rapidjson::kObjectType);
  auto& memory = document.GetAllocator();
  const auto set = [&](const std::string& flat, const std::string& value) {
    const std::string json = preset.value_of(flat, value);
    put(document, preset.path_of(flat),
        json.empty() ? Value(value.c_str(), memory) : Value(support::parse(json), memory), memory);
  };
  set("kind", kind);
  set("event_id", extreme_id(number));
  set("time", "2001-01-01T00:00:00.000Z");
  set("host", "extreme");
  if (kind != "deadletter") set("session_id", "extreme:00000000:" + std::to_string(number));
  return document;
}

// What a document is known by.
bool is_fixed(const SiemPreset& preset, const std::string& path) {
  return path == preset.path_of("kind") || path == preset.path_of("event_id") ||
         path == preset.path_of("time") || path == preset.path_of("host");
}

// Each field of a template: a list of objects is one, an object that only groups is none.
void each_field(const Value& properties, const std::string& prefix,
                const std::function<void(const std::string&, const Value&)>& action) {
  for (const auto& field : properties.GetObject()) {
    const std::string path = prefix + field.name.GetString();
    const bool groups = field.value.HasMember("properties") && !field.value.HasMember("type");
    if (groups) each_field(field.value["properties"], path + ".", action);
    if (!groups) action(path, field.value);
  }
}

}  // namespace

SiemDocument siem_document(const SiemPreset& preset, const std::string& text) {
  SiemDocument made;
  made.text = text;
  made.json = support::parse(text);
  made.kind = first_at(made.json, preset.path_of("kind"));
  made.id = first_at(made.json, preset.path_of("event_id"));
  made.key = first_at(made.json, preset.path_of("session_id"));
  if (made.key.empty()) made.key = first_at(made.json, preset.path_of("host"));
  return made;
}

std::vector<SiemDocument> documents_of_captures(const SiemPreset& preset) {
  std::vector<SiemDocument> all;
  for (const std::string& name : support::capture_names()) {
    Replay replay(name);
    if (!replay.capture.sshd.empty()) {
      replay.sshd_path = replay.folder.path("sshd.log");
      support::write_file(replay.sshd_path, replay.capture.sshd.front());
    }
    const std::string sudo_io = support::fixture("captures/" + name + "/sudo-io");
    if (std::filesystem::exists(sudo_io)) replay.sudo_io = sudo_io;
    for (const std::string& line : replay.shaped(preset.name))
      all.push_back(siem_document(preset, line));
  }
  return all;
}

std::vector<SiemDocument> extreme_documents(const SiemPreset& preset) {
  std::vector<SiemDocument> all;
  for (const std::string_view kind : model::kKinds) {
    const auto index_template =
        support::parse(support::read_file(support::source_folder() + "/siem/opensearch/" +
                                          preset.name + "-" + std::string(kind) + ".json"));
    const auto add = [&](const std::string& path, const Value& mapping) {
      if (is_fixed(preset, path)) return;
      auto document = bare(preset, std::string(kind), all.size());
      auto& memory = document.GetAllocator();
      put(document, path, extreme(mapping, memory), memory);
      all.push_back(siem_document(preset, support::canonical(document)));
    };
    each_field(index_template["template"]["mappings"]["properties"], "", add);
    all.push_back(
        siem_document(preset, support::canonical(bare(preset, std::string(kind), all.size()))));
  }
  return all;
}

SiemDocument escaped_document(const SiemPreset& preset) {
  std::string every =
      "\\u0041 \\n / \"q\" %rawmsg% %$!% \x7f \xe2\x80\xa8 \xc3\xa9 \xf0\x9f\x98\x80 \xef\xbf\xbf ";
  for (char c = 1; c < ' '; ++c) every += c;
  auto document = bare(preset, "event", kEscaped);
  auto& memory = document.GetAllocator();
  put(document, preset.path_of("actor"), Value(every.c_str(), memory), memory);
  if (preset.sentences.contains("message"))
    put(document, "message", Value(every.c_str(), memory), memory);
  return siem_document(preset, support::canonical(document));
}

std::string refused_document(const SiemPreset& preset) {
  auto document = bare(preset, "event", 0);
  auto& memory = document.GetAllocator();
  put(document, preset.path_of("event_id"), Value(std::string(32, 'f').c_str(), memory), memory);
  put(document, "a_stranger", Value(1), memory);
  // rsyslog makes something of its own of this.
  put(document, "message", Value("m"), memory);
  return support::canonical(document);
}

std::string index_of(const SiemPreset& preset, const SiemDocument& document) {
  std::string day = first_at(document.json, preset.path_of("time"));
  if (day.empty() || day == "0") return "audit-" + document.kind + "-undated";
  if (day.find_first_not_of("0123456789") == std::string::npos) {
    const std::time_t seconds = std::stoll(day) / 1000;
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    day.resize(64);
    day.resize(std::strftime(day.data(), day.size(), "%Y-%m-%d", &parts));
  }
  const bool daily =
      document.kind == "event" || document.kind == "tty" || document.kind == "command";
  return "audit-" + document.kind + "-" + day.substr(0, daily ? 10 : 7);
}

std::vector<std::string> values_at(const Value& document, const std::string& path) {
  std::vector<std::string> values;
  collect(document, path, values);
  return values;
}

bool has_words(const std::string& text, const std::string& words) {
  const auto spaced = [](const std::string& from) {
    std::string out = " ";
    for (const char c : from) {
      const bool letter = std::isalnum(static_cast<unsigned char>(c)) != 0 || (c & 0x80) != 0;
      if (letter) out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
      if (!letter && out.back() != ' ') out += ' ';
    }
    return out.back() == ' ' ? out : out + ' ';
  };
  return spaced(text).find(spaced(words)) != std::string::npos;
}

bool is_within(const std::string& address, const std::string& cidr) {
  const std::size_t slash = cidr.find('/');
  const int family = cidr.find(':') == std::string::npos ? AF_INET : AF_INET6;
  std::array<unsigned char, 16> one{};
  std::array<unsigned char, 16> other{};
  if (::inet_pton(family, address.c_str(), one.data()) != 1) return false;
  if (::inet_pton(family, cidr.substr(0, slash).c_str(), other.data()) != 1) return false;
  const int bits = std::stoi(cidr.substr(slash + 1));
  for (int i = 0; i < bits; ++i) {
    const auto at = static_cast<std::size_t>(i / 8);
    if (((one[at] ^ other[at]) >> (7 - i % 8) & 1) != 0) return false;
  }
  return true;
}

}  // namespace auweave::e2e
