// Repairs: tells which events were fetched from an audit log because they did not come, and which are in no log
// either (docs/decisions/0015).
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
  // The table outlives the repairs; sessions that were open during a loss are marked there.
  Repairs(Context& context, session::Table& table) : context_(context), table_(table) {}

  // An event was fetched; `came`: some of it had come.
  void add(const model::EventKey& key, bool came) { recovered_.add(key, came); }
  // A look is over. `lost`: serials that did not come and are in no log; `lines`: events that came as lines of the
  // log, and not by add().
  void tell(const std::vector<audit::SerialGap>& lost, const Recovered& lines);

  template <typename Archive>
  void state(Archive& archive) {
    archive(recovered_);
  }

 private:
  void put(std::string_view what, const audit::SerialGap& range, std::uint64_t count,
           std::string_view detail);

  Context& context_;
  session::Table& table_;
  Recovered recovered_;  // since the last look
};

}  // namespace auweave::weave
