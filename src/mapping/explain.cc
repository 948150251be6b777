#include "mapping/explain.h"

#include <algorithm>

#include "mapping/origin.h"
#include "mapping/plan.h"
#include "mapping/run.h"

namespace auweave::mapping {
namespace {

// The fields that a recipe reads, those of its parts included.
void add_fields(const Recipe& recipe, std::vector<const Field*>& fields) {
  if (recipe.field != nullptr) fields.push_back(recipe.field);
  for (const Recipe& part : recipe.parts) add_fields(part, fields);
}

bool is_there(const Field& field, const Subject& subject, Scratch& scratch) {
  if (field.count != nullptr) return field.count(subject) > 0;
  return mapping::is_there(read_field(field, subject, scratch));
}

class Explainer {
 public:
  Explainer(const KindPlan& plan, const Limits& limits, const Subject& subject, Scratch& scratch)
      : run_(limits, scratch, out_), plan_(plan), subject_(subject), scratch_(scratch) {
    run_.judge(plan, subject);
  }

  std::vector<Explained> explain() {
    std::vector<std::string> path;
    for (const Step& step : plan_.steps) {
      if (step.what == Step::What::close) {
        path.pop_back();
        continue;
      }
      path.push_back((path.empty() ? "" : path.back() + ".") + step.key.name());
      if (step.what == Step::What::open) continue;
      all_.push_back(leaf(path.back(), step));
      path.pop_back();
    }
    return std::move(all_);
  }

 private:
  Explained leaf(const std::string& path, const Step& step) {
    Explained told;
    told.path = path;
    const Choice* choice = run_.chosen(step.choices);
    if (choice == nullptr) {
      told.why = "no rule of it holds";
      return told;
    }
    told.place = choice->place;
    std::vector<const Field*> fields;
    add_fields(choice->recipe, fields);
    std::string absent;
    for (const Field* field : fields) add_field(*field, told, absent);
    told.value = value_of(step.key, choice->recipe);
    if (!told.value.empty()) return told;
    const bool found = !told.fields.empty() || fields.empty();
    told.why = found ? "its value stands for nothing here" : "absent: " + absent;
    return told;
  }

  void add_field(const Field& field, Explained& told, std::string& absent) {
    const std::string name(field.name);
    if (!is_there(field, subject_, scratch_)) {
      absent += (absent.empty() ? "" : ", ") + name;
      return;
    }
    if (std::find(told.fields.begin(), told.fields.end(), name) != told.fields.end()) return;
    told.fields.push_back(name);
    for (std::string& record : records_of(field, subject_))
      told.records.push_back(std::move(record));
  }

  // What stands behind "KEY": in an object of its own.
  std::string value_of(const json::Key& key, const Recipe& recipe) {
    out_.clear();
    out_.begin_root();
    const std::size_t begin = out_.text().size();
    run_.leaf(key, recipe, subject_);
    const std::string_view member = out_.text().substr(begin);
    return member.empty() ? "" : std::string(member.substr(key.rendered().size()));
  }

  json::Writer out_;
  Run run_;
  const KindPlan& plan_;
  const Subject& subject_;
  Scratch& scratch_;
  std::vector<Explained> all_;
};

}  // namespace

std::vector<Explained> explain(const Mapping& mapping, const model::Document& document,
                               const Options& options) {
  const Plan& plan = mapping.plan();
  const KindPlan& kind = plan.kinds.at(document.index());
  Scratch scratch;
  scratch.with_raw = options.with_raw;
  const Subject subject = subject_of(document);
  if (!kind.wanted || !is_chosen(kind, document, subject, scratch)) return {};
  return Explainer(kind, plan.limits, subject, scratch).explain();
}

}  // namespace auweave::mapping
