// Weaver's part for recordings that are no lines: of sudo, of script.
#include <utility>

#include "model/field_value.h"
#include "programs/program.h"
#include "weave/weaver.h"

namespace auweave::weave {
namespace {

constexpr std::size_t kMostSuspects = 10'000;

// Why a chunk is suspect, with what it says of itself.
std::string suspicion_of(const correlate::JoinedChunk& joined) {
  std::string words(joined.suspicion);
  const auto& ran = joined.chunk->ran;
  if (!ran.has_value()) return words;
  if (!ran->file.empty()) return words + (ran->tty.empty() ? "" : ": on " + ran->tty);
  words += ": " + ran->submit_user + " ran `" + ran->command + "` as " + ran->run_user;
  return words + (ran->tty.empty() ? " without a terminal" : " on " + ran->tty);
}

}  // namespace

// What sudo let pass it recorded, where it is told to; other recorders write the file that they are told.
void Weaver::vouch(const model::AuditEvent& event, const session::Noted& noted,
                   const model::EventFacts& facts, const model::EventDocument& document) {
  record_join_.see(event.key.time());
  if (facts.executed && facts.success == true) {
    const auto* recorder = tty::recorder_of(programs::recorder_of(facts.exe, document.argv));
    if (recorder != nullptr && recorder->vouched == tty::Vouched::by_recorder)
      record_join_.vouch_recorder(*recorder, noted.session, event.key, facts, document.argv);
  }
  if (facts.type != "USER_CMD" || facts.success != true) return;
  record_join_.vouch_command(noted.session, event.key, facts, document.command);
}

// The kernel keeps what a process reads from its terminal and tells it when that ends or 4 KiB are full
// (drivers/tty/tty_audit.c), readline after each line: every record is a recording of one chunk.
void Weaver::typed(const model::AuditEvent& event, const session::Noted& noted,
                   const model::EventDocument& document) {
  const model::Record* record = event.find("TTY");
  if (record == nullptr) record = event.find("USER_TTY");
  const model::Field* data = record == nullptr ? nullptr : event.find(*record, "data");
  if (data == nullptr || noted.session == nullptr) return;
  base::Arena arena;
  const std::string serial = std::to_string(event.key.serial);
  const std::string id = noted.session->id + "/" + serial;
  model::TtyDocument chunk;
  chunk.stamp = document.stamp;
  chunk.stamp.event_id = ids_.of_event(document.stamp.host, event.key, "typed");
  chunk.recording_id = id;
  chunk.rec = serial;
  chunk.verified = true;
  chunk.source = "tty-audit";
  chunk.chunk = 1;
  chunk.offset_ms = 0;
  chunk.tty_input = model::decode_string(data->raw, arena);
  chunk.bytes_in = static_cast<std::int64_t>(chunk.tty_input.size());
  chunk.bytes_out = 0;
  chunk.late = document.late;
  put(chunk);
}

void Weaver::recorded(tty::Recorded recorded, std::uint32_t source) {
  if (const auto* damage = std::get_if<tty::Damage>(&recorded)) return damaged(*damage, source);
  model::TtyChunk& chunk = std::get<model::TtyChunk>(recorded);
  sources_.at(source).last_good = chunk.time;
  chunk.file = source;
  chunk.late = commands_.is_late(chunk.time, watermark());
  record_join_.add(std::move(chunk), watermark());
}

void Weaver::damaged(const tty::Damage& damage, std::uint32_t source) {
  const Source& from = sources_.at(source);
  model::DeadletterDocument document;
  document.stamp.event_id =
      ids_.of_bytes(damage.source, damage.line, damage.rec + "\n" + damage.why);
  document.stamp.time = from.last_good;
  document.stamp.host = settings_.host;
  document.source = damage.source;
  document.reason = damage.why;
  const std::string place = damage.rec.empty() ? from.name : from.name + "/" + damage.rec;
  const std::string at = place + ":" + std::to_string(damage.line);
  document.at = at;
  put(document);
}

// Once a recording and reason, however many chunks it has: which of two reasons is found first
// depends on which input is read first.
void Weaver::publish_suspect(const correlate::JoinedChunk& joined) {
  const model::TtyChunk& chunk = *joined.chunk;
  if (suspects_.size() >= kMostSuspects) suspects_.clear();
  std::string key = chunk.rec + std::string(joined.suspicion);
  if (chunk.ran.has_value()) key += std::to_string(chunk.ran->time.ns);
  if (!suspects_.insert(std::move(key)).second) return;
  model::PipelineDocument document;
  document.stamp.event_id = ids_.of_recording(chunk, joined.suspicion);
  document.stamp.time = chunk.time;
  document.stamp.host = settings_.host;
  document.what = "suspect-recording";
  document.rec = chunk.rec;
  if (chunk.ses.has_value()) document.claimed_ses = chunk.ses->value;
  const std::string detail = suspicion_of(joined);
  document.detail = detail;
  put(document);
}

}  // namespace auweave::weave
