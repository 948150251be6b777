// Hops: gives the hop join what was dialled and who came, and puts a session's document when its parent is found.
#pragma once

#include "correlate/hop_join.h"
#include "session/table.h"
#include "weave/context.h"
#include "weave/session_documents.h"
#include "weave/woven.h"

namespace auweave::weave {

class Hops : private correlate::HopJoin::Output {
 public:
  // All outlive it.
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
