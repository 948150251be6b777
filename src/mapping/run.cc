#include "mapping/run.h"

#include <algorithm>

#include "base/hash.h"

namespace auweave::mapping {

bool is_chosen(const KindPlan& plan, const model::Document& document, const Subject& subject,
               Scratch& scratch) {
  const auto is_so = [&](const Condition& each) { return holds(each, subject, scratch); };
  if (std::any_of(plan.drop.begin(), plan.drop.end(), is_so)) return false;
  if (!plan.keep.empty() && std::none_of(plan.keep.begin(), plan.keep.end(), is_so)) return false;
  const auto sample = std::find_if(plan.samples.begin(), plan.samples.end(),
                                   [&](const Sample& each) { return is_so(each.when); });
  if (sample == plan.samples.end()) return true;
  // A hash of the id is as good as a throw of dice, and the same at each throw.
  return base::hash_of(model::stamp_of(document).event_id) % sample->one_in == 0;
}

void Run::judge(const KindPlan& plan, const Subject& subject) {
  std::vector<bool>& held = to_.scratch.held;
  held.assign(plan.rules.size(), false);
  plan.guards.each(subject, to_.scratch, [&](std::size_t rule) {
    if (!held[rule]) held[rule] = holds(plan.rules[rule], subject, to_.scratch);
  });
}

void Run::write(const std::vector<Step>& steps, const Subject& subject) {
  for (const Step& step : steps) {
    if (step.what == Step::What::open) {
      to_.out.begin_object(step.key);
    } else if (step.what == Step::What::close) {
      to_.out.end_object();
    } else if (step.plain != nullptr) {
      to_.scalar(step.key, read_scalar(*step.plain, subject, to_.scratch));
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
  } else if (recipe.is_fixed() && recipe.constant->json().size() <= to_.limits.text / 4) {
    to_.out.verbatim(key, recipe.constant->json());
  } else if (recipe.is_field() && recipe.field->scalar != nullptr) {
    to_.scalar(key, read_scalar(*recipe.field, subject, to_.scratch));
  } else {
    to_.value(key, evaluate(recipe, subject, to_.scratch));
  }
}

void Run::each(const json::Key& key, const Recipe& recipe, const Subject& subject) {
  const std::size_t count = std::min(recipe.field->count(subject), to_.limits.items);
  to_.out.begin_array(key);
  for (std::size_t i = 0; i < count; ++i) {
    const Subject object = recipe.field->object(subject, i);
    if (recipe.where.has_value() && !holds(*recipe.where, object, to_.scratch)) continue;
    to_.out.begin_element();
    write(recipe.steps.all(), object);
    to_.out.end_object();
  }
  to_.out.end_array();
}

std::string_view Run::text_of(const Recipe& recipe, const Subject& subject) {
  const Value value = evaluate(recipe, subject, to_.scratch);
  const auto* text = std::get_if<std::string_view>(&value);
  return text == nullptr ? std::string_view() : *text;
}

void Run::address(const KindPlan& plan, const Subject& subject, Address& address) {
  address.topic = {};
  for (const TopicChoice& choice : plan.topics) {
    if (is_held(choice.rule)) address.topic = choice.topic;
  }
  address.key = plan.key.has_value() ? text_of(*plan.key, subject) : std::string_view();
  address.headers.clear();
  for (const HeaderRecipe& header : plan.headers) {
    const std::string_view value = text_of(header.recipe, subject);
    if (!value.empty()) address.headers.emplace_back(header.name, value);
  }
}

}  // namespace auweave::mapping
