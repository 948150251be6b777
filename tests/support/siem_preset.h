// SiemPreset: what tests must know of a preset to make its part of the consumer kit (siem/), and to look
// at it with a real search server. A preset with a place in this list has a kit; nothing else lists them.
#pragma once

#include <map>
#include <ostream>
#include <set>
#include <string>
#include <vector>

namespace auweave::support {

struct SiemPreset {
  std::string name;  // mappings/NAME.yaml, siem/opensearch/NAME-*.json
  // Before the names that its documents share with flat's: "unmapped.".
  std::string own;
  // Where else its documents have what flat calls so: {"event_id", "event.id"}.
  std::map<std::string, std::string> names;
  // What its documents have there in place of flat's value: {"result", {{"failure", "2"}}}, as JSON.
  std::map<std::string, std::map<std::string, std::string>> values;
  // Sentences, which flat has not.
  std::set<std::string> sentences;

  // The path of what flat calls so: what is neither in `names` nor below `own` has flat's name.
  [[nodiscard]] std::string path_of(const std::string& flat) const;
  // What flat calls what is at a path; "": it has none.
  [[nodiscard]] std::string flat_name(const std::string& path) const;
  // In place of flat's value, as JSON; "": it is flat's.
  [[nodiscard]] std::string value_of(const std::string& flat, const std::string& value) const;
  // The folder of its saved queries, in siem/opensearch.
  [[nodiscard]] std::string searches() const;
};
void PrintTo(const SiemPreset& preset, std::ostream* out);

const std::vector<SiemPreset>& siem_presets();

}  // namespace auweave::support
