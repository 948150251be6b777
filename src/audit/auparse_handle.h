// AuparseHandle: owns a state of libauparse. Only audit/ uses auparse_handle.h.
#pragma once

#include <auparse.h>

#include <memory>

namespace auweave::audit {

struct AuparseCloser {
  void operator()(auparse_state_t* state) const { auparse_destroy(state); }
};
using AuparseHandle = std::unique_ptr<auparse_state_t, AuparseCloser>;

}  // namespace auweave::audit
