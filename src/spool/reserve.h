// Reserve: a file that keeps disk space, to be released when the disk is full. SQLite needs free
// space to make a database smaller, so without a reserve a full spool could forget nothing. One
// thread uses a Reserve.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"

namespace auweave::spool {

class Reserve {
 public:
  Reserve(const std::string& folder, std::uint64_t bytes);

  // Makes the reserve's file, or extends the file. Error (io): the disk has no space; no file is
  // kept.
  base::Status take();
  // Removes the reserve's file. Returns false if there was no file.
  bool release();

  static constexpr const char* kFile = "reserve";

 private:
  std::string path_;
  std::uint64_t bytes_;
};

}  // namespace auweave::spool
