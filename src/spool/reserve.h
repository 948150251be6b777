// Reserve: a file that keeps disk space, to be released when the disk is full. SQLite needs free
// space to make a database smaller, so without a reserve a full spool could forget nothing. One
// owner, one thread.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"

namespace auweave::spool {

class Reserve {
 public:
  Reserve(const std::string& folder, std::uint64_t bytes);

  // Makes the file, or extends it. Error (io): the disk has no space; nothing is kept then.
  base::Status take();
  // Removes the file. Returns false if there was none.
  bool release();

  static constexpr const char* kFile = "reserve";

 private:
  std::string path_;
  std::uint64_t bytes_;
};

}  // namespace auweave::spool
