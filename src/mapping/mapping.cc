#include "mapping/mapping.h"

#include <algorithm>
#include <set>

namespace auweave::mapping {
namespace {

using yaml::Node;
using Kind = Node::Kind;

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return result;
}

template <typename D>
std::string known_fields() {
  std::string names;
  for (const auto& field : fields_of<D>())
    names += (names.empty() ? "" : ", ") + std::string(field.name);
  return names;
}

// Compiles the part of one kind of document.
template <typename D>
class Compiler {
 public:
  Compiler(Plan<D>& plan, yaml::Problems& problems) : plan_(plan), problems_(problems) {}

  void compile(const Node& node) {
    plan_.wanted = true;
    if (node.items.empty() && node.members.empty()) {
      problems_.add(node, "no field is named here; leave the kind out to write none of it");
    } else if (node.kind == Kind::list) {
      names(node);
    } else if (node.kind == Kind::map) {
      members(node);
    } else {
      problems_.add(node, "a list of fields, or KEY: FIELD pairs, are expected here");
    }
  }

 private:
  // [a, b]: written under their own names.
  void names(const Node& list) {
    std::set<std::string> keys;
    for (const Node& item : list.items) {
      if (item.kind != Kind::scalar) {
        problems_.add(item, "a field's name is expected here");
      } else if (!keys.insert(lower(item.text)).second) {
        problems_.add(item, "'" + item.text + "' is written twice");
      } else {
        field(item.text, item, {});
      }
    }
  }

  void members(const Node& map) {
    std::set<std::string> keys;
    for (const auto& [key, value] : map.members) {
      // A SIEM that ignores case would take two such keys for one.
      if (!keys.insert(lower(key.text)).second) {
        problems_.add(key, "'" + key.text + "' differs from another key only in case");
      }
      member(key, value);
    }
  }

  void member(const Node& key, const Node& value) {
    if (key.text.starts_with('$')) {
      problems_.add(key, "unknown directive '" + key.text + "'");
    } else if (value.kind == Kind::scalar) {
      field(key.text, value, {});
    } else if (value.kind == Kind::map && is_directive(value)) {
      directive(key, value);
    } else if (value.kind == Kind::null) {
      problems_.add(key, "'" + key.text + "' names no field");
    } else if (value.kind == Kind::map && !value.members.empty()) {
      plan_.steps.push_back({Step<D>::Kind::open, key.text, nullptr, {}, {}});
      members(value);
      plan_.steps.push_back({Step<D>::Kind::close, {}, nullptr, {}, {}});
    } else {
      problems_.add(value, "a field's name or an object is expected here");
    }
  }

  static bool is_directive(const Node& map) {
    return std::any_of(map.members.begin(), map.members.end(),
                       [](const auto& member) { return member.name.text.starts_with('$'); });
  }

  // {$const: TEXT} or {$from: FIELD, $values: {a: b}}
  void directive(const Node& key, const Node& map) {
    const Node* constant = map.find("$const");
    const Node* from = map.find("$from");
    const Node* values = map.find("$values");
    for (const auto& [name, value] : map.members) {
      if (name.text != "$const" && name.text != "$from" && name.text != "$values") {
        problems_.add(name, "unknown directive '" + name.text + "'; known: $const, $from, $values");
      }
    }
    if ((constant != nullptr) == (from != nullptr)) {
      problems_.add(map, "either $const or $from is expected here");
    } else if (constant != nullptr && values != nullptr) {
      problems_.add(*values, "$values goes with $from");
    } else if (constant != nullptr && (constant->kind != Kind::scalar || constant->text.empty())) {
      problems_.add(*constant, "a text is expected here");
    } else if (constant != nullptr) {
      plan_.steps.push_back({Step<D>::Kind::constant, key.text, nullptr, constant->text, {}});
    } else if (from->kind != Kind::scalar) {
      problems_.add(*from, "a field's name is expected here");
    } else {
      field(key.text, *from, values == nullptr ? Texts() : texts(*values));
    }
  }

  using Texts = std::map<std::string, std::string, std::less<>>;
  Texts texts(const Node& values) {
    Texts result;
    if (values.kind != Kind::map) problems_.add(values, "VALUE: TEXT pairs are expected here");
    for (const auto& [from, to] : values.members) {
      if (to.kind != Kind::scalar) problems_.add(to, "a text is expected here");
      result[from.text] = to.text;
    }
    return result;
  }

  void field(const std::string& key, const Node& name, Texts values) {
    const auto all = fields_of<D>();
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const auto& def) { return def.name == name.text; });
    if (found == all.end()) {
      problems_.add(name, "unknown field '" + name.text + "'; known: " + known_fields<D>());
    } else if (!values.empty() && found->scalar == nullptr) {
      problems_.add(name,
                    "$values needs a field of one value; '" + name.text + "' is a list or object");
    } else {
      plan_.steps.push_back({Step<D>::Kind::field, key, &*found, {}, std::move(values)});
    }
  }

  Plan<D>& plan_;
  yaml::Problems& problems_;
};

template <typename D>
void compile_kind(const Node& kinds, std::string_view name, PlanSet& plans,
                  yaml::Problems& problems) {
  const Node* node = kinds.find(name);
  if (node != nullptr) Compiler<D>(std::get<Plan<D>>(plans), problems).compile(*node);
}

void check_kinds(const Node& kinds, yaml::Problems& problems) {
  if (kinds.kind != Kind::map) problems.add(kinds, "KIND: FIELDS pairs are expected here");
  for (const auto& [name, value] : kinds.members) {
    if (std::find(model::kKinds.begin(), model::kKinds.end(), name.text) == model::kKinds.end()) {
      problems.add(name, "unknown kind of document '" + name.text +
                             "'; known: event, tty, command, session, pipeline, deadletter");
    }
  }
}

template <typename D>
void write_field(const Step<D>& step, const D& document, const Options& options,
                 json::Writer& out) {
  if (step.field->block != nullptr) {
    step.field->block(document, step.key, options, out);
    return;
  }
  thread_local std::string scratch;
  Scalar value = step.field->scalar(document, scratch);
  if (!step.values.empty() && std::holds_alternative<std::string_view>(value)) {
    const auto other = step.values.find(std::get<std::string_view>(value));
    if (other != step.values.end()) value = std::string_view(other->second);
  }
  write_value(out, step.key, value);
}

template <typename D>
void run(const Plan<D>& plan, const D& document, const Options& options, json::Writer& out) {
  out.clear();
  out.begin_root();
  for (const Step<D>& step : plan.steps) {
    switch (step.kind) {
      case Step<D>::Kind::open:
        out.begin_object(step.key);
        break;
      case Step<D>::Kind::close:
        out.end_object();
        break;
      case Step<D>::Kind::constant:
        out.field(step.key, std::string_view(step.text));
        break;
      case Step<D>::Kind::field:
        write_field(step, document, options, out);
        break;
    }
  }
  out.end_root();
}

}  // namespace

base::Result<Mapping> Mapping::load(const std::string& path) {
  auto root = yaml::load(path);
  if (!root.ok()) return root.error();
  return compile(*root);
}

base::Result<Mapping> Mapping::compile(const Node& root) {
  yaml::Problems problems;
  Mapping mapping;
  if (root.kind != Kind::map)
    problems.add(root, "a mapping has the keys `mapping` and `documents`");
  for (const auto& [name, value] : root.members) {
    if (name.text != "mapping" && name.text != "documents") {
      problems.add(name, "unknown key '" + name.text + "'; known: mapping, documents");
    }
    if (name.text == "mapping" && value.kind != Kind::scalar)
      problems.add(value, "a name is expected here");
  }
  const Node* kinds = root.find("documents");
  if (kinds == nullptr) {
    if (root.kind == Kind::map) problems.add(root, "`documents` is missing");
    return problems.error();
  }
  check_kinds(*kinds, problems);
  compile_kind<model::EventDocument>(*kinds, "event", mapping.plans_, problems);
  compile_kind<model::TtyDocument>(*kinds, "tty", mapping.plans_, problems);
  compile_kind<model::CommandDocument>(*kinds, "command", mapping.plans_, problems);
  compile_kind<model::SessionDocument>(*kinds, "session", mapping.plans_, problems);
  compile_kind<model::PipelineDocument>(*kinds, "pipeline", mapping.plans_, problems);
  compile_kind<model::DeadletterDocument>(*kinds, "deadletter", mapping.plans_, problems);
  if (!problems.none()) return problems.error();
  const auto& steps = std::get<Plan<model::EventDocument>>(mapping.plans_).steps;
  mapping.whole_events_ = std::any_of(steps.begin(), steps.end(), [](const auto& step) {
    return step.field != nullptr && needs_whole(step.field->name);
  });
  return mapping;
}

bool Mapping::write(const model::Document& document, const Options& options,
                    json::Writer& out) const {
  return std::visit(
      [&]<typename D>(const D& d) {
        const auto& plan = std::get<Plan<D>>(plans_);
        if (plan.wanted) run(plan, d, options, out);
        return plan.wanted;
      },
      document);
}

}  // namespace auweave::mapping
