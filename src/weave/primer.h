// Primer: what an audit log tells of before a weaver started, into its session table and nowhere else:
// sessions with their connections, recorders and processes. The same reading and assembling as the
// weaver's; but most lines of a log change nothing in a session table, and are passed over by a look at
// their type and a few fields (bench/prime has the figures). Reads no file itself; one thread, the
// weaver's, whose decoder and table it borrows.
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
  std::string host;                // where a record names no node
  base::WallTime boot_began = {};  // records of before it are another boot's
};

class Primer {
 public:
  // All references outlive it.
  Primer(PrimerSettings settings, audit::RecordDecoder& decoder, model::FieldText& text,
         session::Table& table);

  // The log's next line, oldest first. The last kTail bytes or more wait for finish().
  void line(std::string_view text);

  // The log ended. Of what waits, the weaver will get some itself: from the line on that is its first
  // one. All of an event that began before that line counts. `first_record` empty: it gets none of them.
  void finish(std::string_view first_record);

  struct Counts {
    std::uint64_t lines = 0;      // there were
    std::uint64_t assembled = 0;  // of them went the whole way
    std::uint64_t overlap = 0;    // left for the weaver
  };
  [[nodiscard]] const Counts& counts() const { return counts_; }
  // What this machine is called in its records: where there are some of several machines, its own
  // have no node=, or the name in the settings. Nothing: none of them can be told to be its own.
  [[nodiscard]] std::optional<std::string> own_host() const;

  // Of a line: "SYSCALL", and "SEC.MS:SERIAL" behind msg=audit(; type empty: it begins otherwise.
  struct Head {
    std::string_view node, type, stamp;
  };

  // What auditd may have handed to the weaver already when the log was looked at: what it wrote since
  // it started the plugin, and its queue (q_depth records).
  static constexpr std::size_t kTail = 4UL * 1024 * 1024;
  static constexpr std::size_t kMostOpen = 64;
  static constexpr std::size_t kMostNodes = 1024;

 private:
  void take(std::string_view text, const Head& head);
  // A SYSCALL. True: the session table learnt all that it can of it from this line.
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
  std::array<model::AuditEvent, 2> events_;  // the second one is for a LOGIN that has to go first
  std::vector<std::string> open_;  // "SEC.MS:SERIAL" of events whose other records are wanted
  std::string tail_;               // lines that wait, each with its newline
  std::set<std::string, std::less<>> nodes_;  // that records name, at most kMostNodes
  bool nodeless_ = false;                     // some name none
  Counts counts_;
};

}  // namespace auweave::weave
