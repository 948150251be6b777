// Signals of a plugin. auditd starts one again, after it died, with HUP, USR1, USR2, TERM, CHLD and
// CONT blocked (our facts, plugin interface): without unblocking them it would never see SIGTERM.
#pragma once

namespace auweave::app {

// Unblocks them, ignores HUP and PIPE, and makes TERM and INT ask for an end.
void take_over_signals();

[[nodiscard]] bool end_asked();

}  // namespace auweave::app
