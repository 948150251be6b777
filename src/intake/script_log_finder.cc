#include "intake/script_log_finder.h"

#include <unistd.h>

#include <cerrno>
#include <utility>

#include "base/io_error.h"
#include "tty/script_log.h"

namespace auweave::intake {

std::optional<std::string> OneStar::middle(const std::string& name) const {
  const std::size_t around = before.size() + after.size();
  if (name.size() < around || !name.starts_with(before) || !name.ends_with(after))
    return std::nullopt;
  return name.substr(before.size(), name.size() - around);
}

std::optional<OneStar> one_star(const std::string& pattern) {
  const std::size_t star = pattern.find('*');
  const std::size_t slash = pattern.rfind('/');
  const bool good = star != std::string::npos && slash != std::string::npos && slash < star &&
                    pattern.find('*', star + 1) == std::string::npos;
  if (!good) return std::nullopt;
  return OneStar{pattern.substr(0, slash), pattern.substr(slash + 1, star - slash - 1),
                 pattern.substr(star + 1)};
}

ScriptLogFinder::ScriptLogFinder(Patterns patterns, bool terminal_input, base::WallTime since)
    : patterns_(std::move(patterns)),
      terminal_input_(terminal_input),
      since_(since),
      found_(since) {}

base::Result<std::vector<std::string>> ScriptLogFinder::look(base::WallTime /*now*/) {
  std::vector<std::string> found;
  there_ = changed_ns(name()).has_value();
  if (!there_ && errno == ENOENT) return found;
  if (!there_ || ::access(name().c_str(), R_OK | X_OK) != 0) {
    return base::io_error(name());
  }
  for (const std::string& rec : names_in(name())) {
    if (!patterns_.timing.middle(rec).has_value()) continue;
    if (!found_.is_new(rec, changed_ns(name() + "/" + rec).value_or(0))) continue;
    found_.add(rec);
    if (is_older(rec)) {
      done(rec);
    } else {
      found.push_back(rec);
    }
  }
  return found;
}

// It grows, but began before us. Its first line tells whole seconds.
bool ScriptLogFinder::is_older(const std::string& rec) const {
  const auto log = open(rec);
  return log.ok() && log->opening().time.ns + 1'000'000'000 <= since_.ns;
}

base::Result<tty::TimedLog> ScriptLogFinder::open(const std::string& rec) const {
  const std::string middle = patterns_.timing.middle(rec).value_or("");
  return tty::open_script_log({patterns_.data.path(middle), patterns_.timing.path(middle)},
                              terminal_input_, true);
}

void ScriptLogFinder::done(const std::string& rec) {
  found_.done(rec, changed_ns(name() + "/" + rec).value_or(0));
}

tty::Damage ScriptLogFinder::damage(const std::string& rec, std::uint64_t line,
                                    const base::Error& error) const {
  return tty::damage_of({"script", rec, line, {}}, name(), error);
}

}  // namespace auweave::intake
