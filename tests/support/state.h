// Saving and loading, for tests.
#pragma once

#include <string>

#include "base/state.h"

namespace auweave::support {

template <typename T>
std::string saved(const T& value) {
  base::Saver saver;
  saver(value);
  return saver.take();
}

// False: the bytes are no state of such a value.
template <typename T>
bool load(T& value, const std::string& bytes) {
  base::Loader loader(bytes);
  loader(value);
  return loader.complete();
}

}  // namespace auweave::support
