// Where rows wrap. libvterm 0.1.4 has a flag neither for a cursor that waits behind the last column,
// nor for a row that goes on in the next row: so text that may reach the last column is given to
// the emulator in pieces, and the cursor is compared.
#include <algorithm>

#include "screen/screen_state.h"

namespace auweave::screen {
namespace {

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20; }
bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }

// Bytes of the escape sequence at the beginning. They come from Sequences, whole.
std::size_t sequence_size(std::string_view bytes) {
  if (bytes.size() < 2 || bytes[1] != '[') return std::min<std::size_t>(bytes.size(), 2);
  const auto last = std::find_if(bytes.begin() + 2, bytes.end(), [](char c) { return c >= '@'; });
  return std::min(static_cast<std::size_t>(last - bytes.begin()) + 1, bytes.size());
}

// U+0300 to U+036F, the joiner, and what chooses an emoji's look.
bool combines(std::string_view bytes) {
  return bytes.starts_with('\xCC') || bytes.starts_with('\xCD') || bytes.starts_with("\u200D") ||
         bytes.starts_with("\uFE0F");
}

std::size_t code_point_size(std::string_view bytes) {
  std::size_t size = 1;
  while (size < bytes.size() && size < 4 && (static_cast<unsigned char>(bytes[size]) >> 6U) == 2) {
    ++size;
  }
  return size;
}

// With what is combined with it: libvterm combines it in the last column in one piece alone.
std::size_t character_size(std::string_view bytes) {
  std::size_t size = code_point_size(bytes);
  while (combines(bytes.substr(size))) size += code_point_size(bytes.substr(size));
  return size;
}

}  // namespace

// No character is wider than it has bytes, and a tab no wider than eight.
bool Screen::State::may_fill(std::string_view bytes) const {
  const bool at_full_row = left + cursor().row == filled;
  if (pending || at_full_row || bytes.find('\x1B') != bytes.npos) return true;
  const auto columns = static_cast<std::size_t>(size().col);
  auto column = static_cast<std::size_t>(cursor().col);
  while (!bytes.empty()) {
    const std::size_t end = std::min(bytes.find('\r'), bytes.size());
    const std::string_view row = bytes.substr(0, end);
    column += row.size();
    if (column >= columns) return true;
    column += 7 * static_cast<std::size_t>(std::count(row.begin(), row.end(), '\t'));
    if (column >= columns) return true;
    column = 0;
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
  }
  return false;
}

void Screen::State::follow(std::string_view bytes) {
  while (!bytes.empty()) {
    const char c = bytes.front();
    const bool alone = bytes.size() < 2 || is_ascii(bytes[1]);
    const std::size_t size = is_control(c)          ? follow_control(bytes)
                             : is_ascii(c) && alone ? follow_ascii(bytes)
                                                    : follow_wide(bytes);
    bytes.remove_prefix(size);
  }
}

// How many rows it fills can be counted, and must be known before a row leaves the screen.
std::size_t Screen::State::follow_ascii(std::string_view bytes) {
  const auto end = std::find_if(bytes.begin(), bytes.end(),
                                [](char c) { return is_control(c) || !is_ascii(c); });
  // The last may be combined with what comes behind it.
  const bool combined = end != bytes.end() && !is_ascii(*end);
  const auto size_of_run = static_cast<std::size_t>(end - bytes.begin()) - (combined ? 1 : 0);
  const std::string_view run = bytes.substr(0, size_of_run);
  const VTermPos before = cursor();
  const auto columns = static_cast<std::size_t>(size().col);
  const std::size_t until = (pending ? columns : static_cast<std::size_t>(before.col)) + run.size();
  std::int64_t number = left + before.row;
  for (std::size_t at = columns; wraps_at_all && at < until; at += columns) wraps(number++, false);
  pending = wraps_at_all && until % columns == 0;
  if (pending) filled = number;
  write(run);
  return run.size();
}

// How wide a character is only the emulator knows.
std::size_t Screen::State::follow_wide(std::string_view bytes) {
  const std::string_view character = bytes.substr(0, character_size(bytes));
  const VTermPos before = cursor();
  const std::int64_t number = left + before.row;
  const bool may_wrap = pending || before.col == size().col - 1;
  const bool was_ended = std::find(ended.begin(), ended.end(), number) != ended.end();
  if (may_wrap && wraps_at_all) wraps(number, !pending);
  write(character);
  const VTermPos after = cursor();
  const bool wrapped = left + after.row != number || after.col < before.col;
  if (may_wrap && !wrapped) {
    std::erase(wrapped_wide, number);
    if (was_ended) ended.push_back(number);
  }
  const bool stays = !wrapped && after.col == before.col;
  const bool at_edge =
      before.col == size().col - 1 ||
      (before.col == size().col - 2 && (pending || cell(after.row, after.col).width == 2));
  pending = wraps_at_all && stays && at_edge;
  if (pending) filled = number;
  return character.size();
}

std::size_t Screen::State::follow_control(std::string_view bytes) {
  if (bytes.front() != '\x1B') {
    const auto end = std::find_if_not(bytes.begin(), bytes.end(),
                                      [](char c) { return is_control(c) && c != '\x1B'; });
    const std::string_view run = bytes.substr(0, static_cast<std::size_t>(end - bytes.begin()));
    const std::int64_t number = left + cursor().row;
    const bool ends = number == filled && run.find('\n') != run.npos;
    if (ends && std::find(ended.begin(), ended.end(), number) == ended.end()) {
      ended.push_back(number);
      forget_gone();
    }
    pending = false;
    write(run);
    return run.size();
  }
  const std::string_view sequence = bytes.substr(0, sequence_size(bytes));
  if (sequence == "\x1B[?7h" || sequence == "\x1B[?7l") wraps_at_all = sequence.back() == 'h';
  if (sequence ==
      "\x1B"
      "c")
    wraps_at_all = true;
  const VTermPos before = cursor();
  write(sequence);
  const VTermPos after = cursor();
  const bool erases = sequence.back() == 'K' || sequence.back() == 'J';
  pending = pending && erases && before.row == after.row && before.col == after.col;
  return sequence.size();
}

// The row goes on in the next row.
void Screen::State::wraps(std::int64_t number, bool wide) {
  std::erase(ended, number);
  std::erase(wrapped_wide, number);
  if (wide) wrapped_wide.push_back(number);
  forget_gone();
}

void Screen::State::forget_gone() {
  for (auto* rows : {&ended, &wrapped_wide}) {
    if (rows->size() > kMostNoted) std::erase_if(*rows, [&](auto row) { return row < left; });
  }
}

}  // namespace auweave::screen
