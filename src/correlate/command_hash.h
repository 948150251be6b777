// Hashes by which RecordJoin compares command lines and file names. Pure functions.
#pragma once

#include <cstdint>
#include <string_view>

#include "model/tty_chunk.h"

namespace auweave::correlate {

// Returns the hash of a command line. The form in which libaudit writes the line has an equal hash.
std::uint64_t hash_of(std::string_view command);
// Returns the hash of a command line without the program's folder. "/usr/bin/id -u" and "id -u"
// have equal hashes.
std::uint64_t hash_without_folder(std::string_view command);
// Returns the hash of a file's name without its folder.
std::uint64_t hash_of_file(std::string_view path);
// Returns the hash by which RecordJoin finds the audit record of a recorded command. The hash is
// that of the recording's file name if the source tells one, else of the command line.
std::uint64_t hash_of(const model::RecordedCommand& ran);

}  // namespace auweave::correlate
