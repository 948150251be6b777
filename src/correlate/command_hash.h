// Hashes by which RecordJoin compares command lines and file names. Pure functions.
#pragma once

#include <cstdint>
#include <string_view>

#include "model/tty_chunk.h"

namespace auweave::correlate {

// Of a command line. libaudit's form of the line has the same hash.
std::uint64_t hash_of(std::string_view command);
// The same without the folder of the program: "/usr/bin/id -u" and "id -u" have one hash.
std::uint64_t hash_without_folder(std::string_view command);
// Of the name of a file, without its folder.
std::uint64_t hash_of_file(std::string_view path);
// Of the file or command line of a recorded command: the hash by which RecordJoin finds its audit
// record.
std::uint64_t hash_of(const model::RecordedCommand& ran);

}  // namespace auweave::correlate
