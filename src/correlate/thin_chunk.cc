#include "correlate/thin_chunk.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace auweave::correlate {
namespace {

constexpr char kEscape = '\x1B';
constexpr std::ptrdiff_t kMostModes = 16;

struct Sequence {
  std::size_t begin = 0, end = 0;
  bool moves = false;
  bool is_private_mode = false;
};

bool is_other_screen(std::string_view parameters) {
  return parameters.ends_with("47") || parameters.ends_with("1049") || parameters == "?3";
}

// Returns the control sequence whose introducer ends at `at`.
Sequence control_sequence(std::string_view text, std::size_t begin, std::size_t at) {
  const auto is_parameter = [](char byte) { return byte >= 0x20 && byte <= 0x3F; };
  std::size_t end = at;
  while (end < text.size() && is_parameter(text[end])) ++end;
  if (end == text.size()) return {begin, end, false, false};
  const std::string_view parameters = text.substr(at, end - at);
  const char last = text[end];
  const bool mode = last == 'h' || last == 'l';
  const bool moves = std::string_view("JLMST").find(last) != std::string_view::npos ||
                     (mode && is_other_screen(parameters));
  return {begin, end + 1, moves, mode && parameters.starts_with('?')};
}

// Returns the next line end or sequence from `at` on; at the end an empty one.
Sequence next_sequence(std::string_view text, std::size_t at) {
  constexpr std::string_view kBegins = "\n\v\f\x1B\xC2";
  at = text.find_first_of(kBegins, at);
  if (at == std::string_view::npos) return {text.size(), text.size()};
  const char follows = at + 1 < text.size() ? text[at + 1] : '\0';
  if (text[at] == kEscape) {
    if (follows == '[') return control_sequence(text, at, at + 2);
    return {at, at + 1, std::string_view("MDEc").find(follows) != std::string_view::npos, false};
  }
  if (text[at] != '\xC2') return {at, at + 1, true, false};
  // The C1 controls: libvterm reads U+009B as ESC [.
  if (follows == '\x9B') return control_sequence(text, at, at + 2);
  return {at, at + 1, follows == '\x84' || follows == '\x85' || follows == '\x8D', false};
}

std::vector<Sequence> sequences_of(std::string_view text) {
  std::vector<Sequence> found;
  for (Sequence each = next_sequence(text, 0); each.begin < text.size();
       each = next_sequence(text, each.end)) {
    if (each.moves || each.is_private_mode) found.push_back(each);
  }
  return found;
}

using Range = std::pair<std::size_t, std::size_t>;

// Returns what thinned() leaves out, in order: what stands between two moves, but for the last private
// modes there.
std::vector<Range> middle_of(const std::vector<Sequence>& sequences, std::size_t moves) {
  std::size_t number = 0, from = 0, until = 0;
  std::vector<Range> kept;
  for (const Sequence& each : sequences) {
    number += each.moves ? 1 : 0;
    if (each.moves && number == kThinMoves) from = each.end;
    if (each.moves && number == moves - kThinMoves) until = each.end;
    if (until != 0) break;
    if (from != 0 && each.begin >= from && each.is_private_mode)
      kept.emplace_back(each.begin, each.end);
  }
  if (std::ssize(kept) > kMostModes) kept.erase(kept.begin(), kept.end() - kMostModes);
  std::vector<Range> ranges;
  for (const Range& mode : kept) {
    ranges.emplace_back(from, mode.first);
    from = mode.second;
  }
  ranges.emplace_back(from, until);
  return ranges;
}

std::size_t size_within(const Range& range, std::size_t begin, std::size_t end) {
  return std::clamp(range.second, begin, end) - std::clamp(range.first, begin, end);
}

}  // namespace

std::size_t moves_in(std::string_view output) {
  std::size_t count = 0;
  for (Sequence each = next_sequence(output, 0); each.begin < output.size();
       each = next_sequence(output, each.end))
    count += each.moves ? 1 : 0;
  return count;
}

std::optional<model::TtyChunk> thinned(const model::TtyChunk& chunk) {
  const std::size_t moves = moves_in(chunk.output);
  if (moves <= 2 * kThinMoves) return std::nullopt;
  const std::vector<Range> ranges = middle_of(sequences_of(chunk.output), moves);
  model::TtyChunk thin = chunk;
  thin.output.clear();
  std::size_t at = 0;
  for (const auto& [from, until] : ranges) {
    thin.output.append(chunk.output, at, from - at);
    thin.left_out += until - from;
    at = until;
  }
  thin.output.append(chunk.output, at);
  std::size_t begin = 0;
  for (model::TtyPiece& piece : thin.pieces) {
    const std::size_t end = begin + piece.size;
    for (const Range& range : ranges) piece.size -= size_within(range, begin, end);
    begin = end;
  }
  // A piece without bytes is a window.
  std::erase_if(thin.pieces,
                [](const model::TtyPiece& piece) { return piece.size == 0 && piece.columns == 0; });
  return thin;
}

}  // namespace auweave::correlate
