// Panes: the terminals of one session that a terminal server keeps, and what is asked of Terminals
// about the session. A Panes is a value for one thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "correlate/process_action.h"
#include "correlate/terminals.h"

namespace auweave::correlate {

class Panes {
 public:
  Panes() = default;
  // `all` and `owner` must outlive the panes.
  Panes(Terminals& all, const CommandOwner& owner) : all_(&all), owner_(&owner) {}

  // See Terminals.
  std::uint64_t executed(const ProcessAction& action, const CommandNumber& command) {
    return all_ == nullptr ? 0 : all_->executed(*owner_, action, command);
  }
  void did(const ProcessAction& action) {
    if (all_ != nullptr && all_->busy()) all_->did(*owner_, action);
  }
  [[nodiscard]] std::optional<Terminals::Found> server_of(
      const ProcessAction& action, std::optional<base::WallTime> user_change) const {
    if (all_ == nullptr) return std::nullopt;
    return all_->server_of(*owner_, {action, user_change});
  }
  void session_over(base::WallTime time) {
    if (all_ != nullptr) all_->session_over(*owner_, time);
  }
  // True if there was a terminal server or a client of any session.
  [[nodiscard]] bool busy() const { return all_ != nullptr && all_->busy(); }

  // Notes that a terminal server executed a shell on a terminal.
  void note_shell(std::string_view tty, model::Pid shell);
  // Returns the shell that a terminal server executed last on the terminal.
  [[nodiscard]] std::optional<model::Pid> shell_at(std::string_view tty) const;

  // Notes the terminal of a program that a line of a recording executed.
  void note_recorded(std::string_view tty);
  // True if no line of a recording has executed a program on the terminal, but on another one.
  [[nodiscard]] bool is_elsewhere(std::string_view tty) const;

  template <typename Archive>
  void state(Archive& archive) {
    archive(panes_, recorded_);
  }

  static constexpr std::size_t kMost = 64;

 private:
  struct Pane {
    std::string tty;
    model::Pid shell;

    template <typename Archive>
    void state(Archive& archive) {
      archive(tty, shell);
    }
  };

  Terminals* all_ = nullptr;
  const CommandOwner* owner_ = nullptr;
  std::vector<Pane> panes_;            // the latest at the end
  std::vector<std::string> recorded_;  // terminals, the latest at the end
};

}  // namespace auweave::correlate
