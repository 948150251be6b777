#include "mapping/plan_reader.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/nearest.h"
#include "mapping/kind_reader.h"
#include "mapping/table_reader.h"

namespace auweave::mapping {
namespace {

using yaml::Node;
using Kind = Node::Kind;

constexpr std::array<std::string_view, 7> kKeys = {"version", "name",   "extends",  "remove",
                                                   "tables",  "limits", "documents"};
constexpr int kDeepest = 8;  // files that extend each other

class PlanReader {
 public:
  explicit PlanReader(Reading& reading) : reading_(reading) {}

  void read(const Node& root, int depth) {
    if (root.kind != Kind::map || root.members.empty())
      return problem(root, "a mapping has the keys `version` and `documents`");
    only_keys(root, kKeys, reading_);
    version(root);
    if (const Node* name = root.find("name")) read_text(*name, reading_);
    const Node* parent = root.find("extends");
    if (parent != nullptr) extend(*parent, depth);
    if (const Node* node = root.find("remove")) remove(*node);
    if (const Node* node = root.find("tables")) tables(*node);
    if (const Node* node = root.find("limits")) limits(*node);
    const Node* documents = root.find("documents");
    if (documents != nullptr) return kinds(*documents);
    if (parent == nullptr) problem(root, "`documents` is missing");
  }

  Plan finished() {
    for (std::size_t i = 0; i < drafts_.size(); ++i) {
      plan_.kinds[i] = std::move(drafts_[i].plan);
      plan_.kinds[i].guards = Guards(plan_.kinds[i].rules);
      plan_.kinds[i].steps = std::move(drafts_[i].tree).flattened();
    }
    plan_.tables = std::move(reading_.tables);
    return std::move(plan_);
  }

 private:
  void problem(const Node& at, const std::string& what) { reading_.problems.add(at, what); }

  void version(const Node& root) {
    const Node* version = root.find("version");
    if (version == nullptr) return problem(root, "`version: 1` is missing");
    if (version->text != "1") problem(*version, "this auweave reads mappings of version 1");
  }

  void extend(const Node& node, int depth) {
    const std::string* name = read_text(node, reading_);
    if (name == nullptr) return;
    if (depth == kDeepest)
      return problem(node,
                     "mappings extend each other " + std::to_string(kDeepest) + " deep: a circle?");
    const auto path = reading_.find(*name);
    if (!path.ok()) return problem(node, path.error().message);
    const auto root = yaml::load(*path);
    if (!root.ok()) return problem(node, root.error().message);
    read(*root, depth + 1);
  }

  // A path goes from each kind that writes it.
  void remove(const Node& list) {
    if (list.kind != Kind::list || list.items.empty())
      return problem(list, "a list of paths is expected here");
    for (const Node& path : list.items) {
      bool removed = false;
      std::set<std::string_view> all;
      for (KindDraft& draft : drafts_) {
        removed = draft.tree.remove(path.text) || removed;
        const auto paths = draft.tree.paths();
        all.insert(paths.begin(), paths.end());
      }
      if (removed) continue;
      const std::vector<std::string_view> known(all.begin(), all.end());
      problem(path, known.empty() ? "nothing is extended, so there is nothing to remove"
                                  : "no document of what is extended has '" + path.text + "'" +
                                        base::meant(path.text, known));
    }
  }

  void tables(const Node& map) {
    if (map.kind != Kind::map) return problem(map, "NAME: {VALUE: TEXT} pairs are expected here");
    for (const auto& [name, table] : map.members)
      reading_.named[name.text] = reading_.keep(read_table(table, reading_));
  }

  void limits(const Node& map) {
    constexpr std::array<std::string_view, 2> kLimits = {"text", "items"};
    if (!only_keys(map, kLimits, reading_)) return;
    if (const Node* text = map.find("text")) {
      plan_.limits.text = read_size(*text, reading_).value_or(plan_.limits.text);
      if (plan_.limits.text < kLeastText) problem(*text, "at least 64 bytes are needed");
    }
    if (const Node* items = map.find("items"))
      plan_.limits.items = read_count(*items, reading_).value_or(plan_.limits.items);
  }

  void kinds(const Node& map) {
    if (map.kind != Kind::map || map.members.empty())
      return problem(map, "KIND: FIELDS pairs are expected here");
    for (const auto& [name, value] : map.members) {
      if (std::find(model::kKinds.begin(), model::kKinds.end(), name.text) == model::kKinds.end()) {
        problem(name, "unknown kind of document '" + name.text + "'" +
                          base::meant(name.text, model::kKinds));
      } else {
        read_kind(name, value, drafts_[model::kind_index(name.text)], reading_);
      }
    }
  }

  // Ids, times and addresses are whole.
  static constexpr std::size_t kLeastText = 64;

  Reading& reading_;
  std::array<KindDraft, model::kKinds.size()> drafts_;
  Plan plan_;
};

}  // namespace

base::Result<Plan> read_plan(const Node& root, const FindFile& find) {
  Reading reading{.find = find};
  PlanReader reader(reading);
  reader.read(root, 0);
  if (!reading.problems.none()) return reading.problems.error();
  return reader.finished();
}

}  // namespace auweave::mapping
