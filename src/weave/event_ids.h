// EventIds: makes the event_id of each document: a hash of the document's origin, without anything
// guessed. The same input always gives the same ids, with or without a boot id.
#pragma once

#include <string_view>

#include "audit/loss_watch.h"
#include "base/digest.h"
#include "model/ids.h"
#include "model/tty_chunk.h"

namespace auweave::weave {

class EventIds {
 public:
  // `part` tells the documents of one event apart: "" is the event's own document, "session-opened"
  // that of the session which the event opened.
  base::Digest of_event(std::string_view host, const model::EventKey& key, std::string_view part) {
    return digester_.add(host)
        .add("audit")
        .add(static_cast<std::uint64_t>(key.time().ns))
        .add(key.serial)
        .add(part)
        .finish();
  }
  base::Digest of_chunk(const model::TtyChunk& chunk) {
    return recording(chunk).add(chunk.number).finish();
  }
  // The id of a suspect chunk also depends on the chunk's content, so that a forged chunk cannot
  // take the place of the real chunk.
  base::Digest of_suspect(const model::TtyChunk& chunk) {
    return recording(chunk)
        .add(chunk.number)
        .add("suspect")
        .add(static_cast<std::uint64_t>(chunk.time.ns))
        .add(chunk.output)
        .finish();
  }
  base::Digest of_recording(const model::TtyChunk& chunk, std::string_view part) {
    return recording(chunk).add(part).finish();
  }
  base::Digest of_gap(std::string_view rec, std::uint64_t first, std::uint64_t last) {
    return digester_.add("gap").add(rec).add(first).add(last).finish();
  }
  base::Digest of_lost_records(std::string_view host, std::string_view first, std::string_view last,
                               std::uint64_t count) {
    return digester_.add("lost").add(host).add(first).add(last).add(count).finish();
  }
  base::Digest of_repair(std::string_view what, std::string_view host,
                         const audit::SerialGap& range, std::uint64_t count) {
    return digester_.add("repair")
        .add(what)
        .add(host)
        .add(static_cast<std::uint64_t>(range.after.ns))
        .add(range.first)
        .add(range.last)
        .add(count)
        .finish();
  }
  base::Digest of_kernel_loss(std::string_view host, std::string_view boot_id, std::uint64_t lost) {
    return digester_.add("kernel-lost").add(host).add(boot_id).add(lost).finish();
  }
  base::Digest of_command(const base::Digest& command, std::int64_t part) {
    return digester_.add("command")
        .add(base::hex(command))
        .add(static_cast<std::uint64_t>(part))
        .finish();
  }
  base::Digest of_bytes(std::string_view source, std::uint64_t offset, std::string_view data) {
    return digester_.add(source).add(offset).add(data).finish();
  }

 private:
  // The ids of recordings of one command (`ran`) also depend on the recording's host and start,
  // because sudo numbers its recordings anew from time to time.
  base::Digester& recording(const model::TtyChunk& chunk) {
    digester_.add(chunk.source).add(chunk.rec);
    if (!chunk.ran.has_value()) return digester_;
    return digester_.add(chunk.recording_host).add(static_cast<std::uint64_t>(chunk.ran->time.ns));
  }

  base::Digester digester_;
};

}  // namespace auweave::weave
