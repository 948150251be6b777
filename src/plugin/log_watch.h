// LogWatch: notices that audit.log was cut, removed or replaced, as an intruder does to what it says of
// them. auditd's rotation, which renames the file beside itself, and logrotate's are none of it. The main
// thread calls look(), the weaver's thread take().
//
// A LogWatch keeps the file open that it watches: so it sees where a renamed file is, and a file that was
// only just rotated is watched until the next one is there. What was cut and written again within kEveryMs
// to more than its size is not seen, nor is a change of bytes within the file.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "base/unique_fd.h"
#include "base/wall_time.h"
#include "model/plugin_note.h"

namespace auweave::plugin {

class LogWatch {
 public:
  // `path` "": nothing is watched.
  explicit LogWatch(std::string path) : path_(std::move(path)) {}

  // Looks if kEveryMs have passed since the last look.
  void look(base::WallTime now);
  // Returns the notes since the last take(), at most kMost: a later one is left out.
  std::vector<model::PluginNote> take();

  static constexpr std::int64_t kEveryMs = 500;
  static constexpr std::size_t kMost = 16;

 private:
  void watch();
  void look_at_file(base::WallTime now);
  void tell(base::WallTime now, const std::string& what);

  std::string path_;
  base::WallTime looked_;
  base::UniqueFd file_;     // invalid: no file was there yet
  std::string name_;        // of file_ when it was opened, without links
  std::uint64_t size_ = 0;  // of file_ at the last look

  std::mutex lock_;
  std::vector<model::PluginNote> notes_;
};

}  // namespace auweave::plugin
