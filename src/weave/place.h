// Place: the origin of a line, or of an entry of the systemd journal. A Place is a value in which
// `kind` and `cursor` are views.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/line_file.h"

namespace auweave::weave {

struct Place {
  std::string_view kind;  // "audit", "tlog", "sshd"
  std::uint32_t source = 0;
  std::uint64_t line = 0;
  std::uint64_t offset = 0;
  std::string_view cursor = {};  // of a journal entry, which has no line and offset
};

inline Place place_of(std::string_view kind, std::uint32_t source, const base::Line& line) {
  return {kind, source, line.number, line.offset};
}

}  // namespace auweave::weave
