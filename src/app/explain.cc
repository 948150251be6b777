#include "app/explain.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "app/exit_status.h"
#include "app/weave_to.h"
#include "base/digest.h"
#include "base/printable.h"
#include "base/text.h"
#include "config/setup.h"
#include "json/writer.h"
#include "mapping/explain.h"
#include "story/text.h"

namespace auweave::app {
namespace {

using mapping::Explained;

// Longer values are cut.
constexpr std::size_t kShown = 60;

// printable() keeps the terminal from obeying control characters in a log.
std::string cut(std::string_view value) {
  std::string text = base::printable(value);
  if (text.size() <= kShown) return text;
  text.resize(kShown);
  // The cut must not be inside a UTF-8 character.
  while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0U) == 0x80U)
    text.pop_back();
  if (!text.empty() && static_cast<unsigned char>(text.back()) >= 0x80U) text.pop_back();
  return text + "…";
}

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : ", ") + word;
  return base::printable(all);
}

class Explanations : public model::DocumentSink {
 public:
  Explanations(const mapping::Mapping& mapping, const ExplainOptions& options)
      : mapping_(mapping), options_(options), terminal_(::isatty(STDOUT_FILENO) == 1) {}

  void take(const model::Document& document) override {
    if (!is_asked(document)) return;
    ++documents_;
    auto paths = mapping::explain(mapping_, document, {});
    if (!options_.empty)
      std::erase_if(paths, [](const Explained& each) { return each.value.empty(); });
    if (terminal_) {
      to_people(document, paths);
    } else {
      for (const Explained& each : paths) to_machine(document, each);
    }
  }

  [[nodiscard]] std::size_t documents() const { return documents_; }

 private:
  [[nodiscard]] bool is_asked(const model::Document& document) const {
    if (options_.only.empty()) return true;
    const auto* event = std::get_if<model::EventDocument>(&document);
    if (event != nullptr && std::to_string(event->serial) == options_.only) return true;
    return model::stamp_of(document).event_id == options_.only;
  }

  void to_people(const model::Document& document, const std::vector<Explained>& paths) const {
    const model::Stamp& stamp = model::stamp_of(document);
    const std::string time = stamp.time.has_value() ? base::rfc3339(*stamp.time) : "";
    std::printf("%s%s %s %s%s\n", documents_ > 1 ? "\n" : "",
                std::string(model::kind_of(document)).c_str(), std::string(stamp.event_id).c_str(),
                time.c_str(), paths.empty() ? ": the mapping leaves it out" : "");
    std::size_t width = 0;
    for (const Explained& each : paths) width = std::max(width, each.path.size());
    for (const Explained& each : paths) {
      std::printf("  %-*s  %s\n", static_cast<int>(width), each.path.c_str(),
                  each.value.empty() ? ("- " + each.why).c_str() : cut(each.value).c_str());
      if (each.place.empty()) continue;
      const std::string from = joined(each.fields), records = joined(each.records);
      std::printf("  %-*s    %s%s%s%s%s\n", static_cast<int>(width), "",
                  std::string(base::basename(each.place)).c_str(), from.empty() ? "" : "  ",
                  from.c_str(), records.empty() ? "" : " \u2190 ", records.c_str());
    }
  }

  void to_machine(const model::Document& document, const Explained& each) {
    const auto list = [this](std::string_view key, const std::vector<std::string>& words) {
      out_.begin_array(key);
      for (const std::string& word : words) out_.element(word);
      out_.end_array();
    };
    const auto text = [this](std::string_view key, const std::string& value) {
      if (!value.empty()) out_.field(key, std::string_view(value));
    };
    out_.clear();
    out_.begin_root();
    out_.field("kind", model::kind_of(document));
    text("event_id", std::string(model::stamp_of(document).event_id));
    text("path", each.path);
    text("value", each.value);
    text("place", each.place);
    list("fields", each.fields);
    list("records", each.records);
    text("why", each.why);
    out_.end_root();
    std::printf("%.*s\n", static_cast<int>(out_.text().size()), out_.text().data());
  }

  const mapping::Mapping& mapping_;
  const ExplainOptions& options_;
  bool terminal_;
  std::size_t documents_ = 0;
  json::Writer out_;
};

}  // namespace

int explain(const ExplainOptions& options) {
  auto mapping = config::load_mapping(options.mapping);
  if (!mapping.ok()) return fail(mapping.error());
  Explanations explanations(*mapping, options);
  // Extended fields are filled: otherwise a path would be reported as absent from the event only
  // because its field was not filled.
  const base::Status woven = weave_to(explanations, options.inputs, true, "explaining");
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0)
    return fail({base::ErrorKind::io, "<stdout>: cannot be written"});
  if (!woven.ok()) return fail(woven.error());
  if (explanations.documents() > 0 || options.only.empty()) return kDone;
  return fail({base::ErrorKind::config, "no document has the event_id or serial " + options.only});
}

}  // namespace auweave::app
