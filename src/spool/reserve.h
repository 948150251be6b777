// Reserve: space on the spool's disk that is its own even when there is no other left: without any, nothing
// could be forgotten, since a database needs some to make itself smaller. A file; one owner, one thread.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"

namespace auweave::spool {

class Reserve {
 public:
  Reserve(const std::string& folder, std::uint64_t bytes);

  // Takes the space, if it has not. Errors (io): there is none.
  base::Status take();
  // Gives it back to the disk. False: there was none.
  bool release();

  static constexpr const char* kFile = "reserve";

 private:
  std::string path_;
  std::uint64_t bytes_;
};

}  // namespace auweave::spool
