// Loom: a weaver with the decoder and interpreter that the weaver borrows. Each program that weaves
// owns a Loom and uses it on one thread.
#pragma once

#include "audit/accounts.h"
#include "audit/decoder.h"
#include "audit/interpreter.h"
#include "model/document.h"
#include "weave/weaver.h"

namespace auweave::weave {

// A Loom is neither copied nor moved, because its parts refer to each other.
struct Loom {
  // `accounts` and `sink` must outlive the Loom.
  Loom(WeaverSettings settings, audit::AccountNames& accounts, model::DocumentSink& sink);
  Loom(const Loom&) = delete;
  Loom& operator=(const Loom&) = delete;

  audit::AuparseDecoder decoder;
  audit::Interpreter interpreter;
  Weaver weaver;
};

}  // namespace auweave::weave
