#include "tty/tlog_timing.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "tty/malformed.h"

namespace auweave::tty {
namespace {

using base::Error;
using base::ErrorKind;

Error wrong_timing(std::string_view what) {
  return {ErrorKind::parse, "timing: " + std::string(what)};
}

// One stream of a chunk: its text and its bytes, taken from the front.
class Stream {
 public:
  Stream(std::string_view text, const std::vector<std::int64_t>& bytes)
      : text_(text), bytes_(bytes) {}

  // Moves `count` characters to `out`.
  bool take_text(std::uint64_t count, std::string* out) {
    for (; count > 0; --count) {
      const std::size_t size = base::utf8_sequence(text_);
      if (size == 0) return false;
      if (out != nullptr) out->append(text_.substr(0, size));
      text_.remove_prefix(size);
    }
    return true;
  }

  bool take_bytes(std::uint64_t count, std::string& out) {
    if (count > bytes_.size() - used_) return false;
    for (; count > 0; --count) {
      const std::int64_t byte = bytes_[used_++];
      if (byte < 0 || byte > 255) return false;
      out += static_cast<char>(byte);
    }
    return true;
  }

  [[nodiscard]] bool used_up() const { return text_.empty() && used_ == bytes_.size(); }

 private:
  std::string_view text_;
  const std::vector<std::int64_t>& bytes_;
  std::size_t used_ = 0;
};

class Player {
 public:
  explicit Player(const Streams& streams)
      : out_(streams.out_text, streams.out_bytes), in_(streams.in_text, streams.in_bytes) {}

  base::Status step(std::string_view& timing) {
    const char command = timing.front();
    timing.remove_prefix(1);
    std::uint64_t first = 0;
    if (!number(timing, first)) return wrong_timing("a number is missing");
    switch (command) {
      case '+':
        return delay(first);
      case '=':
        return window(timing, first);
      case '>':
        return output(first);
      case '<':
        return in_.take_text(first, &played_.input) ? base::ok()
                                                    : wrong_timing("more input than there is");
      case ']':
        return binary_output(timing, first);
      case '[':
        return binary(timing, first, in_, played_.input);
      default:
        return wrong_timing("unknown command");
    }
  }

  base::Result<Played> finish() {
    if (!out_.used_up() || !in_.used_up()) return wrong_timing("it leaves text over");
    return std::move(played_);
  }

 private:
  static bool number(std::string_view& text, std::uint64_t& value) {
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc()) return false;
    text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
    return true;
  }

  base::Status delay(std::uint64_t ms) {
    constexpr std::uint64_t most = 1ULL << 36U;  // 2 years
    if (ms > most || static_cast<std::uint64_t>(played_.duration_ms) > most)
      return wrong_timing("delay");
    played_.duration_ms += static_cast<std::int64_t>(ms);
    ++delays_;
    return base::ok();
  }

  base::Status window(std::string_view& timing, std::uint64_t columns) {
    std::uint64_t rows = 0;
    constexpr auto most = static_cast<std::uint64_t>(kMostCells);
    if (!timing.starts_with('x')) return wrong_timing("window size without x");
    timing.remove_prefix(1);
    if (!number(timing, rows) || columns > most || rows > most) return wrong_timing("window size");
    played_.columns = static_cast<int>(columns);
    played_.rows = static_cast<int>(rows);
    if (*played_.columns > 0) {
      played_.pieces.push_back({now_ms(), 0, *played_.columns, *played_.rows});
    }
    return base::ok();
  }

  base::Status output(std::uint64_t characters) {
    const std::size_t before = played_.output.size();
    if (!out_.take_text(characters, &played_.output))
      return wrong_timing("more output than there is");
    note_output(before);
    return base::ok();
  }

  base::Status binary_output(std::string_view& timing, std::uint64_t characters) {
    const std::size_t before = played_.output.size();
    base::Status taken = binary(timing, characters, out_, played_.output);
    if (taken.ok()) note_output(before);
    return taken;
  }

  // Text and the invalid bytes inside it are separate in the timing, but have one time.
  void note_output(std::size_t before) {
    const std::size_t size = played_.output.size() - before;
    std::vector<model::TtyPiece>& pieces = played_.pieces;
    const bool same =
        !pieces.empty() && pieces.back().columns == 0 && pieces.back().after_ms == now_ms();
    if (same) {
      pieces.back().size += size;
    } else if (size > 0) {
      pieces.push_back({now_ms(), size});
    }
  }

  static base::Status binary(std::string_view& timing, std::uint64_t characters, Stream& stream,
                             std::string& out) {
    std::uint64_t bytes = 0;
    if (!timing.starts_with('/')) return wrong_timing("binary without /");
    timing.remove_prefix(1);
    if (!number(timing, bytes)) return wrong_timing("a number is missing");
    if (!stream.take_text(characters, nullptr) || !stream.take_bytes(bytes, out)) {
      return wrong_timing("more bytes than there are");
    }
    return base::ok();
  }

  // Each delay is cut to whole milliseconds, so their sum falls behind by half a millisecond each
  // (our captures: 14 ms after 26 delays, 15 after 23, by the next chunk's own position).
  [[nodiscard]] std::int64_t now_ms() const { return played_.duration_ms + delays_ / 2; }

  std::int64_t delays_ = 0;
  Stream out_;
  Stream in_;
  Played played_;
};

}  // namespace

base::Result<Played> play(std::string_view timing, const Streams& streams) {
  Player player(streams);
  while (!timing.empty()) {
    if (auto step = player.step(timing); !step.ok()) return step.error();
  }
  return player.finish();
}

}  // namespace auweave::tty
