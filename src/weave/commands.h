// Commands: gives the command join what sessions' processes did, and puts the documents of commands.
#pragma once

#include "correlate/command_join.h"
#include "session/table.h"
#include "weave/context.h"
#include "weave/woven.h"

namespace auweave::weave {

class Commands : private correlate::CommandJoin::Output {
 public:
  // Both outlive it.
  Commands(Context& context, session::Table& table)
      : context_(context), table_(table), join_(context.settings.lateness_ms, *this) {}

  // What the event's process did, for its session's commands; and where its session went on to.
  void follow(const Woven& woven);
  // Sessions that ended are told to the join: by USER_END, by a restart, or because nothing of them is left.
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
