#include "weave/loom.h"

#include <utility>

#include "meaning/meaning.h"

namespace auweave::weave {

Loom::Loom(WeaverSettings settings, audit::AccountNames& accounts, model::DocumentSink& sink)
    : decoder(meaning::wants_normalized),
      interpreter(accounts),
      weaver(std::move(settings), decoder, interpreter, sink) {}

}  // namespace auweave::weave
