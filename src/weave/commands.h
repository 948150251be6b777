// Commands: gives the command join the process actions of sessions, and puts command documents.
#pragma once

#include "correlate/command_join.h"
#include "session/table.h"
#include "weave/context.h"
#include "weave/woven.h"

namespace auweave::weave {

class Commands : private correlate::CommandJoin::Output {
 public:
  // `context` and `table` must outlive the Commands.
  Commands(Context& context, session::Table& table)
      : context_(context), table_(table), join_(context.settings.lateness_ms, *this) {}

  // Gives the event's process action to the command join. The function follow() also notes in the
  // session the target of an outgoing connection or of an executed program.
  void follow(const Woven& woven);
  // Tells the command join which sessions ended, by USER_END, by a restart, or because no process
  // of the session is left.
  void take_ended();
  [[nodiscard]] correlate::CommandJoin& join() { return join_; }

  template <typename Archive>
  void state(Archive& archive) {
    archive(join_);
  }

 private:
  void command(const correlate::EmittedCommand& emitted) override;

  Context& context_;
  session::Table& table_;
  correlate::CommandJoin join_;
};

}  // namespace auweave::weave
