// Weaver: lines of audit logs and recordings in, documents out. It is deterministic: it reads no clock, no
// environment, no /proc and no disk; the same lines in the same order give the same documents. A line that it cannot
// understand becomes a deadletter, and the stream goes on. One thread.
//
// The weaver is the order of things; what is done with an event is its parts' (Commands, Hops, Chunks …).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "audit/assembler.h"
#include "audit/decoder.h"
#include "base/layout.h"
#include "base/line_file.h"
#include "model/field_value.h"
#include "session/table.h"
#include "weave/chunks.h"
#include "weave/commands.h"
#include "weave/context.h"
#include "weave/deadletters.h"
#include "weave/hops.h"
#include "weave/losses.h"
#include "weave/process_trail.h"
#include "weave/repairs.h"
#include "weave/session_documents.h"
#include "weave/sshd_log.h"

namespace auweave::weave {

class Weaver {
 public:
  // All references outlive the weaver.
  Weaver(WeaverSettings settings, audit::RecordDecoder& decoder, model::FieldText& text,
         model::DocumentSink& sink);
  // Its parts refer to each other.
  Weaver(const Weaver&) = delete;
  Weaver& operator=(const Weaver&) = delete;

  // The inputs, whose numbers the calls below take.
  [[nodiscard]] Sources& sources() { return context_.sources; }

  // A line of an audit log. `again`: it may have come before, from this source or another.
  void audit_line(const base::Line& line, std::uint32_t source, bool again = false);
  [[nodiscard]] Chunks& chunks() { return chunks_; }
  [[nodiscard]] SshdLog& sshd_log() { return sshd_log_; }
  [[nodiscard]] Losses& losses() { return losses_; }

  // The sessions that it knows, for the past to be entered (Primer). The past itself is not published;
  // begin_after_past() publishes chunks that waited for it.
  [[nodiscard]] session::Table& sessions() { return table_; }
  void begin_after_past();

  // All lines of one event, as an audit log has them, with their numbers in it: what did not come of the event is
  // woven.
  void repair_event(const std::vector<std::string>& lines,
                    const std::vector<std::uint64_t>& numbers, std::uint32_t source);
  // The look for such events is over: Repairs::tell().
  void repaired(const std::vector<audit::SerialGap>& lost, const Recovered& lines = {}) {
    repairs_.tell(lost, lines);
  }

  // From the next event on: fill the fields that only some mappings write, or no longer.
  void fill_extended(bool extended);
  // No record comes for now: events that wait for their last record have it already.
  void records_pause();
  // Nothing comes for now, and it is `now`: what waits for others to come waits no longer than it would on a busy
  // host. A caller that reads whole files need not say so.
  void idle(base::WallTime now);
  // The sessions of this host that have a process, as it was seen at `now`.
  void sessions_with_process(base::WallTime now, const std::unordered_set<std::uint32_t>& ses);
  // Nothing comes any more. Sessions that the input leaves open are told with what came of their recordings.
  void finish();

  // The latest time of the audit trail so far.
  [[nodiscard]] base::WallTime audit_time() const {
    return base::WallTime::from_ms(assembler_.watermark_ms());
  }
  [[nodiscard]] Counts counts() const;

  // All that the weaver knows, between two of the calls above, for another weaver of the same settings and sources:
  // what that gives from there on is what this one would have given.
  [[nodiscard]] std::string save();
  // False: the bytes are damaged, of another version or of other settings; the weaver is of no use then.
  [[nodiscard]] bool load(std::string_view bytes);
  friend void add_layout(Weaver& weaver, base::Layout& layout);

 private:
  template <typename Archive>
  void state(Archive& archive);
  void drain();
  // Lets go what event time has come for.
  void advance(base::WallTime watermark);
  void weave(audit::RawEvent&& raw, bool is_login);
  void publish(Woven woven);
  // The event stands for the document of before, and changes nothing else.
  void publish_again(Woven woven);

  Context context_;
  audit::RecordDecoder& decoder_;
  model::FieldText& text_;
  base::WallTime idle_until_;
  audit::Assembler assembler_;
  session::Table table_;
  Deadletters deadletters_;
  Losses losses_;
  Commands commands_;
  SessionDocuments documents_;
  Chunks chunks_;
  SshdLog sshd_log_;
  Hops hops_;
  ProcessTrail processes_;  // while extended fields are filled
  Repairs repairs_;
  // The second one is for a LOGIN that has to go before the event in work.
  std::array<model::AuditEvent, 2> events_;
};

// Adds the types of what save() saves.
void add_layout(Weaver& weaver, base::Layout& layout);
// The version that bytes of save() begin with.
[[nodiscard]] std::uint64_t saved_version();

}  // namespace auweave::weave
