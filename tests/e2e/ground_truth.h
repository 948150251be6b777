// GroundTruth: what people did on the bastion, as audit-acts says it (tests/support/audit-acts).
#pragma once

#include <rapidjson/document.h>

#include <map>
#include <string>
#include <vector>

namespace auweave::e2e {

using Row = rapidjson::Document;

struct GroundTruth {
  explicit GroundTruth(const std::string& lines);

  // As documents must call it.
  [[nodiscard]] static std::string session_id(const rapidjson::Value& session);
  // The session that an act belongs to.
  [[nodiscard]] const Row& session_of(const rapidjson::Value& act) const;
  // Acts of one sort: exec, denied, connect, sudo, su.
  [[nodiscard]] std::vector<const Row*> acts_of(const std::string& sort) const;
  // The words that are nowhere but in one session, and that session's id.
  [[nodiscard]] std::map<std::string, std::string> marks() const;

  std::vector<Row> sessions, acts, failed_logins;
};

// Words like those of an act, wherever they stand in a text.
std::vector<std::string> marks_in(const std::string& text);

}  // namespace auweave::e2e
