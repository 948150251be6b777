// TtyChunk: one piece of a terminal recording, whatever source recorded it. A value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/wall_time.h"
#include "model/ids.h"

namespace auweave::model {

// Where a recording says it was made. tlog's `rec` is
// <boot id without dashes>-<pid of tlog-rec, hex>-<its start in 10 ms ticks since boot, hex>.
struct RecordingKey {
  std::string boot_id;  // with dashes; empty when the source does not tell
  Pid pid;
  std::uint64_t start_ticks = 0;

  template <typename Archive>
  void state(Archive& archive) {
    archive(boot_id, pid, start_ticks);
  }
};

// What happened in a chunk, in order: output came, or the window got another size.
struct TtyPiece {
  std::int64_t after_ms = 0;  // the chunk's first byte, as well as the source lets it be known
  std::size_t size = 0;       // bytes of the chunk's output; 0: the window
  int columns = 0;            // 0: output
  int rows = 0;
  bool piped = false;  // it went into a file or a pipe, past the terminal: its newlines are bare

  template <typename Archive>
  void state(Archive& archive) {
    archive(after_ms, size, columns, rows, piped);
  }
};

// The command that a recording is of, where its source tells one (sudo, script): what ties the recording
// to the audit record of the command, or of the program that recorded it.
struct RecordedCommand {
  base::WallTime time;         // when it began
  bool whole_seconds = false;  // `time` is cut to seconds
  std::string tty;             // "pts/2"; empty: none
  std::string command;         // its arguments joined by blanks
  bool resolved = false;       // the first argument is the program's path, not what was typed
  std::string submit_user;     // who asked for it
  std::string run_user;        // whose rights it got
  std::string file = {};       // script's: the name of the file it was told to write

  template <typename Archive>
  void state(Archive& archive) {
    archive(time, whole_seconds, tty, command, resolved, submit_user, run_user, file);
  }
};

struct TtyChunk {
  std::string source;                  // "tlog", "sudo", "script"
  std::uint32_t file = 0;              // which of the weaver's inputs it came by
  std::string rec;                     // the source's own name of the recording
  std::optional<RecordingKey> key;     // tlog's
  std::optional<RecordedCommand> ran;  // sudo's, script's
  std::string recording_host;
  std::optional<Ses> ses;  // as the chunk claims it
  // From 1 within a recording, without gaps. 0: its recording began, and shows nothing yet.
  std::uint64_t number = 0;
  base::WallTime time;              // of its first byte
  std::int64_t play_offset_ms = 0;  // the source's own position
  std::int64_t duration_ms = 0;
  std::optional<int> columns;  // of the last window size it tells
  std::optional<int> rows;
  std::string output;  // bytes as the terminal got them
  std::vector<TtyPiece> pieces;
  std::string input;  // empty when the source recorded none
  // What is known of its writer is against what it claims: why; empty: nothing is.
  std::string disowned = {};
  bool late = false;  // it came when what is of its time was no longer waited for

  // Bytes that it takes in memory.
  [[nodiscard]] std::size_t size() const {
    return sizeof(TtyChunk) + output.size() + input.size() + pieces.size() * sizeof(TtyPiece);
  }

  template <typename Archive>
  void state(Archive& archive) {
    archive(source, file, rec, key, ran, recording_host, ses, number, time, play_offset_ms,
            duration_ms, columns, rows, output, pieces, input, disowned, late);
  }

  // When its recording began, as the chunk tells it: the same for all chunks of one (our captures:
  // to 1 ms).
  [[nodiscard]] base::WallTime recording_began() const {
    return base::WallTime::from_ms(time.ms() - play_offset_ms);
  }
};

}  // namespace auweave::model
