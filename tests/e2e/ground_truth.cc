#include "ground_truth.h"

#include <regex>
#include <stdexcept>

#include "replay.h"
#include "support/json.h"
#include "support/text_file.h"

namespace auweave::e2e {

using support::text;

GroundTruth::GroundTruth(const std::string& lines) {
  for (const std::string& line : support::lines_of(lines)) {
    Row row = support::parse(line);
    const std::string kind = text(row, "kind");
    auto& rows = kind == "session" ? sessions : kind == "act" ? acts : failed_logins;
    rows.push_back(std::move(row));
  }
}

std::string GroundTruth::session_id(const rapidjson::Value& session) {
  static const std::string boot =
      support::read_file("/proc/sys/kernel/random/boot_id").substr(0, 8);
  return kHost + (":" + boot + ":") + std::to_string(session["ses"].GetInt64());
}

const Row& GroundTruth::session_of(const rapidjson::Value& act) const {
  for (const Row& session : sessions) {
    if (text(session, "session") == text(act, "session")) return session;
  }
  throw std::runtime_error("no session of an act: " + support::canonical(act));
}

std::vector<const Row*> GroundTruth::acts_of(const std::string& sort) const {
  std::vector<const Row*> found;
  for (const Row& act : acts) {
    if (text(act, "act") == sort) found.push_back(&act);
  }
  return found;
}

std::map<std::string, std::string> GroundTruth::marks() const {
  std::map<std::string, std::string> owners;
  for (const Row& act : acts) {
    for (const std::string& mark : marks_in(support::canonical(act))) {
      owners[mark] = session_id(session_of(act));
    }
  }
  return owners;
}

std::vector<std::string> marks_in(const std::string& text) {
  static const std::regex mark("auw-[0-9a-f]{4}-[0-9]{4}");
  std::vector<std::string> found;
  for (std::sregex_iterator at(text.begin(), text.end(), mark), end; at != end; ++at) {
    found.push_back(at->str());
  }
  return found;
}

}  // namespace auweave::e2e
