// TtyChunk: one piece of a terminal recording, from any source. A value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/wall_time.h"
#include "model/ids.h"
#include "model/voucher.h"

namespace auweave::model {

// RecordingKey: where a recording claims to have been made. A `rec` of tlog is <boot id without
// dashes>-<pid of tlog-rec, hex>-<start in 10 ms ticks since boot, hex>.
struct RecordingKey {
  std::string boot_id;  // with dashes; empty: the source does not tell the boot
  Pid pid;
  std::uint64_t start_ticks = 0;

  template <typename Archive>
  void state(Archive& archive) {
    archive(boot_id, pid, start_ticks);
  }
};

// TtyPiece: one thing that happened in a chunk: output came, or the window changed its size. The
// pieces of a chunk are in order.
struct TtyPiece {
  std::int64_t after_ms = 0;  // time since the chunk's first byte, as precise as the source is
  std::size_t size = 0;       // bytes of the chunk's output; 0: a change of the window
  int columns = 0;            // 0: the piece is output
  int rows = 0;
  bool piped = false;  // output to a file or pipe, not to the terminal: newlines have no returns

  template <typename Archive>
  void state(Archive& archive) {
    archive(after_ms, size, columns, rows, piped);
  }
};

// Terminal of a recording that tells none, though it may have been made on one.
inline constexpr std::string_view kUnknownTerminal = "?";

// RecordedCommand: the command that a recording is of, if the source tells the command (sudo,
// script). By its RecordedCommand a recording is joined to the audit record of the command, or of
// the recorder.
struct RecordedCommand {
  base::WallTime time;         // when the command began
  bool whole_seconds = false;  // true: `time` is cut to whole seconds
  std::string tty;             // "pts/2"; empty: no terminal; kUnknownTerminal: not told
  std::string command;         // the command's arguments, joined by blanks
  bool resolved = false;       // true: the first argument is the program's path, not the text typed
  std::string submit_user;     // user who ran sudo
  std::string run_user;        // user whose rights the command got
  std::string file = {};       // of script and asciinema: name of the file to write
  // The account that the recording's files belong to, as the plugin saw it when it opened them.
  // Nothing: the files were named by a person, who may have copied them.
  std::optional<Uid> owner = {};

  template <typename Archive>
  void state(Archive& archive) {
    archive(time, whole_seconds, tty, command, resolved, submit_user, run_user, file, owner);
  }
};

struct TtyChunk {
  std::string source;                  // "tlog", "sudo", "script" or "asciinema"
  std::uint32_t file = 0;              // number of the weaver's source that the chunk came by
  std::string rec;                     // the source's own name of the recording
  std::optional<RecordingKey> key;     // set for tlog
  std::optional<RecordedCommand> ran;  // set for a source that records one command
  std::string recording_host;
  std::optional<Ses> ses;  // the session id that the chunk claims
  // The chunk's number in its recording, from 1 without gaps. A chunk with number 0 says that the
  // recording began, and has no output.
  std::uint64_t number = 0;
  base::WallTime time;              // time of the chunk's first byte
  std::int64_t play_offset_ms = 0;  // position in the recording, as the source counts
  std::int64_t duration_ms = 0;
  std::optional<int> columns;  // columns and rows of the chunk's last window size
  std::optional<int> rows;
  std::string output;  // the bytes that the terminal received
  std::vector<TtyPiece> pieces;
  std::string input;  // terminal input; empty: the source recorded none
  // Why the chunk is not believed: which of journald's facts about its writer contradicts the
  // chunk. An empty `disowned` means that no fact contradicts the chunk.
  std::string disowned = {};
  Writer writer = Writer::unknown;
  bool late = false;  // the chunk came after the lateness for its time had passed
  // Bytes of output between the chunk told before and this one that a limit left out.
  std::uint64_t left_out = 0;

  // Returns the chunk's size in memory, in bytes.
  [[nodiscard]] std::size_t size() const {
    return sizeof(TtyChunk) + output.size() + input.size() + pieces.size() * sizeof(TtyPiece);
  }

  template <typename Archive>
  void state(Archive& archive) {
    archive(source, file, rec, key, ran, recording_host, ses, number, time, play_offset_ms,
            duration_ms, columns, rows, output, pieces, input, disowned, writer, late, left_out);
  }

  // Returns when the recording began, computed from the chunk. All chunks of a recording give an
  // equal time, to 1 ms in our captures.
  [[nodiscard]] base::WallTime recording_began() const {
    return base::WallTime::from_ms(time.ms() - play_offset_ms);
  }
};

}  // namespace auweave::model
