#include "mapping/recipe.h"

#include <algorithm>

#include "mapping/transform.h"

namespace auweave::mapping {
namespace {

Value first(const Recipe& recipe, const Subject& subject, Scratch& scratch) {
  for (const Recipe& part : recipe.parts) {
    Value value = evaluate(part, subject, scratch);
    if (is_there(value)) return value;
  }
  return {};
}

// `once`: what is in the list already is not added.
void add(std::vector<std::string_view>& list, const Value& value, bool once, Scratch& scratch) {
  const auto add_text = [&](std::string_view text) {
    if (!once || std::find(list.begin(), list.end(), text) == list.end()) list.push_back(text);
  };
  if (const auto* texts = std::get_if<Texts>(&value)) {
    for (const std::string_view text : *texts) add_text(text);
    return;
  }
  const Value text = as_text(value, scratch);
  if (const auto* written = std::get_if<std::string_view>(&text)) add_text(*written);
}

Value several(const Recipe& recipe, const Subject& subject, Scratch& scratch) {
  auto& list = scratch.list();
  for (const Recipe& part : recipe.parts)
    add(list, evaluate(part, subject, scratch), recipe.kind == Recipe::Kind::all, scratch);
  return Texts(list);
}

const Constant* entry(const Table& table, std::string_view text) {
  const auto found = table.find(text);
  return found == table.end() ? nullptr : &found->second;
}

// Of a list, what stands for each of its texts.
Value look_up(const Table& table, const Value& value, Scratch& scratch) {
  if (const auto* texts = std::get_if<Texts>(&value)) {
    auto& list = scratch.list();
    for (const std::string_view text : *texts) {
      if (const Constant* found = entry(table, text)) add(list, found->value(), true, scratch);
    }
    return Texts(list);
  }
  const Value text = as_text(value, scratch);
  const auto* written = std::get_if<std::string_view>(&text);
  const Constant* found = written == nullptr ? nullptr : entry(table, *written);
  return found == nullptr ? Value() : found->value();
}

Value begin(const Recipe& recipe, const Subject& subject, Scratch& scratch) {
  switch (recipe.kind) {
    case Recipe::Kind::field:
      return read_field(*recipe.field, subject, scratch);
    case Recipe::Kind::constant:
      return recipe.constant->value();
    case Recipe::Kind::first:
      return first(recipe, subject, scratch);
    case Recipe::Kind::all:
    case Recipe::Kind::list:
      return several(recipe, subject, scratch);
    case Recipe::Kind::each:
      break;
  }
  return {};
}

}  // namespace

Steps::Steps() : all_(std::make_unique<std::vector<Step>>()) {}
Steps::Steps(std::vector<Step> all) : all_(std::make_unique<std::vector<Step>>(std::move(all))) {}
Steps::Steps(Steps&&) noexcept = default;
Steps& Steps::operator=(Steps&&) noexcept = default;
Steps::~Steps() = default;
void Steps::add(Step step) { all_->push_back(std::move(step)); }

Value Constant::value() const {
  if (type_ == Type::text) return views_.front();
  return type_ == Type::texts ? Value(Texts(views_)) : value_of(scalar_);
}

Value read_field(const Field& field, const Subject& subject, Scratch& scratch) {
  if (field.raw && !scratch.with_raw) return {};
  if (field.scalar != nullptr) return value_of(read_scalar(field, subject, scratch));
  if (field.texts == nullptr) return {};
  auto& list = scratch.list();
  field.texts(subject, list);
  return Texts(list);
}

Value evaluate(const Recipe& recipe, const Subject& subject, Scratch& scratch) {
  Value value = begin(recipe, subject, scratch);
  for (const Transform& transform : recipe.to) value = apply(transform, value, scratch);
  if (recipe.table != nullptr) value = look_up(*recipe.table, value, scratch);
  if (recipe.otherwise.has_value() && !is_there(value)) return recipe.otherwise->value();
  return value;
}

}  // namespace auweave::mapping
