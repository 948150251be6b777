#include "mapping/mapping.h"

#include <algorithm>

#include "mapping/plan.h"
#include "mapping/plan_reader.h"
#include "mapping/run.h"

namespace auweave::mapping {
namespace {

bool reads_extended(const Condition& condition) {
  return (condition.field != nullptr && condition.field->extended) ||
         std::any_of(condition.parts.begin(), condition.parts.end(), reads_extended);
}

bool reads_extended(const Recipe& recipe) {
  return (recipe.field != nullptr && recipe.field->extended) ||
         std::any_of(recipe.parts.begin(), recipe.parts.end(),
                     [](const Recipe& part) { return reads_extended(part); });
}

}  // namespace

Mapping::Mapping(std::unique_ptr<const Plan> plan) : plan_(std::move(plan)) {}
Mapping::~Mapping() = default;
Mapping::Mapping(Mapping&&) noexcept = default;
Mapping& Mapping::operator=(Mapping&&) noexcept = default;

base::Result<Mapping> Mapping::load(const std::string& path, const FindFile& find) {
  auto root = yaml::load(path);
  if (!root.ok()) return root.error();
  return compile(*root, find);
}

base::Result<Mapping> Mapping::compile(const yaml::Node& root, const FindFile& find) {
  auto plan = read_plan(root, find);
  if (!plan.ok()) return plan.error();
  return Mapping(std::make_unique<const Plan>(std::move(*plan)));
}

bool Mapping::write(const model::Document& document, const Options& options, json::Writer& out,
                    Address* address) const {
  const KindPlan& plan = plan_->kinds.at(document.index());
  if (!plan.wanted) return false;
  thread_local Scratch scratch;  // keeps its memory
  scratch.clear();
  scratch.with_raw = options.with_raw;
  const Subject subject = subject_of(document);
  if (!is_chosen(plan, document, subject, scratch)) return false;
  Run run(plan_->limits, scratch, out);
  run.judge(plan, subject);
  out.clear();
  out.begin_root();
  run.write(plan.steps, subject);
  out.end_root();
  if (address != nullptr) run.address(plan, subject, *address);
  return true;
}

std::set<std::string> Mapping::topics() const {
  std::set<std::string> names;
  for (const KindPlan& plan : plan_->kinds) {
    for (const TopicChoice& choice : plan.topics) names.insert(choice.topic);
  }
  return names;
}

bool Mapping::writes_extended() const {
  const KindPlan& events = plan_->kinds.front();
  const auto any = [](const auto& list, auto part) {
    return std::any_of(list.begin(), list.end(), part);
  };
  const auto condition = [](const Condition& each) { return reads_extended(each); };
  const auto sample = [](const Sample& each) { return reads_extended(each.when); };
  const auto choice = [](const Choice& each) { return reads_extended(each.recipe); };
  const auto step = [&](const Step& each) { return any(each.choices, choice); };
  const auto header = [](const HeaderRecipe& each) { return reads_extended(each.recipe); };
  return (events.key.has_value() && reads_extended(*events.key)) || any(events.headers, header) ||
         any(events.steps, step) || any(events.rules, condition) || any(events.drop, condition) ||
         any(events.keep, condition) || any(events.samples, sample);
}

}  // namespace auweave::mapping
