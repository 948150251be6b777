// Loom: a weaver with all that it borrows. Whatever weaves owns one; its thread is the weaver's.
#pragma once

#include "audit/accounts.h"
#include "audit/decoder.h"
#include "audit/interpreter.h"
#include "model/document.h"
#include "weave/weaver.h"

namespace auweave::weave {

// Neither copied nor moved: its parts refer to each other.
struct Loom {
  // `accounts` and `sink` outlive the loom.
  Loom(WeaverSettings settings, audit::AccountNames& accounts, model::DocumentSink& sink);
  Loom(const Loom&) = delete;
  Loom& operator=(const Loom&) = delete;

  audit::AuparseDecoder decoder;
  audit::Interpreter interpreter;
  Weaver weaver;
};

}  // namespace auweave::weave
