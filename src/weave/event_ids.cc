#include "weave/event_ids.h"

namespace auweave::weave {
namespace {

std::uint64_t number_of(model::Number number) {
  return static_cast<std::uint64_t>(number.value_or(-1));
}

}  // namespace

std::string_view EventIds::of_event(std::string_view host, const model::EventKey& key,
                                    base::Arena& arena) {
  if (host_ != host) {
    host_ = host;
    escaped_ = model::escaped_in_id(host) + '/';
  }
  text_ = escaped_;
  model::append_key(key, text_);
  if (text_.size() <= model::kLongestId) return arena.copy(text_);
  return arena.copy(model::bounded_id(text_));
}

std::string EventIds::of_session(std::string_view session_key, std::uint64_t serial,
                                 SessionNews news) {
  std::string id(session_key);
  id += "/session/";
  id += std::to_string(serial);
  id += std::to_string(static_cast<int>(news));
  return model::bounded_id(std::move(id));
}

std::string EventIds::of_session(std::string_view session_key, const model::TtyChunk& cause) {
  std::string id(session_key);
  id += "/session/";
  id += base::hex(recording(cause).finish());
  return model::bounded_id(std::move(id));
}

std::string EventIds::of_command(std::string_view session_key, correlate::CommandNumber number,
                                 std::int64_t part) {
  std::string id(session_key);
  id += "/command/";
  id += number.text();
  if (part > 0) id += '/' + std::to_string(part);
  return model::bounded_id(std::move(id));
}

std::string EventIds::of_chunk(const model::TtyDocument& document) {
  digester_.add("chunk").add(document.source).add(document.rec).add(document.chunk);
  digester_.add(static_cast<std::uint64_t>(document.stamp.time->ns)).add(document.recording_host);
  digester_.add(document.tty_output).add(document.tty_input).add(document.timing);
  for (const auto number :
       {document.columns, document.rows, document.left_out_bytes,
        model::Number(document.play_offset_ms), model::Number(document.duration_ms)})
    digester_.add(number_of(number));
  // A copy of a true chunk that another process writes says all that the chunk says.
  if (document.stamp.session_id.empty())
    digester_.add("suspect").add(number_of(document.claimed_ses));
  return base::hex(digester_.finish());
}

std::string EventIds::of_suspicion(const model::TtyChunk& chunk, std::string_view suspicion) {
  return base::hex(recording(chunk).add(chunk.recording_host).add(suspicion).finish());
}

std::string EventIds::of_repair(std::string_view what, std::string_view host,
                                const audit::SerialGap& range, std::uint64_t count) {
  return base::hex(digester_.add("repair")
                       .add(what)
                       .add(host)
                       .add(static_cast<std::uint64_t>(range.after.ns))
                       .add(range.first)
                       .add(range.last)
                       .add(count)
                       .finish());
}

std::string EventIds::of_deadletter(const model::DeadletterDocument& document, std::uint64_t offset,
                                    std::string_view cursor) {
  digester_.add("deadletter")
      .add(document.stamp.host)
      .add(document.source)
      .add(document.reason)
      .add(cursor)
      .add(offset);
  // A line may stand at one offset of several rotated files, in which other records came before.
  digester_.add(static_cast<std::uint64_t>(document.stamp.time.value_or(base::WallTime{}).ns));
  return base::hex(digester_.add(document.data).add(number_of(document.truncated)).finish());
}

// sudo numbers its recordings anew from time to time, so a recording of one command (`ran`) is also
// told by its host and start.
base::Digester& EventIds::recording(const model::TtyChunk& chunk) {
  digester_.add("recording").add(chunk.source).add(chunk.rec);
  if (!chunk.ran.has_value()) return digester_;
  return digester_.add(chunk.recording_host).add(static_cast<std::uint64_t>(chunk.ran->time.ns));
}

}  // namespace auweave::weave
