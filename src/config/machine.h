// Looks up facts about the machine, for defaults. The weaver must not look up facts about the
// machine.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/wall_time.h"

namespace auweave::config {

// Returns the time of CLOCK_REALTIME (clock_gettime(2)).
base::WallTime wall_time_now();

// Returns the time at which the kernel started, by the wall clock's present setting.
base::WallTime boot_began();

// Returns the name of gethostname(2), or "localhost" if the machine has no name.
std::string host_name();

// True if `name` may be a host: 1 to 255 characters, no blank, no control character, no ':', no
// '/'. The host becomes a part of ids and of Kafka keys.
bool good_host(std::string_view name);

// Returns /proc/sys/kernel/random/boot_id, or "" if the file cannot be read.
std::string kernel_boot_id();

// Reads a boot id with or without dashes, in any case, and returns it with dashes, in lower case.
// Error (config): the text is no boot id.
base::Result<std::string> boot_id_from(const std::string& text);

// Returns ok if root or this process's user owns the file and neither its group nor others may
// write it. The Error (config) tells what is wrong with the file. Returns ok, too, for a path that
// is missing or no regular file: opening the path reports the failure.
base::Status only_owner_writes(const std::string& path);

// Returns the uids of the accounts that may write the recordings of tlog: root, and `tlog` if the
// machine has that account (a distribution's package of tlog may make it).
std::vector<std::uint32_t> recorder_accounts();

// Returns the uid of an account by its name, or the number that the name is. Returns nothing if no
// account has the name.
std::optional<std::uint32_t> uid_of(const std::string& name);

// True if users other than the owner and the group may read the file.
bool others_may_read(const std::string& path);

// Makes the folder of the file at `path`, but not the folder's parents. A failure to make the
// folder is reported only when the file is opened.
void make_folder_of(const std::string& path, unsigned mode);

// Returns the path of a mapping's file. A `name` with a slash or with the ending .yaml is a path
// itself. A `name` without a slash and without .yaml is a preset's, looked for beside the program
// (../share/auweave) and in the installed data folder. Error (config): no preset has the name.
base::Result<std::string> mapping_path(const std::string& name);

}  // namespace auweave::config
