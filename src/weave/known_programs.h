// KnownPrograms: holds the name of an executed program against the file that was executed. Whoever
// has a mount namespace of his own (unshare -rm) can mount a program of his own over any name, and
// the kernel writes that name into exe=. Device and inode in the PATH record are the file's own.
//
// | the execve of a program that the machine told                  | then                          |
// |----------------------------------------------------------------|-------------------------------|
// | has the file that the program was at that time                 | nothing                       |
// | has another file                                               | its name counts for nothing   |
// | has no PATH record, or is older than what the machine told     | exe= stands                   |
// | is below unshare, setns or clone with a namespace of its own   | it vouches for no recording   |
//
// Offline nobody tells the files, so the first three rows are as the last but one. A KnownPrograms
// is deterministic and runs on one thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/bounded_map.h"
#include "base/wall_time.h"
#include "model/audit_event.h"
#include "model/document.h"
#include "model/event_facts.h"
#include "model/program_files.h"

namespace auweave::weave {

class KnownPrograms {
 public:
  // Takes what the machine `host` told of its programs.
  void take(const model::ProgramFiles& told, std::string_view host);
  // Judges the program of an event: takes the name out of `facts` if it counts for nothing, and
  // tells the doubt in `document`.
  void judge(const model::AuditEvent& event, std::string_view host, model::EventFacts& facts,
             model::EventDocument& document);

  template <typename Archive>
  void state(Archive& archive) {
    archive(host_, programs_, marks_, confirmed_);
  }

  // Two files may be a program's for so long around a change: an execve is older than its record's
  // coming, and a clock may be read before it.
  static constexpr std::int64_t kAroundMs = 3000;
  // Largest number of files that are kept of a program. Above kMostFiles the oldest is forgotten.
  static constexpr std::size_t kMostFiles = 8;
  // Largest number of processes with marks. Above kMostMarks the one least recently seen is forgotten.
  static constexpr std::size_t kMostMarks = 16'384;

 private:
  struct File {
    std::uint64_t inode = 0;
    std::vector<std::string> devices;
    base::WallTime from, until;

    template <typename Archive>
    void state(Archive& archive) {
      archive(inode, devices, from, until);
    }
  };
  // Marks: what is known against a process and its children.
  struct Marks {
    std::optional<model::Ses> ses;  // a pid of another session is another process
    bool own_namespaces = false;
    bool other_file = false;  // until the next execve

    template <typename Archive>
    void state(Archive& archive) {
      archive(ses, own_namespaces, other_file);
    }
  };
  [[nodiscard]] bool is_other_file(const model::AuditEvent& event, std::string_view exe);
  Marks inherited(std::string_view host, const model::EventFacts& facts);
  void note_namespaces(const model::AuditEvent& event, std::string_view host,
                       const model::EventFacts& facts, Marks& marks);
  void set(std::string_view host, std::int64_t pid, const Marks& marks);
  const Marks* find(std::string_view host, std::int64_t pid, std::optional<model::Ses> ses);

  std::string host_;  // whose programs are known
  std::map<std::string, std::vector<File>, std::less<>> programs_;
  base::BoundedMap<std::uint64_t, Marks> marks_{kMostMarks};
  // A file of a filesystem with two devices was executed, so the kernel's numbers are as told.
  bool confirmed_ = false;
};

}  // namespace auweave::weave
