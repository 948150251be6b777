// ScriptLog: a recording of script(1) with its timing, as far as it has come, decoded to chunks. Files may
// be gzip. One owner, one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/byte_file.h"
#include "base/line_file.h"
#include "base/result.h"
#include "tty/chunk_maker.h"
#include "tty/script_header.h"
#include "tty/sudo_logs.h"

namespace auweave::tty {

class ScriptLog {
 public:
  // `data`: what script(1) calls the log of output, or of output and input (--log-io). Errors (config)
  // name the file.
  static base::Result<ScriptLog> open(const std::string& data, const std::string& timing,
                                      bool terminal_input);

  // The next chunk, the first being number 0; at the end, when there is any, what is wrong with it.
  std::optional<Recorded> next();
  // When what next() gives happened; nothing: it is at its end.
  std::optional<base::WallTime> time();

 private:
  ScriptLog(base::ByteFile data, base::LineFile timing, bool terminal_input,
            model::TtyChunk opening)
      : data_(std::move(data)),
        timing_(std::move(timing)),
        terminal_input_(terminal_input),
        chunks_(opening),
        head_(std::move(opening)) {}
  std::optional<Recorded> read();
  std::optional<Recorded> end(std::string why);
  base::Result<bool> begin_step();
  base::Result<bool> show();
  base::Result<bool> take_bytes();
  void learn(const ScriptStep& step);

  static constexpr std::size_t kLongestLine = 4096;

  base::ByteFile data_;
  base::LineFile timing_;
  bool terminal_input_;
  ChunkMaker chunks_;
  std::string bytes_;               // of data_, not yet taken
  std::optional<ScriptStep> step_;  // its bytes are still to come
  std::uint64_t line_ = 0;
  std::int64_t elapsed_ns_ = 0;
  std::string output_log_, input_log_;  // as the timing names them
  bool ended_ = false;
  std::optional<Damage> damage_;
  std::optional<Recorded> head_;  // what next() gives
  base::WallTime head_time_;
};

}  // namespace auweave::tty
