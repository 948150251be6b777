#include "weave/weaver.h"

#include <limits>
#include <utility>

#include "audit/terminal_input.h"
#include "meaning/meaning.h"
#include "tty/tlog.h"
#include "tty/tlog_terminal_input.h"
#include "weave/stamp.h"

namespace auweave::weave {
namespace {

using model::AuditEvent;
using model::EventDocument;
using model::EventFacts;

// Of what is not understood this much is kept, the rest counted.
constexpr std::size_t kMostDeadletterBytes = 64UL * 1024;
constexpr base::WallTime kEndOfTime{std::numeric_limits<std::int64_t>::max()};

}  // namespace

Weaver::Weaver(WeaverSettings settings, audit::RecordDecoder& decoder, model::FieldText& text,
               model::DocumentSink& sink)
    : settings_(std::move(settings)),
      decoder_(decoder),
      text_(text),
      sink_(sink),
      table_(std::move(settings_.boots), settings_.lateness_ms),
      join_(table_, settings_.lateness_ms, *this),
      record_join_(table_, settings_.lateness_ms, *this),
      commands_(settings_.lateness_ms, *this),
      hops_(table_, settings_.lateness_ms, *this) {}

std::uint32_t Weaver::add_source(std::string name) {
  sources_.push_back({std::move(name), std::nullopt});
  return static_cast<std::uint32_t>(sources_.size() - 1);
}

base::WallTime Weaver::watermark() const {
  return std::max(base::WallTime::from_ms(assembler_.watermark_ms()), idle_until_);
}

std::string_view Weaver::host_of(const AuditEvent& event) const {
  return event.node.empty() ? std::string_view(settings_.host) : event.node;
}

void Weaver::audit_line(const base::Line& line, std::uint32_t source, bool again) {
  using Added = audit::Assembler::Added;
  ++counts_.audit_lines;
  std::string_view text = line.text;
  if (text.ends_with('\r')) text.remove_suffix(1);
  if (text.empty() && line.cut == 0) return;
  const Place place = place_of("audit", source, line);
  if (line.cut != 0) return deadletter(place, text, "line too long", line.cut);
  const auto header = audit::parse_line(text);
  if (!header.ok()) return deadletter(place, text, header.error().message);
  const Added added = assembler_.add(text, *header, source, line.number, again);
  if (added == Added::duplicate) ++counts_.duplicates;
  if (added == Added::late) deadletter(place, text, "record of an event that was already finished");
  if (added == Added::oversized) deadletter(place, text, "event too large");
  drain();
}

void Weaver::drain() {
  while (auto raw = assembler_.take()) weave(std::move(*raw), false);
  advance(watermark());
}

void Weaver::advance(base::WallTime watermark) {
  join_.advance(watermark, nullptr);
  record_join_.advance(watermark);
  commands_.advance(watermark);
  hops_.advance(watermark);
  while (session::Session* closed = table_.take_closed(watermark)) {
    commands_.settle(*closed);
    publish_session(*closed, closed->closed_by.time(), SessionState::closed,
                    ids_.of_event(closed->host, closed->closed_by, "session-closed"));
  }
}

void Weaver::begin_after_past() {
  table_.begin_after_past();
  if (join_.held() == 0) return;
  for (const session::Session& session : table_.all()) join_.advance(watermark(), &session);
}

void Weaver::records_pause() {
  assembler_.finish_all();
  drain();
}

void Weaver::idle(base::WallTime now) {
  idle_until_ = std::max(idle_until_, now);
  advance(watermark());
}

void Weaver::weave(audit::RawEvent&& raw, bool is_login) {
  AuditEvent& event = events_.at(is_login ? 1 : 0);
  event.clear();
  decoder_.decode(raw, event);
  drop_fieldless(raw, event);
  if (!event.records.empty()) {
    if (!settings_.terminal_input) audit::cut_terminal_input(event);
    EventDocument document;
    const auto came = base::WallTime::from_ms(raw.watermark_ms);
    if (commands_.is_late(event.key.time(), came)) document.late = true;
    const EventFacts facts = meaning::describe(event, text_, settings_.whole_events, document);
    if (facts.ses.has_value() && !is_login && table_.unknown(host_of(event), *facts.ses)) {
      auto login = assembler_.take_login(raw.node, facts.ses->value);
      if (login.has_value()) weave(std::move(*login), true);
    }
    sources_.at(raw.slices.front().source).last_good = event.key.time();
    publish(event, facts, document, raw.fetched);
  }
  assembler_.recycle(std::move(raw));
}

// Records that hold nothing libauparse can read: they cannot be shown as fields of an event.
void Weaver::drop_fieldless(const audit::RawEvent& raw, AuditEvent& event) {
  for (std::size_t i = 0; i < event.records.size(); ++i) {
    if (event.records[i].count > 0) continue;
    const auto& slice = raw.slices[i];
    // Its serial stands for the offset, which an event does not keep.
    deadletter({"audit", slice.source, slice.number, raw.key.serial}, raw.line(slice),
               "record without fields");
  }
  std::erase_if(event.records, [](const model::Record& record) { return record.count == 0; });
}

void Weaver::publish(AuditEvent& event, const EventFacts& facts, EventDocument& document,
                     audit::RawEvent::Fetched fetched) {
  using Fetched = audit::RawEvent::Fetched;
  document.stamp.host = host_of(event);
  document.stamp.time = event.key.time();
  document.stamp.event_id = ids_.of_event(document.stamp.host, event.key, "");
  // What SYSCALL tells was noted when it came, and would count twice.
  if (fetched == Fetched::rest || fetched == Fetched::rest_with_syscall) document.repaired = true;
  if (fetched == Fetched::rest) return publish_again(event, facts, document);
  const session::Noted noted =
      table_.note(document.stamp.host, event.key, facts, fetched != Fetched::no);
  stamp_event(event, noted, facts, document);
  if (settings_.whole_events) follow_process(event, noted, facts, document);
  follow_hops(event, noted, facts, document);
  const auto id = [&](std::string_view part) {
    return ids_.of_event(document.stamp.host, event.key, part);
  };
  if (noted.opened) {
    publish_session(*noted.session, event.key.time(), SessionState::opened, id("session-opened"));
  }
  put(document);
  if (noted.recorder || noted.resumed || noted.ticket) {
    publish_session(*noted.session, event.key.time(), SessionState::updated, id("session-updated"));
  }
  act(event, noted, facts, document);
  if (settings_.terminal_input) typed(event, noted, document);
  if (noted.opened || noted.recorder) join_.advance(watermark(), noted.session);
  vouch(event, noted, facts, document);
}

void Weaver::publish_session(const session::Session& session, base::WallTime time,
                             SessionState state, const base::Digest& id) {
  std::string room;
  model::SessionDocument document =
      session_document(session, time, state, settings_.recordings, room);
  document.stamp.event_id = id;
  if (state == SessionState::closed || state == SessionState::left_open) {
    document.commands = static_cast<std::int64_t>(commands_.commands_of(session.id));
  }
  put(document);
}

void Weaver::tlog_line(const base::Line& line, std::uint32_t source) {
  ++counts_.tlog_lines;
  if (line.text.empty() && line.cut == 0) return;
  const Place place = place_of("tlog", source, line);
  if (line.cut != 0) return deadletter(place, line.text, "line too long", line.cut);
  auto chunk = tty::read_tlog_line(line.text, settings_.terminal_input);
  if (!chunk.ok()) return deadletter(place, line.text, chunk.error().message);
  if (!chunk->has_value()) {
    ++counts_.other_lines;
    return;
  }
  add(std::move(**chunk), source);
}

void Weaver::add(model::TtyChunk chunk, std::uint32_t source) {
  sources_.at(source).last_good = chunk.time;
  chunk.file = source;
  chunk.late = commands_.is_late(chunk.time, watermark());
  join_.add(std::move(chunk), watermark());
}

void Weaver::joined(const correlate::JoinedChunk& joined) {
  if (joined.chunk->number > 0) publish_chunk(joined);
  if (joined.session == nullptr) return publish_suspect(joined);
  if (joined.chunk->number > 0) commands_.add(*joined.session, *joined.recording, *joined.chunk);
  // A recorder's execve told of its recording; here the chunk is the first to do so.
  if (joined.starts_recording) {
    const session::Session& session = *joined.session;
    publish_session(session, joined.chunk->time,
                    session.close_told ? SessionState::closed : SessionState::updated,
                    ids_.of_recording(*joined.chunk, "session-updated"));
  }
}

void Weaver::publish_chunk(const correlate::JoinedChunk& joined) {
  ChunkRoom room;
  model::TtyDocument document =
      tty_document(joined, settings_.host, settings_.terminal_input, room);
  document.file = sources_.at(joined.chunk->file).name;
  document.stamp.event_id =
      joined.session != nullptr ? ids_.of_chunk(*joined.chunk) : ids_.of_suspect(*joined.chunk);
  put(document);
}

void Weaver::lost(const correlate::LostChunks& lost) {
  std::string room;
  model::PipelineDocument document = loss_document(lost, room);
  document.stamp.event_id = ids_.of_gap(lost.recording->rec, lost.gap.first, lost.gap.last);
  put(document);
}

void Weaver::records_lost(std::uint64_t count, std::string_view first, std::string_view last) {
  model::PipelineDocument document;
  document.stamp.host = settings_.host;
  document.stamp.event_id = ids_.of_lost_records(settings_.host, first, last, count);
  document.stamp.time = watermark();
  document.what = "loss";
  document.count = static_cast<std::int64_t>(count);
  if (const auto header = audit::parse_line(first); header.ok()) {
    document.stamp.time = header->key.time();
    document.first_serial = static_cast<std::int64_t>(header->key.serial);
  }
  if (const auto header = audit::parse_line(last); header.ok())
    document.last_serial = static_cast<std::int64_t>(header->key.serial);
  document.detail = "records came faster than they were woven, and were thrown away";
  put(document);
}

// Sessions that the input leaves open are told with what came of their recordings.
void Weaver::finish() {
  assembler_.finish_all();
  drain();
  join_.finish();
  record_join_.finish(watermark());
  commands_.finish();
  advance(kEndOfTime);
  for (session::Session* open : table_.recorded_and_open()) {
    publish_session(*open, open->last.time(), SessionState::left_open,
                    ids_.of_event(open->host, open->last, "session-at-end"));
  }
}

Counts Weaver::counts() const {
  Counts counts = counts_;
  counts.duplicates += join_.repeated() + record_join_.repeated();
  return counts;
}

void Weaver::deadletter(const Place& place, std::string_view data, std::string_view reason,
                        std::uint64_t already_cut) {
  model::DeadletterDocument document;
  std::string kept(data);
  if (!settings_.terminal_input) {
    kept =
        place.kind == "tlog" ? tty::cut_terminal_input(data) : audit::cut_terminal_input(data).text;
  }
  document.stamp.event_id =
      ids_.of_bytes(place.kind, place.offset, std::string(place.cursor) + kept);
  if (kept.size() > kMostDeadletterBytes) {
    already_cut += kept.size() - kMostDeadletterBytes;
    kept.resize(kMostDeadletterBytes);
  }
  const Source& source = sources_.at(place.source);
  const std::string at =
      source.name + ":" +
      (place.cursor.empty() ? std::to_string(place.line) : std::string(place.cursor));
  document.stamp.time = source.last_good;
  document.stamp.host = settings_.host;
  document.source = place.kind;
  document.reason = reason;
  document.at = at;
  document.data = kept;
  if (already_cut > 0) document.truncated = static_cast<std::int64_t>(already_cut);
  put(document);
}

void Weaver::put(const model::Document& document) {
  ++counts_.documents.at(document.index());
  sink_.take(document);
}

}  // namespace auweave::weave
