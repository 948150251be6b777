// Primer: reads the part of the audit log from before a start into a weaver's session table:
// sessions with their connections, recorders and processes. The primer makes no document. The
// primer assembles records as the weaver does, but passes over most lines after a look at the type
// and a few fields, because most lines change nothing in a session table (bench/prime has the
// figures). The primer reads no file itself: the caller gives the lines. The primer borrows the
// weaver's decoder and table, on the weaver's thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "audit/assembler.h"
#include "audit/decoder.h"
#include "session/table.h"

namespace auweave::weave {

struct PrimerSettings {
  std::string host;                // of records that name no node
  base::WallTime boot_began = {};  // older records are another boot's
};

class Primer {
 public:
  // `decoder`, `text` and `table` must outlive the primer.
  Primer(PrimerSettings settings, audit::RecordDecoder& decoder, model::FieldText& text,
         session::Table& table);

  // Takes the next line of the log, oldest first. The newest lines of the log, about kTail bytes or
  // more, wait for finish().
  void line(std::string_view text);

  // Enters the waiting lines before `first_record`, because the log has ended. The weaver itself
  // gets the lines from `first_record` on, the line of the weaver's first record. An event that
  // began before `first_record` is entered whole. With an empty `first_record` all waiting lines
  // are entered.
  void finish(std::string_view first_record);

  struct Counts {
    std::uint64_t lines = 0;      // lines of the log
    std::uint64_t assembled = 0;  // lines that were assembled
    std::uint64_t overlap = 0;    // lines left to the weaver
  };
  [[nodiscard]] const Counts& counts() const { return counts_; }
  // Returns the name of this machine in its own records: the settings' name if a record has no
  // node=, if a record has that name, or if there is no record; otherwise the only name in the log.
  // No name is returned if the log has several names, of which none is the settings' name.
  [[nodiscard]] std::optional<std::string> own_host() const;

  // Head: the node, the type ("SYSCALL") and the stamp ("SEC.MS:SERIAL" behind msg=audit() of a
  // line. The type of a Head is empty if the line does not begin like an audit record.
  struct Head {
    std::string_view node, type, stamp;
  };

  // Bytes at the log's end that auditd may also hand to the weaver: the records written since
  // auditd started the plugin, and auditd's queue (q_depth records).
  static constexpr std::size_t kTail = 4UL * 1024 * 1024;
  static constexpr std::size_t kMostOpen = 64;
  static constexpr std::size_t kMostNodes = 1024;

 private:
  void take(std::string_view text, const Head& head);
  // Enters the process of a SYSCALL line; returns false if its whole event must be assembled.
  bool note_process(std::string_view text, const Head& head);
  [[nodiscard]] bool is_open(std::string_view stamp) const;
  void begin(std::string_view stamp);
  void assemble(std::string_view text);
  void note(audit::RawEvent&& raw, bool is_login);
  void prime_front(std::size_t size);
  void see_node(std::string_view node);
  [[nodiscard]] std::string_view host_of(std::string_view node) const {
    return node.empty() ? std::string_view(settings_.host) : node;
  }

  PrimerSettings settings_;
  audit::RecordDecoder& decoder_;
  model::FieldText& text_;
  session::Table& table_;
  audit::Assembler assembler_;
  std::int64_t boot_second_;
  std::array<model::AuditEvent, 2> events_;  // events_[1] is for a LOGIN that is entered first
  std::vector<std::string> open_;  // "SEC.MS:SERIAL" of events whose further records are wanted
  std::string tail_;               // the waiting lines, each with its newline
  std::set<std::string, std::less<>> nodes_;  // node names in records, at most kMostNodes
  bool nodeless_ = false;                     // a record has no node=
  Counts counts_;
};

}  // namespace auweave::weave
