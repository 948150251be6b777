// FindFile: a function that finds the files that a mapping names.
#pragma once

#include <functional>
#include <string>

#include "base/result.h"

namespace auweave::mapping {

// Returns the path of a preset or another mapping (`extends`), or of a key's file (`hash`). Error:
// the file does not exist, or is not to be trusted.
using FindFile = std::function<base::Result<std::string>(const std::string& name)>;

}  // namespace auweave::mapping
