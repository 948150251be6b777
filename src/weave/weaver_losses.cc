// Weaver's part for what was lost before it came.
#include <utility>

#include "weave/weaver.h"

namespace auweave::weave {

// Of a boot that begins all is new; of one that was under way nobody knows when it was lost.
void Weaver::kernel_lost(const KernelLost& now) {
  const KernelLost before = std::exchange(kernel_lost_, now);
  if (before.boot_id != now.boot_id || now.lost <= before.lost) return;
  model::PipelineDocument document;
  document.stamp.host = settings_.host;
  document.stamp.event_id = ids_.of_kernel_loss(settings_.host, now.boot_id, now.lost);
  document.stamp.time = now.at;
  document.what = "loss";
  document.count = static_cast<std::int64_t>(now.lost - before.lost);
  document.first_time = before.at;
  document.last_time = now.at;
  document.detail = "the kernel lost records: its backlog was full, or no auditd took them";
  put(document);
}

}  // namespace auweave::weave
