// Weaver: lines of audit logs and recordings in, documents out. Deterministic: it reads no clock,
// no environment, no /proc; the same lines in the same order give the same documents. What it
// cannot understand becomes a deadletter, and the stream goes on. One thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "audit/assembler.h"
#include "audit/decoder.h"
#include "audit/loss_watch.h"
#include "base/line_file.h"
#include "correlate/chunk_join.h"
#include "correlate/command_join.h"
#include "correlate/hop_join.h"
#include "correlate/record_join.h"
#include "model/document.h"
#include "model/journal_entry.h"
#include "model/sshd_line.h"
#include "process/table.h"
#include "session/table.h"
#include "tty/timed_logs.h"
#include "weave/event_ids.h"
#include "weave/kernel_lost.h"
#include "weave/recovered.h"
#include "weave/session_document.h"

namespace auweave::weave {

struct WeaverSettings {
  std::string host;  // where a record names no node
  session::BootIds boots;
  bool terminal_input = false;
  bool whole_events = false;  // fill what only some mappings write
  bool recordings = true;     // recordings are among the inputs: one that is missing is missed
  std::int64_t lateness_ms = 10'000;
};

// What went through, for people and for tests.
struct Counts {
  std::uint64_t audit_lines = 0;
  std::uint64_t tlog_lines = 0;
  std::uint64_t sshd_lines = 0;
  std::uint64_t duplicates = 0;   // lines that came again from an overlapping input
  std::uint64_t other_lines = 0;  // of other programs, where syslog holds the recordings
  std::array<std::uint64_t, model::kKinds.size()> documents{};  // by kind
};

class Weaver : private correlate::ChunkJoin::Output,
               private correlate::CommandJoin::Output,
               private correlate::HopJoin::Output {
 public:
  // All references outlive the weaver.
  Weaver(WeaverSettings settings, audit::RecordDecoder& decoder, model::FieldText& text,
         model::DocumentSink& sink);

  // An input, by the name a person knows it by; the number is for the calls below.
  std::uint32_t add_source(std::string name);
  [[nodiscard]] std::size_t source_count() const { return sources_.size(); }

  // `again`: it may have come before, from this source or another.
  void audit_line(const base::Line& line, std::uint32_t source, bool again = false);
  void tlog_line(const base::Line& line, std::uint32_t source);
  // Of sshd's own log.
  void sshd_line(const base::Line& line, std::uint32_t source);
  // The same of entries of the journal; what journald knows of who wrote one is held against it.
  void tlog_entry(const model::JournalEntry& entry, std::uint32_t source);
  void sshd_entry(const model::JournalEntry& entry, std::uint32_t source);
  // The sessions it knows, for what came before it started (Primer) to be entered. Nothing is published
  // of that, but chunks that waited for it.
  [[nodiscard]] session::Table& sessions() { return table_; }
  void begin_after_past();
  // A chunk of a recording that is no lines (sudo's, script's), or what is wrong with one.
  void recorded(tty::Recorded recorded, std::uint32_t source);
  // Records that were read and thrown away: how many, and the first and the last line of them.
  void records_lost(std::uint64_t count, std::string_view first, std::string_view last);
  // All lines of one event, of an audit log, with their numbers in it: what did not come of it is made up
  // for. And: that was all; these serials did not come and are in no log; `lines` are of
  // events that were given by audit_line().
  void repair_event(const std::vector<std::string>& lines,
                    const std::vector<std::uint64_t>& numbers, std::uint32_t source);
  void repaired(const std::vector<audit::SerialGap>& lost, const Recovered& lines = {});
  // More than the last time is told.
  void kernel_lost(const KernelLost& now);
  // From the next event on: fill what only some mappings write.
  void fill_whole_events(bool whole);
  // No record comes for now: what waits for a last one has it already.
  void records_pause();
  // Nothing comes for now, and it is `now`: what waits for others to come waits no longer than it
  // would on a busy host. A caller that reads whole files need not say so.
  void idle(base::WallTime now);
  // The sessions of this host that have a process, as it was seen at `now`.
  void sessions_with_process(base::WallTime now, const std::unordered_set<std::uint32_t>& ses);
  // The latest time of the audit trail so far.
  [[nodiscard]] base::WallTime audit_time() const {
    return base::WallTime::from_ms(assembler_.watermark_ms());
  }
  // Nothing comes any more.
  void finish();

  // All it knows, between two of the calls above, for a new weaver of the same settings and sources to go
  // on from: what that gives is what this would have given.
  [[nodiscard]] std::string save();
  // False: these bytes are damaged, of another version or of other settings; it is of no use then.
  [[nodiscard]] bool load(std::string_view bytes);

  [[nodiscard]] Counts counts() const;
  // Event documents so far.
  [[nodiscard]] std::uint64_t events() const {
    return counts_.documents[model::kind_index("event")];
  }

 private:
  struct Place {
    std::string_view kind;  // "audit", "tlog", "sshd"
    std::uint32_t source = 0;
    std::uint64_t line = 0;
    std::uint64_t offset = 0;
    std::string_view cursor = {};  // of an entry of the journal, in place of the two before
  };
  static Place place_of(std::string_view kind, std::uint32_t source, const base::Line& line) {
    return {kind, source, line.number, line.offset};
  }

  template <typename Archive>
  void state(Archive& archive);
  [[nodiscard]] std::vector<std::string> source_names() const;
  void drain();
  // Lets go what event time has come for.
  void advance(base::WallTime watermark);
  void weave(audit::RawEvent&& raw, bool is_login);
  void drop_fieldless(const audit::RawEvent& raw, model::AuditEvent& event);
  // It stands for the document of before, and changes nothing else.
  void publish_again(model::AuditEvent& event, const model::EventFacts& facts,
                     model::EventDocument& document);
  void publish(model::AuditEvent& event, const model::EventFacts& facts,
               model::EventDocument& document, audit::RawEvent::Fetched fetched);
  void publish_session(const session::Session& session, base::WallTime time, SessionState state,
                       const base::Digest& id);
  void act(const model::AuditEvent& event, const session::Noted& noted,
           const model::EventFacts& facts, const model::EventDocument& document);
  void end_commands();
  void vouch(const model::AuditEvent& event, const session::Noted& noted,
             const model::EventFacts& facts, const model::EventDocument& document);
  void follow_process(model::AuditEvent& event, const session::Noted& noted,
                      const model::EventFacts& facts, model::EventDocument& document);
  void follow_hops(const model::AuditEvent& event, const session::Noted& noted,
                   const model::EventFacts& facts, const model::EventDocument& document);
  void typed(const model::AuditEvent& event, const session::Noted& noted,
             const model::EventDocument& document);
  void damaged(const tty::Damage& damage, std::uint32_t source);
  void publish_chunk(const correlate::JoinedChunk& joined);
  void publish_suspect(const correlate::JoinedChunk& joined);
  void add(model::TtyChunk chunk, std::uint32_t source);
  void note_sshd(const base::Result<std::optional<model::SshdLine>>& read, const Place& place,
                 std::string_view text, std::uint64_t cut);
  void joined(const correlate::JoinedChunk& joined) override;
  void lost(const correlate::LostChunks& lost) override;
  void command(const correlate::ToldCommand& told) override;
  void hop(const session::Session& session, const model::EventKey& login) override;
  void deadletter(const Place& place, std::string_view data, std::string_view reason,
                  std::uint64_t already_cut = 0);
  void put(const model::Document& document);
  [[nodiscard]] base::WallTime watermark() const;
  [[nodiscard]] std::string_view host_of(const model::AuditEvent& event) const;

  WeaverSettings settings_;
  audit::RecordDecoder& decoder_;
  model::FieldText& text_;
  model::DocumentSink& sink_;
  struct Source {
    std::string name;
    std::optional<base::WallTime> last_good;  // of what it gave
  };
  std::vector<Source> sources_;
  base::WallTime idle_until_;
  audit::Assembler assembler_;
  session::Table table_;
  process::Table processes_;  // while whole events are filled
  correlate::ChunkJoin join_;
  correlate::RecordJoin record_join_;
  correlate::CommandJoin commands_;
  correlate::HopJoin hops_;
  Recovered recovered_;  // since repaired()
  EventIds ids_;
  // The second one is for a LOGIN that has to go before the event in work.
  std::array<model::AuditEvent, 2> events_;
  KernelLost kernel_lost_;                    // as it was told last
  std::unordered_set<std::string> suspects_;  // recordings already told of, with the reason
  Counts counts_;
};

}  // namespace auweave::weave
