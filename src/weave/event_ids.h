// EventIds: makes the event_id of each document. An event_id of a document that is made of audit
// records names the event: host/SEC.MS/SERIAL. An event_id of another document is a hash of what
// the document says, because users choose the words in it. The same input always gives the same
// ids, with or without a boot id (docs/decisions/0003).
#pragma once

#include <string>
#include <string_view>

#include "audit/loss_watch.h"
#include "base/arena.h"
#include "base/digest.h"
#include "correlate/command_number.h"
#include "model/document.h"
#include "model/event_id.h"
#include "model/ids.h"
#include "model/input_note.h"
#include "model/plugin_note.h"
#include "model/tty_chunk.h"

namespace auweave::weave {

// SessionNews: what a session document tells, as the last digit of the document's number.
enum class SessionNews {
  opened = 1,
  updated = 2,
  parent = 3,
  left_open = 4,
  closed = 5,
  recording = 6,
  groups = 7,
};

class EventIds {
 public:
  // Returns the event_id of an event, which `arena` holds.
  std::string_view of_event(std::string_view host, const model::EventKey& key, base::Arena& arena);
  // Returns the event_id of what was typed in the event `event_id`.
  static std::string of_typed(std::string_view event_id) {
    return model::bounded_id(std::string(event_id) + "/typed");
  }
  // Returns `session_key/session/N`. N is the serial of the event that caused the session document
  // and the digit of the news. The event of a recording is the event that vouches for it.
  static std::string of_session(std::string_view session_key, std::uint64_t serial,
                                SessionNews news);
  // The same for a session document that a recording without a vouching record caused. N is a hash,
  // because users choose the recording's name.
  std::string of_session(std::string_view session_key, const model::TtyChunk& cause);
  // Returns `session_key/command/N/part`, or without the part the command_id.
  static std::string of_command(std::string_view session_key, correlate::CommandNumber number,
                                std::int64_t part = 0);

  // A chunk's id depends on all that the document publishes of the chunk's own, and a suspect
  // chunk's id also on the suspicion, so neither a forged chunk nor a copy takes the place of the
  // recorded one.
  std::string of_chunk(const model::TtyDocument& document);
  std::string of_suspicion(const model::TtyChunk& chunk, std::string_view suspicion);
  std::string of_gap(std::string_view session_key, std::string_view rec, std::uint64_t first,
                     std::uint64_t last) {
    return base::hex(digester_.add("gap").add(session_key).add(rec).add(first).add(last).finish());
  }
  std::string of_contradiction(std::string_view session_key, std::string_view rec,
                               std::uint64_t first) {
    return base::hex(digester_.add("contradicted").add(session_key).add(rec).add(first).finish());
  }
  std::string of_lost_records(std::string_view host, std::string_view first, std::string_view last,
                              std::uint64_t count) {
    return base::hex(digester_.add("lost").add(host).add(first).add(last).add(count).finish());
  }
  std::string of_repair(std::string_view what, std::string_view host, const audit::SerialGap& range,
                        std::uint64_t count);
  std::string of_kernel_loss(std::string_view host, std::string_view boot_id, std::uint64_t lost) {
    return base::hex(digester_.add("kernel-lost").add(host).add(boot_id).add(lost).finish());
  }
  std::string of_input(std::string_view host, std::string_view input,
                       const model::InputNote& note) {
    return base::hex(digester_.add("input")
                         .add(host)
                         .add(input)
                         .add(note.quota)
                         .add(note.owner.value_or(model::Uid{}).value)
                         .add(static_cast<std::uint64_t>(note.at.ns))
                         .finish());
  }
  std::string of_note(std::string_view host, const model::PluginNote& note) {
    const base::WallTime since = note.first_time.value_or(base::WallTime{});
    return base::hex(digester_.add("note")
                         .add(host)
                         .add(note.what)
                         .add(static_cast<std::uint64_t>(note.at.ns))
                         .add(static_cast<std::uint64_t>(since.ns))
                         .add(note.detail)
                         .finish());
  }
  // `offset` is the place in the source; of an entry of the journal `cursor` is.
  std::string of_deadletter(const model::DeadletterDocument& document, std::uint64_t offset,
                            std::string_view cursor);

 private:
  base::Digester& recording(const model::TtyChunk& chunk);

  base::Digester digester_;
  std::string host_, escaped_;  // the host of the latest event, and its escaped text
  std::string text_;
};

}  // namespace auweave::weave
