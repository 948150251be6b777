// A mapping from its text, for the tests of this folder.
#pragma once

#include <string>

#include "mapping/mapping.h"
#include "support/text_file.h"

namespace auweave::mapping {

// Presets are those of the repository; a path stands for itself.
inline base::Result<std::string> find_preset(const std::string& name) {
  if (name.find('/') != std::string::npos) return name;
  if (name == "flat" || name == "full")
    return std::string(support::source_folder()) + "/mappings/" + name + ".yaml";
  return base::Error{base::ErrorKind::config, "no mapping '" + name + "'"};
}

inline base::Result<Mapping> compiled(const std::string& text) {
  auto root = yaml::parse(text, "m.yaml");
  if (!root.ok()) return root.error();
  return Mapping::compile(*root, find_preset);
}

// What it makes of a document; "<left out>"; or what is wrong with it.
inline std::string written(const std::string& text, const model::Document& document,
                           const Options& options = {}) {
  const auto mapping = compiled(text);
  if (!mapping.ok()) return mapping.error().message;
  json::Writer out;
  return mapping->write(document, options, out) ? std::string(out.text()) : "<left out>";
}

// The same, of the fields of one event.
inline std::string fields(const std::string& text, const model::Document& document) {
  return written("version: 1\ndocuments:\n  event:\n    fields: " + text + "\n", document);
}

}  // namespace auweave::mapping
