#include "weave/chunks.h"

#include <utility>

#include "base/text.h"
#include "correlate/thin_chunk.h"
#include "programs/program.h"
#include "session/must_record.h"
#include "tty/recorders.h"
#include "tty/tlog.h"
#include "weave/stamp.h"
#include "weave/writer_check.h"

namespace auweave::weave {

namespace {

// Returns the account as which the process of an event ran.
std::optional<model::Uid> uid_of(const model::AuditEvent& event) {
  const model::Record* call = event.find("SYSCALL");
  const model::Field* field = call == nullptr ? nullptr : event.find(*call, "uid");
  const auto uid = field == nullptr ? std::nullopt : base::parse_unsigned(field->raw);
  if (!uid.has_value() || *uid > model::kUnset) return std::nullopt;
  return model::Uid{static_cast<std::uint32_t>(*uid)};
}

}  // namespace

Chunks::Chunks(Context& context, ChunkParts parts)
    : context_(context),
      parts_(parts),
      suspects_(context),
      join_(parts.table, context.settings.lateness_ms, *this),
      record_join_(parts.table, context.settings.lateness_ms, *this),
      flood_(parts.table, context.settings.flood_limit, context.settings.lateness_ms, *this) {}

void Chunks::tlog_line(const base::Line& line, std::uint32_t source, bool own_file) {
  Counts& counts = context_.outlet.counts;
  ++counts.tlog_lines;
  if (line.text.empty() && line.cut == 0) return;
  const Place place = place_of("tlog", source, line);
  if (line.cut != 0) return parts_.deadletters.line(place, line.text, "line too long", line.cut);
  tty::TlogLine read = tty::read_tlog_line(line.text, context_.settings.terminal_input);
  counts.other_lines += read.others;
  for (const std::string& problem : read.problems)
    parts_.deadletters.line(place, line.text, problem);
  for (model::TtyChunk& chunk : read.chunks) {
    // Whoever may write to syslog or to the journal may write what they carry.
    if (own_file && read.own) chunk.writer = model::Writer::own_file;
    add(std::move(chunk), source);
  }
}

void Chunks::tlog_entry(const model::JournalEntry& entry, std::uint32_t source) {
  ++context_.outlet.counts.tlog_lines;
  const Place place{"tlog", source, 0, 0, entry.cursor};
  if (!entry.unreadable.empty()) {
    return parts_.deadletters.line(place, "", "its message cannot be read: " + entry.unreadable);
  }
  auto chunk = tty::parse_tlog(entry.message, context_.settings.terminal_input);
  if (!chunk.ok()) return parts_.deadletters.line(place, entry.message, chunk.error().message);
  chunk->disowned = weave::disowned(*chunk, entry);
  chunk->writer = writer_of(entry);
  add(std::move(*chunk), source);
}

void Chunks::recorded(tty::Recorded recorded, std::uint32_t source) {
  if (const auto* damage = std::get_if<tty::Damage>(&recorded))
    return parts_.deadletters.damage(*damage, source);
  model::TtyChunk& chunk = std::get<model::TtyChunk>(recorded);
  note(chunk, source);
  record_join_.add(std::move(chunk), context_.event_time, context_.host_clock);
}

void Chunks::add(model::TtyChunk chunk, std::uint32_t source) {
  note(chunk, source);
  const base::WallTime came = context_.counts_from(chunk.time);
  join_.add(std::move(chunk), came, context_.event_time);
}

void Chunks::note(model::TtyChunk& chunk, std::uint32_t source) {
  context_.sources.note_good(source, chunk.time);
  chunk.file = source;
  chunk.late = parts_.commands.is_late(chunk.time, context_.event_time);
}

// sudo recorded what it let pass, where it is told to; other recorders write the file that they are told.
void Chunks::vouch(const Woven& woven) {
  const auto& [event, facts, document, told, match, fetched] = woven;
  correlate::RecordJoin::AuditRecord record{match.session, event.key, facts};
  record_join_.see(event.key.time());
  if (facts.executed && facts.success == true) {
    const auto* recorder = tty::recorder_of(programs::recorder_of(facts.exe, document.argv));
    if (recorder != nullptr && recorder->vouched == tty::Vouched::by_recorder) {
      record.uid = uid_of(event);
      record_join_.vouch_recorder(*recorder, record, document.argv);
    }
  }
  if (facts.type != "USER_CMD" || facts.success != true) return;
  record_join_.vouch_command(record, document.command);
}

void Chunks::news_of_all() {
  if (join_.held() == 0) return;
  for (const session::Session& session : parts_.table.all()) news(session);
}

void Chunks::advance(base::WallTime watermark) {
  join_.advance(watermark);
  record_join_.advance(watermark);
  flood_.advance(watermark);
}

void Chunks::set_back(base::WallTime watermark) {
  join_.set_back(watermark);
  record_join_.set_back(watermark);
}

void Chunks::finish() {
  join_.finish();
  record_join_.finish(context_.event_time);
  flood_.finish();
}

std::uint64_t Chunks::repeated() const { return join_.repeated() + record_join_.repeated(); }

// The closed document said that the session was not recorded, and the recording's first chunk came
// later.
bool Chunks::takes_back(const correlate::JoinedChunk& joined) const {
  const session::Session& session = *joined.session;
  if (!session.close_announced || !session.closed.has_value()) return false;
  return joined.recording->of_terminal() &&
         joined.recording->totals(session.last_moment()).chunks == 1 &&
         session::is_named(session, context_.settings.must_record) &&
         session::is_interactive(session);
}

void Chunks::joined(const correlate::JoinedChunk& joined) {
  if (joined.session == nullptr) {
    if (joined.chunk->number > 0) put(joined);
    return suspects_.tell(joined);
  }
  if (joined.chunk->number > 0) flood_.add(joined);
  // A recorder's execve told of its recording; here the chunk is the first to do so.
  if (joined.starts_recording || takes_back(joined)) {
    parts_.sessions.put_update(*joined.session, *joined.recording, *joined.chunk);
  }
}

void Chunks::contradicted(const correlate::ContradictedChunks& contradicted) {
  parts_.losses.contradicted(contradicted);
  parts_.commands.add(contradicted);
}

void Chunks::passed(const correlate::JoinedChunk& joined) {
  put(joined);
  const auto thin = flood_.limit() == 0 ? std::nullopt : correlate::thinned(*joined.chunk);
  correlate::JoinedChunk shown = joined;
  if (thin.has_value()) shown.chunk = &*thin;
  parts_.commands.add(shown);
}

void Chunks::put(const correlate::JoinedChunk& joined) {
  const WeaverSettings& settings = context_.settings;
  ChunkScratch scratch;
  model::TtyDocument document =
      tty_document(joined, settings.host, settings.terminal_input, scratch);
  document.file = context_.sources.name(joined.chunk->file);
  const std::string id = context_.ids.of_chunk(document);
  document.stamp.event_id = id;
  context_.outlet.put(document);
}

}  // namespace auweave::weave
