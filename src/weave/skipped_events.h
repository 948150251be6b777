// SkippedEvents: tells what whole logs lack: events whose serials were skipped. A live weaver has gaps
// repaired instead (Repairs).
#pragma once

#include "audit/line.h"
#include "audit/serial_runs.h"
#include "session/session.h"
#include "weave/context.h"

namespace auweave::weave {

class SkippedEvents {
 public:
  // `context` must outlive the SkippedEvents.
  explicit SkippedEvents(Context& context) : context_(context) {}

  // Notes a record, if the inputs are whole logs (WeaverSettings::whole_logs).
  void note(const audit::LineHeader& header);
  // Marks a session of which events are missing.
  void mark(session::Session& session) const;
  // Puts a document for each gap, or one that says that a log is an excerpt, because the input has
  // ended.
  void finish();

 private:
  void tell(const audit::SkippedSerials& boot);

  Context& context_;
  audit::SerialRuns runs_;
};

}  // namespace auweave::weave
