// Hops: gives the hop join the outgoing connections and the arrivals. When a session's parent is
// found, Hops puts an update of the session's document.
#pragma once

#include "correlate/hop_join.h"
#include "session/table.h"
#include "weave/context.h"
#include "weave/session_documents.h"
#include "weave/woven.h"

namespace auweave::weave {

class Hops : private correlate::HopJoin::Output {
 public:
  // `context`, `table` and `documents` must outlive the Hops.
  Hops(Context& context, session::Table& table, SessionDocuments& documents)
      : context_(context),
        documents_(documents),
        join_(table, context.settings.lateness_ms, *this) {}

  void follow(const Woven& woven);
  void advance(base::WallTime watermark) { join_.advance(watermark); }

  template <typename Archive>
  void state(Archive& archive) {
    archive(join_);
  }

 private:
  void hop(const session::Session& session, const model::EventKey& login) override;

  Context& context_;
  SessionDocuments& documents_;
  correlate::HopJoin join_;
};

}  // namespace auweave::weave
