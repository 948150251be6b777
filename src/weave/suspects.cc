#include "weave/suspects.h"

#include <utility>

namespace auweave::weave {
namespace {

// The suspicion, with what the chunk says of itself.
std::string detail_of(const correlate::JoinedChunk& joined) {
  std::string words(joined.suspicion);
  const auto& ran = joined.chunk->ran;
  if (!ran.has_value()) return words;
  const bool has_terminal = !ran->tty.empty() && ran->tty != model::kUnknownTerminal;
  if (!ran->file.empty()) return words + (has_terminal ? ": on " + ran->tty : "");
  words += ": " + ran->submit_user + " ran `" + ran->command + "` as " + ran->run_user;
  return words + (ran->tty.empty() ? " without a terminal" : " on " + ran->tty);
}

}  // namespace

void Suspects::tell(const correlate::JoinedChunk& joined) {
  const model::TtyChunk& chunk = *joined.chunk;
  std::string key = chunk.rec + std::string(joined.suspicion);
  if (chunk.ran.has_value()) key += std::to_string(chunk.ran->time.ns);
  if (told_.use(key) != nullptr) return;
  told_.enter(key, true);
  model::PipelineDocument document;
  const std::string id = context_.ids.of_suspicion(chunk, joined.suspicion);
  document.stamp.event_id = id;
  document.stamp.time = chunk.time;
  document.stamp.host = context_.settings.host;
  document.what = "suspect-recording";
  document.rec = chunk.rec;
  if (chunk.ses.has_value()) document.claimed_ses = chunk.ses->value;
  const std::string detail = detail_of(joined);
  document.detail = detail;
  context_.outlet.put(document);
}

}  // namespace auweave::weave
