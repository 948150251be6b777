#include "app/coverage.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <map>

#include "app/exit_status.h"
#include "app/weave_to.h"
#include "base/printable.h"
#include "json/writer.h"

namespace auweave::app {
namespace {

constexpr std::size_t kMostTypes = 20;
constexpr std::size_t kMostKnown = 4096;

// What libauparse's normalizer says when it has no word, and what a type says of itself.
bool is_word(const model::EventDocument& event) {
  const std::string_view action = event.action;
  if (action.empty() || action == "unknown" || action.starts_with("triggered-")) return false;
  return event.types.empty() || action != event.types.front();
}

// What has no word: a system call by its name, else a record type.
std::string wordless(const model::EventDocument& event) {
  if (!event.syscall.empty()) return std::string(event.syscall);
  return event.types.empty() ? "?" : std::string(event.types.front());
}

struct Tally {
  std::uint64_t events = 0, category = 0, action = 0, object = 0, result = 0;
  std::uint64_t session = 0, actor = 0, source = 0;

  void add(const model::EventDocument& event) {
    const auto count = [](std::uint64_t& number, std::string_view text) {
      if (!text.empty()) ++number;
    };
    ++events;
    // "system" is the category of whatever has no other.
    count(category, event.category == "system" ? "" : event.category);
    if (is_word(event)) ++action;
    count(object, event.object);
    count(result, event.result);
    count(session, event.stamp.session_id);
    count(actor, event.stamp.actor);
    count(source, event.stamp.src_ip);
  }

  [[nodiscard]] std::vector<std::pair<const char*, std::uint64_t>> parts() const {
    return {{"category", category}, {"action", action}, {"object", object}, {"result", result},
            {"session", session},   {"actor", actor},   {"src_ip", source}};
  }
};

using Type = std::pair<std::string, std::uint64_t>;

class Coverage : public model::DocumentSink {
 public:
  void take(const model::Document& document) override {
    const auto* event = std::get_if<model::EventDocument>(&document);
    if (event == nullptr) return;
    tally_.add(*event);
    if (is_word(*event)) return;
    const std::string what = wordless(*event);
    // Forged types and names are without end.
    const bool room = wordless_.size() < kMostKnown || wordless_.contains(what);
    ++wordless_[room ? what : "other"];
  }

  void show() const {
    const auto types = most();
    if (::isatty(STDOUT_FILENO) == 1) {
      to_people(types);
    } else {
      to_machine(types);
    }
  }

 private:
  [[nodiscard]] std::vector<Type> most() const {
    std::vector<Type> types(wordless_.begin(), wordless_.end());
    std::stable_sort(types.begin(), types.end(),
                     [](const Type& a, const Type& b) { return a.second > b.second; });
    if (types.size() > kMostTypes) types.resize(kMostTypes);
    return types;
  }

  void to_people(const std::vector<Type>& types) const {
    std::printf("%llu events\n", static_cast<unsigned long long>(tally_.events));
    for (const auto& [name, count] : tally_.parts()) {
      const double share = tally_.events == 0 ? 0
                                              : 100.0 * static_cast<double>(count) /
                                                    static_cast<double>(tally_.events);
      std::printf("  with %-8s  %6.2f %%  %llu\n", name, share,
                  static_cast<unsigned long long>(count));
    }
    if (!types.empty()) std::printf("without an action, by system call or first record\n");
    for (const auto& [type, count] : types)
      std::printf("  %-24s  %llu\n", base::printable(type).c_str(),
                  static_cast<unsigned long long>(count));
  }

  void to_machine(const std::vector<Type>& types) const {
    json::Writer out;
    out.begin_root();
    out.field("events", static_cast<std::int64_t>(tally_.events));
    out.begin_object("with");
    for (const auto& [name, count] : tally_.parts())
      out.field(name, static_cast<std::int64_t>(count));
    out.end_object();
    out.begin_object("without_action");
    for (const auto& [type, count] : types) out.field(type, static_cast<std::int64_t>(count));
    out.end_object();
    out.end_root();
    std::printf("%.*s\n", static_cast<int>(out.text().size()), out.text().data());
  }

  Tally tally_;
  std::map<std::string, std::uint64_t>
      wordless_;  // events without an action, by system call or record type
};

}  // namespace

int coverage(const InputOptions& options) {
  Coverage coverage;
  const base::Status woven = weave_to(coverage, options, false, "reading");
  if (!woven.ok()) return fail(woven.error());
  coverage.show();
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0)
    return fail({base::ErrorKind::io, "<stdout>: cannot be written"});
  return kDone;
}

}  // namespace auweave::app
