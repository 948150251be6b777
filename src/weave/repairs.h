// Repairs: reports events that auditd did not hand over (docs/decisions/0015). Events that were
// fetched from an audit log and events that are in no log are reported separately.
#pragma once

#include <string_view>
#include <vector>

#include "audit/loss_watch.h"
#include "session/table.h"
#include "weave/context.h"
#include "weave/recovered.h"

namespace auweave::weave {

class Repairs {
 public:
  // `context` and `table` must outlive the Repairs. A loss is noted in `table` (Table::note_loss).
  Repairs(Context& context, session::Table& table) : context_(context), table_(table) {}

  // Counts an event fetched from the log; `came` is true if some of its records had come before.
  void add(const model::EventKey& key, bool came) { recovered_.add(key, came); }
  // Reports the results of a look at the audit log. `lost` has the serials that did not come and
  // are in no log. `lines` counts the events that came as lines of the log, and not by add().
  void tell(const std::vector<audit::SerialGap>& lost, const Recovered& lines);

  template <typename Archive>
  void state(Archive& archive) {
    archive(recovered_);
  }

 private:
  Context& context_;
  session::Table& table_;
  Recovered recovered_;  // events fetched since the last look
};

}  // namespace auweave::weave
