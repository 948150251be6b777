// SessionCommands: makes the commands of one session, by joining the actions of its processes to
// the lines in its recordings. Actions and chunks wait until they are due and are then taken in the
// order of time, so the commands do not depend on the order of arrival. A SessionCommands is
// deterministic and runs on one thread.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "correlate/attribution.h"
#include "correlate/commands.h"
#include "correlate/process_action.h"
#include "correlate/tracks.h"

namespace auweave::correlate {

class SessionCommands {
 public:
  explicit SessionCommands(Commands::Tell tell, Panes panes = {})
      : commands_([this, tell = std::move(tell)](const Command& command, PartState state) {
          attribution_.emitted(command);
          tell(command, state);
        }),
        tracks_(commands_),
        attribution_(commands_, tracks_, std::move(panes)) {}
  SessionCommands(const SessionCommands&) = delete;
  SessionCommands& operator=(const SessionCommands&) = delete;

  void add(ProcessAction action);
  void add(model::TtyChunk chunk, model::Voucher voucher, TrackFacts facts) {
    tracks_.add(std::move(chunk), voucher, std::move(facts));
  }
  // Notes that chunks of the recording `id` are disowned.
  void disown(const std::string& id, const Tracks::Disowned& disowned) {
    tracks_.disown(id, disowned);
  }
  // Notes that the session ended at `time`; actions and chunks that come later are still taken.
  void close(base::WallTime time) { closes_ = time; }

  // Returns the time of the next step, or no time if no step waits. A step takes an action or a
  // piece of a chunk, emits a part of a command, or ends the session.
  [[nodiscard]] std::optional<base::WallTime> next();
  // Takes all actions and chunks that are due up to `until`. Returns early, with steps left, when
  // `pause` says so after a step.
  void advance(base::WallTime until, const std::function<bool()>& pause = {});
  // Takes what waits for times after `watermark`, to which event time went back.
  void set_back(base::WallTime watermark);
  // Takes the waiting actions and chunks up to `until`, although more may come before them.
  void advance_input(base::WallTime until);
  // True if an action, a chunk or the session's end waits.
  [[nodiscard]] bool has_input() {
    return !actions_.empty() || tracks_.next().has_value() || closes_.has_value();
  }
  // Takes all waiting actions and chunks and emits the open commands, because the input has ended.
  void finish();

  // Returns the bytes of waiting actions and chunks, and of open commands.
  [[nodiscard]] std::size_t held() const { return held_ + commands_size_ + tracks_.held(); }
  // Returns the bytes of open commands.
  [[nodiscard]] std::size_t open_bytes() const { return commands_size_; }
  // Returns the cells of the emulators of the session's recordings.
  [[nodiscard]] std::int64_t cells() const { return tracks_.cells(); }
  // Lets go of the recordings that have been read, to free their emulators.
  void let_go_of_recordings();
  // Emits the output of open commands, to free memory.
  void shed();
  // Lets go of all open commands, and of all recordings of which no chunk waits, to free memory.
  void let_go();
  // Returns the number of commands up to the session's end, or so far while the session is open.
  [[nodiscard]] std::uint64_t begun() const { return begun_.value_or(commands_.begun()); }
  // Returns the time from which on lines were entered at prompts that no recording shows, or no time.
  [[nodiscard]] std::optional<base::WallTime> unseen() const { return tracks_.unseen(); }
  // True if the command, which began at `places`, is made of disowned chunks.
  [[nodiscard]] bool is_disowned(const Command& command,
                                 const std::vector<model::RecordingPlace>& places) const {
    return tracks_.is_disowned(command, places);
  }
  // Returns the places of a command's start in the recordings around it, innermost first.
  [[nodiscard]] std::vector<model::RecordingPlace> places_of(const Command& command);

  template <typename Archive>
  void state(Archive& archive) {
    archive(commands_, tracks_, attribution_, actions_, held_, now_, closes_, begun_,
            commands_next_, commands_size_);
  }

 private:
  void step(base::WallTime moment);
  void end();
  [[nodiscard]] std::optional<base::WallTime> end_moment() const;

  Commands commands_;
  Tracks tracks_;
  Attribution attribution_;
  std::multimap<std::pair<base::WallTime, std::uint64_t>, ProcessAction>
      actions_;           // waiting actions, by moment and serial
  std::size_t held_ = 0;  // bytes in actions_
  base::WallTime now_;
  std::optional<base::WallTime> closes_;
  std::optional<std::uint64_t> begun_;  // number of commands at the session's end
  // The members commands_next_ and commands_size_ keep the last figures of commands_, because
  // asking every command at each action would cost more than the action.
  std::optional<base::WallTime> commands_next_;
  std::size_t commands_size_ = 0;
};

}  // namespace auweave::correlate
