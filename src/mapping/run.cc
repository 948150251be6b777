#include "mapping/run.h"

#include <algorithm>

namespace auweave::mapping {

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

void Run::judge(const std::vector<Condition>& rules, const Subject& subject) {
  scratch_.held.clear();
  for (const Condition& rule : rules) scratch_.held.push_back(holds(rule, subject, scratch_));
}

void Run::write(const std::vector<Step>& steps, const Subject& subject) {
  for (const Step& step : steps) {
    if (step.what == Step::What::open) {
      out_.begin_object(step.key);
    } else if (step.what == Step::What::close) {
      out_.end_object();
    } else if (step.plain != nullptr) {
      write_scalar(out_, step.key, read_scalar(*step.plain, subject, scratch_), limits_, scratch_);
    } else if (const Choice* choice = chosen(step.choices)) {
      leaf(step.key, choice->recipe, subject);
    }
  }
}

const Choice* Run::chosen(const std::vector<Choice>& choices) const {
  const auto found = std::find_if(choices.rbegin(), choices.rend(),
                                  [&](const Choice& each) { return is_held(each.rule); });
  return found == choices.rend() ? nullptr : &*found;
}

void Run::leaf(const json::Key& key, const Recipe& recipe, const Subject& subject) {
  if (recipe.kind == Recipe::Kind::each) {
    each(key, recipe, subject);
  } else if (recipe.is_fixed() && recipe.constant->json().size() <= limits_.text / 4) {
    out_.verbatim(key, recipe.constant->json());
  } else if (recipe.is_field() && recipe.field->scalar != nullptr) {
    write_scalar(out_, key, read_scalar(*recipe.field, subject, scratch_), limits_, scratch_);
  } else {
    write_value(out_, key, evaluate(recipe, subject, scratch_), limits_, scratch_);
  }
}

void Run::each(const json::Key& key, const Recipe& recipe, const Subject& subject) {
  const std::size_t count = std::min(recipe.field->count(subject), limits_.items);
  out_.begin_array(key);
  for (std::size_t i = 0; i < count; ++i) {
    const Subject object = recipe.field->object(subject, i);
    if (recipe.where.has_value() && !holds(*recipe.where, object, scratch_)) continue;
    out_.begin_element();
    write(recipe.steps.all(), object);
    out_.end_object();
  }
  out_.end_array();
}

}  // namespace auweave::mapping
