// SessionGroups: gives sessions the groups of their accounts, which files tell (settings) or an
// answer of the machine tells. An answer may come before the LOGIN is woven: the LOGIN waits in the
// assembler for the rest of its event.
#pragma once

#include <deque>

#include "model/account_groups.h"
#include "session/table.h"
#include "weave/context.h"
#include "weave/session_documents.h"

namespace auweave::weave {

class SessionGroups {
 public:
  // `context`, `table` and `documents` must outlive the SessionGroups.
  SessionGroups(Context& context, session::Table& table, SessionDocuments& documents)
      : context_(context), table_(table), documents_(documents) {}

  // Gives the session of an event that opened or resumed it its groups, as far as they are known.
  void fill(const session::SessionMatch& match);
  // Takes an answer of the machine. Of several answers for a session the first counts. An `updated`
  // document tells the groups of a session that was entered through a service of must_record.
  void take(const model::AccountGroups& answer);

  template <typename Archive>
  void state(Archive& archive) {
    archive(waiting_);
  }

  // Largest number of answers that wait for their sessions. Above kMostWaiting the oldest answer is
  // forgotten: its LOGIN failed, or was lost.
  static constexpr std::size_t kMostWaiting = 1024;

 private:
  void tell(const session::Session& session);

  Context& context_;
  session::Table& table_;
  SessionDocuments& documents_;
  std::deque<model::AccountGroups> waiting_;
};

}  // namespace auweave::weave
