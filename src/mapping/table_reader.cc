#include "mapping/table_reader.h"

#include "base/text.h"

namespace auweave::mapping {
namespace {

using yaml::Node;

std::optional<Constant> read_list(const Node& list, Reading& reading) {
  std::vector<std::string> texts;
  for (const Node& item : list.items) {
    if (const std::string* text = read_text(item, reading)) texts.push_back(*text);
  }
  if (texts.empty()) {
    if (list.items.empty()) reading.problems.add(list, "an empty list is never written");
    return std::nullopt;
  }
  return Constant(std::move(texts));
}

}  // namespace

std::optional<Constant> read_constant(const Node& node, Reading& reading) {
  if (node.kind == Node::Kind::list) return read_list(node, reading);
  if (node.kind != Node::Kind::scalar || node.text.empty()) {
    reading.problems.add(node, "a text, a number, true, false or a list of texts is expected here");
    return std::nullopt;
  }
  if (!node.quoted) {
    if (const auto number = base::parse_signed(node.text)) return Constant(*number);
    if (node.text == "true" || node.text == "false") return Constant(node.text == "true");
  }
  return Constant(node.text);
}

Table read_table(const Node& node, Reading& reading) {
  Table table;
  if (node.kind != Node::Kind::map || node.members.empty()) {
    reading.problems.add(node, "VALUE: TEXT pairs are expected here");
    return table;
  }
  std::optional<Type> type;
  for (const auto& [from, to] : node.members) {
    auto constant = read_constant(to, reading);
    if (!constant.has_value()) continue;
    if (type.value_or(constant->type()) != constant->type()) {
      reading.problems.add(to, "this is " + std::string(type_name(constant->type())) +
                                   ", those before are each " + std::string(type_name(*type)));
    }
    type = type.value_or(constant->type());
    table.emplace(from.text, std::move(*constant));
  }
  return table;
}

std::optional<Type> type_of(const Table& table) {
  return table.empty() ? std::nullopt : std::optional(table.begin()->second.type());
}

}  // namespace auweave::mapping
