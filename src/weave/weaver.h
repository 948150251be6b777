// Weaver: takes lines of audit logs and recordings, and gives documents. The weaver is
// deterministic and reads no clock, no environment, no /proc and no disk. The same lines in the
// same order give the same documents. A line that the weaver cannot understand becomes a
// deadletter, and the stream goes on. A Weaver runs on one thread.
//
// The class Weaver decides the order in which its parts see an event. The parts (Commands, Hops,
// Chunks …) do the work.
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
#include "weave/audit_changes.h"
#include "weave/chunks.h"
#include "weave/commands.h"
#include "weave/context.h"
#include "weave/deadletters.h"
#include "weave/hops.h"
#include "weave/input_notes.h"
#include "weave/known_programs.h"
#include "weave/losses.h"
#include "weave/plugin_notes.h"
#include "weave/process_trail.h"
#include "weave/queued_jobs.h"
#include "weave/repairs.h"
#include "weave/session_documents.h"
#include "weave/session_groups.h"
#include "weave/skipped_events.h"
#include "weave/sshd_log.h"

namespace auweave::weave {

class Weaver {
 public:
  // `decoder`, `text` and `sink` must outlive the weaver.
  Weaver(WeaverSettings settings, audit::RecordDecoder& decoder, model::FieldText& text,
         model::DocumentSink& sink);
  // A weaver cannot be copied, because its parts refer to each other.
  Weaver(const Weaver&) = delete;
  Weaver& operator=(const Weaver&) = delete;

  // Returns the weaver's inputs, whose numbers the functions with an argument `source` take.
  [[nodiscard]] Sources& sources() { return context_.sources; }

  // Takes a line of an audit log. `again` is true if the line may have come before, from any
  // source.
  void audit_line(const base::Line& line, std::uint32_t source, bool again = false);
  [[nodiscard]] Chunks& chunks() { return chunks_; }
  [[nodiscard]] SshdLog& sshd_log() { return sshd_log_; }
  [[nodiscard]] Losses& losses() { return losses_; }
  [[nodiscard]] InputNotes& input_notes() { return input_notes_; }
  [[nodiscard]] PluginNotes& plugin_notes() { return plugin_notes_; }

  // Returns the sessions that the weaver knows. The Primer enters the sessions of the past into
  // sessions(), and no documents of the past are put. The function begin_after_past() ends the
  // past, and joins the chunks that waited for sessions of the past.
  [[nodiscard]] session::Table& sessions() { return table_; }
  void begin_after_past();

  // Takes all lines of one event from an audit log, with their line numbers. The weaver weaves only
  // the records of the event that did not come before.
  void repair_event(const std::vector<std::string>& lines,
                    const std::vector<std::uint64_t>& numbers, std::uint32_t source);
  // Reports the results of a look at the audit log, with the arguments of Repairs::tell().
  void repaired(const std::vector<audit::SerialGap>& lost, const Recovered& lines = {}) {
    repairs_.tell(lost, lines);
  }

  // Turns the values that only some mappings write on or off, from the next event on.
  void fill_extended(bool extended);
  // Tells that no record comes for now, which finishes the events that wait for their last record.
  void records_pause();
  // Tells that no input comes for now. A call of idle() advances event time to `now`, so waiting
  // chunks, commands and closed sessions go out. A caller that reads whole files need not call
  // idle().
  void idle(base::WallTime now);
  // Tells what this host's clock showed when the inputs behind came. Event time goes back with the
  // clock. Without a call of clock() the records alone tell event time.
  void clock(base::WallTime now);
  // Tells which sessions of this host had a process at `now`. A session of this host that had no
  // process ends if no event of the session came for a minute.
  void sessions_with_process(base::WallTime now, const std::unordered_set<std::uint32_t>& ses);
  // Takes the groups of a session's account, as the machine of the session tells them.
  void account_groups(const model::AccountGroups& answer) { groups_.take(answer); }
  // Takes which files this host's programs are.
  void program_files(const model::ProgramFiles& told) {
    known_programs_.take(told, context_.settings.host);
  }
  // Puts out everything that waits, because the input has ended. A session that has recordings and
  // is still open gets a last document.
  void finish();

  // Returns the latest time in the audit trail so far.
  [[nodiscard]] base::WallTime audit_time() const {
    return base::WallTime::from_ms(assembler_.watermark_ms());
  }
  [[nodiscard]] Counts counts() const;

  // Returns the weaver's whole state. A weaver with equal settings and sources that loads the state
  // of save() gives the documents that the saved weaver would have given. The caller must not call
  // save() inside another function of the weaver.
  [[nodiscard]] std::string save();
  // Loads a state of save(), or returns false if the bytes are damaged, of another version, or of
  // other settings or sources. A weaver whose load() returned false must not be used.
  [[nodiscard]] bool load(std::string_view bytes);
  friend void add_layout(Weaver& weaver, base::Layout& layout);

 private:
  template <typename Archive>
  void state(Archive& archive);
  void drain();
  // Learns event time, and lets the parts follow if event time went back.
  void follow_clock();
  // Puts the chunks, commands, hops and closed sessions that are due at `watermark`.
  void advance(base::WallTime watermark);
  void weave(audit::RawEvent&& raw, bool is_login);
  void publish(Woven woven);
  // Forgets the sessions that the table dropped to make room, and tells those that were open.
  void let_go();
  // Puts the event's document again, with records that came later. A call of publish_again()
  // changes neither the session table nor the joins.
  void publish_again(Woven woven);

  Context context_;
  audit::RecordDecoder& decoder_;
  model::FieldText& text_;
  base::WallTime idle_until_;
  audit::Assembler assembler_;
  session::Table table_;
  Deadletters deadletters_;
  Losses losses_;
  InputNotes input_notes_;
  PluginNotes plugin_notes_;
  Commands commands_;
  SessionDocuments documents_;
  SessionGroups groups_;
  Chunks chunks_;
  SshdLog sshd_log_;
  Hops hops_;
  ProcessTrail processes_;  // used while extended values are filled
  KnownPrograms known_programs_;
  Repairs repairs_;
  QueuedJobs queued_jobs_;
  SkippedEvents skipped_;
  AuditChanges audit_changes_;
  // The second AuditEvent is for a LOGIN that must be woven before the present event.
  std::array<model::AuditEvent, 2> events_;
};

// Adds to `layout` the types that save() saves.
void add_layout(Weaver& weaver, base::Layout& layout);
// Returns the version with which the bytes of save() begin.
[[nodiscard]] std::uint64_t saved_version();

}  // namespace auweave::weave
