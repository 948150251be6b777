// Weaver's part for what was lost before it came.
#include "pipeline/weaver.h"

namespace auweave::pipeline {

// Of a boot that begins all is new; of one that was under way nobody knows when it was lost.
void Weaver::kernel_lost(base::WallTime at, std::string_view boot_id, std::uint64_t lost) {
  const bool known = kernel_lost_.boot_id == boot_id && lost >= kernel_lost_.lost;
  const Lost before = std::exchange(kernel_lost_, {at, std::string(boot_id), lost});
  if (!known || lost == before.lost) return;
  model::PipelineDocument document;
  document.stamp.host = settings_.host;
  document.stamp.event_id = ids_.of_kernel_loss(settings_.host, boot_id, lost);
  document.stamp.time = at;
  document.what = "loss";
  document.count = static_cast<std::int64_t>(lost - before.lost);
  document.first_time = before.at;
  document.last_time = at;
  document.detail = "the kernel lost records: its backlog was full, or no auditd took them";
  put(document);
}

}  // namespace auweave::pipeline
