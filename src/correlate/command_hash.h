// Pure functions for the hashes by which RecordJoin compares command lines and file names.
#pragma once

#include <cstdint>
#include <string_view>

#include "model/tty_chunk.h"

namespace auweave::correlate {

// Returns a command line's hash, equal to the hash of the form in which libaudit writes the line.
std::uint64_t hash_of(std::string_view command);
// Returns the hash of a command line without the program's folder: "/usr/bin/id -u" and "id -u"
// have equal hashes.
std::uint64_t hash_without_folder(std::string_view command);
// Returns the hash of a file's name without its folder.
std::uint64_t hash_of_file(std::string_view path);
// Returns the hash by which RecordJoin finds the audit record of a recorded command: of the
// recording's file name if the source tells one, else of the command line (without the program's
// folder if `ran.resolved`).
std::uint64_t hash_of(const model::RecordedCommand& ran);

}  // namespace auweave::correlate
