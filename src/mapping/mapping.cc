#include "mapping/mapping.h"

#include <algorithm>

#include "mapping/plan.h"
#include "mapping/plan_reader.h"

namespace auweave::mapping {
namespace {

bool is_chosen(const KindPlan& plan, const model::Document& document, const Subject& subject,
               Scratch& scratch) {
  const auto is_so = [&](const Condition& each) { return holds(each, subject, scratch); };
  if (std::any_of(plan.drop.begin(), plan.drop.end(), is_so)) return false;
  if (!plan.keep.empty() && std::none_of(plan.keep.begin(), plan.keep.end(), is_so)) return false;
  const auto sample = std::find_if(plan.samples.begin(), plan.samples.end(),
                                   [&](const Sample& each) { return is_so(each.when); });
  if (sample == plan.samples.end()) return true;
  // Ids are hashes: any part of one is as good as a throw of dice, and the same at each throw.
  std::uint64_t number = 0;
  for (const std::uint8_t byte : std::span(model::stamp_of(document).event_id).first<8>())
    number = number << 8U | byte;
  return number % sample->one_in == 0;
}

// Writes the steps of one document.
class Run {
 public:
  Run(const Limits& limits, Scratch& scratch, json::Writer& out)
      : limits_(limits), scratch_(scratch), out_(out) {}

  void judge(const std::vector<Condition>& rules, const Subject& subject) {
    held_.clear();
    for (const Condition& rule : rules) held_.push_back(holds(rule, subject, scratch_));
  }

  void write(const std::vector<Step>& steps, const Subject& subject) {
    for (const Step& step : steps) {
      if (step.what == Step::What::open) {
        out_.begin_object(step.key);
      } else if (step.what == Step::What::close) {
        out_.end_object();
      } else if (const Recipe* recipe = chosen(step.choices)) {
        leaf(step.key, *recipe, subject);
      }
    }
  }

 private:
  [[nodiscard]] const Recipe* chosen(const std::vector<Choice>& choices) const {
    const auto found = std::find_if(choices.rbegin(), choices.rend(), [&](const Choice& each) {
      return each.rule == Choice::kAlways || held_[each.rule];
    });
    return found == choices.rend() ? nullptr : &found->recipe;
  }

  void leaf(const std::string& key, const Recipe& recipe, const Subject& subject) {
    if (recipe.kind == Recipe::Kind::each) {
      each(key, recipe, subject);
    } else if (recipe.is_field() && recipe.field->scalar != nullptr) {
      write_scalar(out_, key, read_scalar(*recipe.field, subject, scratch_), limits_, scratch_);
    } else {
      write_value(out_, key, evaluate(recipe, subject, scratch_), limits_, scratch_);
    }
  }

  void each(const std::string& key, const Recipe& recipe, const Subject& subject) {
    const std::size_t count = std::min(recipe.field->count(subject), limits_.items);
    out_.begin_array(key);
    for (std::size_t i = 0; i < count; ++i) {
      const Subject object = recipe.field->object(subject, i);
      if (recipe.where.has_value() && !holds(*recipe.where, object, scratch_)) continue;
      out_.begin_element();
      write(recipe.steps, object);
      out_.end_object();
    }
    out_.end_array();
  }

  const Limits& limits_;
  Scratch& scratch_;
  json::Writer& out_;
  std::vector<bool> held_;  // by rule
};

bool reads_whole(const Condition& condition) {
  return (condition.field != nullptr && condition.field->whole) ||
         std::any_of(condition.parts.begin(), condition.parts.end(), reads_whole);
}

bool reads_whole(const Recipe& recipe) {
  return (recipe.field != nullptr && recipe.field->whole) ||
         std::any_of(recipe.parts.begin(), recipe.parts.end(),
                     [](const Recipe& part) { return reads_whole(part); });
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

bool Mapping::write(const model::Document& document, const Options& options,
                    json::Writer& out) const {
  const KindPlan& plan = plan_->kinds.at(document.index());
  if (!plan.wanted) return false;
  thread_local Scratch scratch;  // keeps its memory
  scratch.clear();
  scratch.with_raw = options.with_raw;
  const Subject subject = subject_of(document);
  if (!is_chosen(plan, document, subject, scratch)) return false;
  Run run(plan_->limits, scratch, out);
  run.judge(plan.rules, subject);
  out.clear();
  out.begin_root();
  run.write(plan.steps, subject);
  out.end_root();
  return true;
}

bool Mapping::whole_events() const {
  const KindPlan& events = plan_->kinds.front();
  const auto any = [](const auto& list, auto part) {
    return std::any_of(list.begin(), list.end(), part);
  };
  const auto condition = [](const Condition& each) { return reads_whole(each); };
  const auto sample = [](const Sample& each) { return reads_whole(each.when); };
  const auto choice = [](const Choice& each) { return reads_whole(each.recipe); };
  const auto step = [&](const Step& each) { return any(each.choices, choice); };
  return any(events.steps, step) || any(events.rules, condition) || any(events.drop, condition) ||
         any(events.keep, condition) || any(events.samples, sample);
}

}  // namespace auweave::mapping
