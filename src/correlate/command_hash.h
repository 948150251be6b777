// Hashes by which RecordJoin compares commands and names of files. Pure functions.
#pragma once

#include <cstdint>
#include <string_view>

#include "model/tty_chunk.h"

namespace auweave::correlate {

// Of a command line; equal for what libaudit writes of it.
std::uint64_t hash_of(std::string_view command);
// The same without the folder of its program: "/usr/bin/id -u" and "id -u" are one.
std::uint64_t hash_without_folder(std::string_view command);
// Of a file's name, without its folder.
std::uint64_t hash_of_file(std::string_view path);
// What a recording is to be found by.
std::uint64_t hash_of(const model::RecordedCommand& ran);

}  // namespace auweave::correlate
