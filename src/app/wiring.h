// Wiring: what every subcommand that weaves puts together the same way.
#pragma once

#include <string>

#include "audit/accounts.h"
#include "audit/decoder.h"
#include "audit/interpreter.h"
#include "mapping/mapping.h"
#include "pipeline/publisher.h"
#include "weave/weaver.h"

namespace auweave::app {

// The kernel cuts a record at 8970 bytes (MAX_AUDIT_MESSAGE_LENGTH); auditd adds as much again in
// names. tlog's `payload` is 2048 bytes by default, and an administrator may raise it.
inline constexpr std::size_t kLongestAuditLine = 64UL * 1024;
inline constexpr std::size_t kLongestTlogLine = 4UL * 1024 * 1024;

// A preset's name or a file. Errors name the place.
base::Result<mapping::Mapping> load_mapping(const std::string& name);

// A weaver with all it borrows. Neither copied nor moved: its parts refer to each other.
struct Line {
  Line(weave::WeaverSettings settings, audit::AccountNames& accounts, model::DocumentSink& sink);
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;

  audit::AuparseDecoder decoder;
  audit::Interpreter interpreter;
  weave::Weaver weaver;
};

}  // namespace auweave::app
