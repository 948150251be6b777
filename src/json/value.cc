#include "json/value.h"

#include <rapidjson/document.h>
#include <rapidjson/error/en.h>

#include <string>

namespace auweave::json {

struct Value::Impl {
  rapidjson::Document document;

  static std::unique_ptr<Impl> copy_of(const rapidjson::Value& value) {
    auto impl = std::make_unique<Impl>();
    impl->document.CopyFrom(value, impl->document.GetAllocator());
    return impl;
  }

  [[nodiscard]] const rapidjson::Value* at(std::size_t place) const {
    const bool there = document.IsArray() && place < document.Size();
    return there ? &document[static_cast<rapidjson::SizeType>(place)] : nullptr;
  }

  [[nodiscard]] const rapidjson::Value* find(std::string_view name) const {
    const rapidjson::Value key(rapidjson::StringRef(name.data(), name.size()));
    const auto found = document.FindMember(key);
    return found == document.MemberEnd() ? nullptr : &found->value;
  }
};

Value::Value(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Value::Value(Value&&) noexcept = default;
Value& Value::operator=(Value&&) noexcept = default;
Value::~Value() = default;

base::Result<Value> Value::parse(std::string_view text) {
  // Not kParseFullPrecisionFlag: RapidJSON 1.1.0 then calls clz(0) on some numbers (found by
  // fuzzing). Without it the last few bits of a double may differ, and nothing here needs them.
  constexpr unsigned flags = rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag;
  auto impl = std::make_unique<Impl>();
  impl->document.Parse<flags>(text.data(), text.size());
  if (impl->document.HasParseError()) {
    return base::Error{base::ErrorKind::parse,
                       std::string(GetParseError_En(impl->document.GetParseError())) + " (byte " +
                           std::to_string(impl->document.GetErrorOffset()) + ")"};
  }
  return Value(std::move(impl));
}

base::Result<Value> Value::parse_object(std::string_view text) {
  auto value = parse(text);
  if (value.ok() && !value->impl_->document.IsObject())
    return base::Error{base::ErrorKind::parse, "not a JSON object"};
  return value;
}

base::Result<Value> Value::parse_array(std::string_view text) {
  auto value = parse(text);
  if (value.ok() && !value->impl_->document.IsArray())
    return base::Error{base::ErrorKind::parse, "not a JSON array"};
  return value;
}

std::optional<double> Value::number_at(std::size_t place) const {
  const rapidjson::Value* value = impl_->at(place);
  if (value == nullptr || !value->IsNumber()) return std::nullopt;
  return value->GetDouble();
}

std::optional<std::string_view> Value::string_at(std::size_t place) const {
  const rapidjson::Value* value = impl_->at(place);
  if (value == nullptr || !value->IsString()) return std::nullopt;
  return std::string_view(value->GetString(), value->GetStringLength());
}

std::optional<std::string_view> Value::string(std::string_view name) const {
  const rapidjson::Value* value = impl_->find(name);
  if (value == nullptr || !value->IsString()) return std::nullopt;
  return std::string_view(value->GetString(), value->GetStringLength());
}

std::optional<std::int64_t> Value::integer(std::string_view name) const {
  const rapidjson::Value* value = impl_->find(name);
  if (value == nullptr || !value->IsInt64()) return std::nullopt;
  return value->GetInt64();
}

std::optional<double> Value::number(std::string_view name) const {
  const rapidjson::Value* value = impl_->find(name);
  if (value == nullptr || !value->IsNumber()) return std::nullopt;
  return value->GetDouble();
}

std::optional<bool> Value::flag(std::string_view name) const {
  const rapidjson::Value* value = impl_->find(name);
  if (value == nullptr || !value->IsBool()) return std::nullopt;
  return value->GetBool();
}

std::optional<Value> Value::object(std::string_view name) const {
  const rapidjson::Value* value = impl_->find(name);
  if (value == nullptr || !value->IsObject()) return std::nullopt;
  return Value(Impl::copy_of(*value));
}

std::vector<Value> Value::objects(std::string_view name) const {
  const rapidjson::Value* value = impl_->find(name);
  std::vector<Value> objects;
  if (value == nullptr || !value->IsArray()) return objects;
  for (const auto& element : value->GetArray()) {
    if (element.IsObject()) objects.push_back(Value(Impl::copy_of(element)));
  }
  return objects;
}

std::vector<std::string_view> Value::names() const {
  std::vector<std::string_view> names;
  const rapidjson::Document& all = impl_->document;
  for (rapidjson::SizeType i = 0; i < all.MemberCount(); ++i) {
    const auto& name = (all.MemberBegin() + i)->name;
    names.emplace_back(name.GetString(), name.GetStringLength());
  }
  return names;
}

std::optional<std::vector<std::int64_t>> Value::integers(std::string_view name) const {
  const rapidjson::Value* value = impl_->find(name);
  if (value == nullptr || !value->IsArray()) return std::nullopt;
  std::vector<std::int64_t> numbers;
  for (const auto& element : value->GetArray()) {
    if (!element.IsInt64()) return std::nullopt;
    numbers.push_back(element.GetInt64());
  }
  return numbers;
}

std::optional<std::vector<std::string_view>> Value::strings(std::string_view name) const {
  const rapidjson::Value* value = impl_->find(name);
  if (value == nullptr || !value->IsArray()) return std::nullopt;
  std::vector<std::string_view> strings;
  for (const auto& element : value->GetArray()) {
    if (!element.IsString()) return std::nullopt;
    strings.emplace_back(element.GetString(), element.GetStringLength());
  }
  return strings;
}

}  // namespace auweave::json
