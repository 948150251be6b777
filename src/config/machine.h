// What the machine is, for defaults that the weaver must not look up itself.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/wall_time.h"

namespace auweave::config {

// clock_gettime(2), CLOCK_REALTIME.
base::WallTime wall_time_now();

// When the kernel started, by the wall clock as it is set now.
base::WallTime boot_began();

// gethostname(2).
std::string host_name();

// A host becomes a part of ids and Kafka keys: no blank, no control character, no ':' and no '/'.
bool good_host(std::string_view name);

// /proc/sys/kernel/random/boot_id; empty where there is none.
std::string kernel_boot_id();

// A boot id as people give it: with or without dashes, any case. Error when it is none.
base::Result<std::string> boot_id_from(const std::string& text);

// Ok when nobody but root and this process's user may write the file; the Error (config) says what
// to do. A file that is not there is for whoever opens it to tell.
base::Status only_owner_writes(const std::string& path);

// Users other than the owner and the group may read it.
bool others_may_read(const std::string& path);

// Makes the folder that a file is to be in, when its parent is there; what fails, opening the file
// will say.
void make_folder_of(const std::string& path, unsigned mode);

// The file of a mapping: `name` itself when it has a slash or ends in .yaml, else the preset of
// that name, beside the program (../share/auweave) or installed.
base::Result<std::string> mapping_path(const std::string& name);

}  // namespace auweave::config
