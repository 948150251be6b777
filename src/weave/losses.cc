#include "weave/losses.h"

#include <string>
#include <utility>

#include "audit/line.h"
#include "weave/stamp.h"

namespace auweave::weave {

void Losses::records(std::uint64_t count, std::string_view first, std::string_view last) {
  const std::string& host = context_.settings.host;
  model::PipelineDocument document;
  document.stamp.host = host;
  const std::string id = context_.ids.of_lost_records(host, first, last, count);
  document.stamp.event_id = id;
  document.stamp.time = context_.event_time;
  document.what = "loss";
  document.count = static_cast<std::int64_t>(count);
  if (const auto header = audit::parse_line(first); header.ok()) {
    document.stamp.time = header->key.time();
    document.first_serial = static_cast<std::int64_t>(header->key.serial);
  }
  if (const auto header = audit::parse_line(last); header.ok())
    document.last_serial = static_cast<std::int64_t>(header->key.serial);
  document.detail = "records came faster than they were woven, and were thrown away";
  context_.outlet.put(document);
}

// Of a boot that was under way nobody knows when the records were lost.
void Losses::kernel(const KernelLost& now) {
  const KernelLost before = std::exchange(kernel_, now);
  if (before.boot_id != now.boot_id || now.lost <= before.lost) return;
  const std::string& host = context_.settings.host;
  model::PipelineDocument document;
  document.stamp.host = host;
  const std::string id = context_.ids.of_kernel_loss(host, now.boot_id, now.lost);
  document.stamp.event_id = id;
  document.stamp.time = now.at;
  document.what = "loss";
  document.count = static_cast<std::int64_t>(now.lost - before.lost);
  document.first_time = before.at;
  document.last_time = now.at;
  document.detail = "the kernel lost records: its backlog was full, or no auditd took them";
  context_.outlet.put(document);
}

void Losses::chunks(const correlate::LostChunks& lost) {
  std::string scratch;
  model::PipelineDocument document = loss_document(lost, scratch);
  const std::string id =
      context_.ids.of_gap(lost.session->key, lost.recording->rec, lost.gap.first, lost.gap.last);
  document.stamp.event_id = id;
  context_.outlet.put(document);
}

void Losses::contradicted(const correlate::ContradictedChunks& contradicted) {
  const session::Session& session = *contradicted.session;
  const session::Contradiction& known = *contradicted.recording->contradicted;
  std::string scratch;
  model::PipelineDocument document;
  stamp_with(session, contradicted.chunk->time, scratch, document.stamp);
  const std::string id =
      context_.ids.of_contradiction(session.key, contradicted.recording->rec, known.from);
  document.stamp.event_id = id;
  document.what = "chunks-contradicted";
  document.rec = contradicted.recording->rec;
  document.first_chunk = static_cast<std::int64_t>(known.from);
  document.detail =
      "two chunks of a recording have one number: neither is believed, nor what comes after them";
  context_.outlet.put(document);
}

void Losses::flood(const session::Session& session, const session::Recording& recording,
                   const correlate::FloodRun& run, std::uint64_t limit) {
  std::string scratch;
  model::PipelineDocument document;
  stamp_with(session, run.begins, scratch, document.stamp);
  const std::string id = context_.ids.of_gap(session.key, recording.rec, run.first, run.last);
  document.stamp.event_id = id;
  document.what = "loss";
  document.rec = recording.rec;
  document.first_chunk = static_cast<std::int64_t>(run.first);
  document.last_chunk = static_cast<std::int64_t>(run.last);
  document.count = static_cast<std::int64_t>(run.chunks);
  document.first_time = run.begins;
  document.last_time = run.ends;
  const std::string detail = std::to_string(run.bytes) +
                             " bytes of output were left out: more was shown in a second than a "
                             "flood_limit of " +
                             std::to_string(limit) + " bytes allows";
  document.detail = detail;
  context_.outlet.put(document);
}

}  // namespace auweave::weave
