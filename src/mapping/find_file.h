// FindFile: how a mapping comes to the files that it names.
#pragma once

#include <functional>
#include <string>

#include "base/result.h"

namespace auweave::mapping {

// The path of a preset or another mapping (`extends`), or of a key's file (`hash`). An Error when there
// is none, or it is not to be trusted.
using FindFile = std::function<base::Result<std::string>(const std::string& name)>;

}  // namespace auweave::mapping
