#include "screen/sequences.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace auweave::screen {
namespace {

constexpr char kEscape = '\x1B';
constexpr char kBell = '\x07';
constexpr std::size_t kMostParameters = 4;  // of those that move the cursor or change rows
constexpr std::uint64_t kLargest = 9999;
constexpr std::size_t kFewestBlanks = 8;  // of a row that is filled before a prompt

bool holds(const std::vector<std::uint64_t>& numbers, std::uint64_t mode) {
  return std::find(numbers.begin(), numbers.end(), mode) != numbers.end();
}

// Modes that decide where text goes: origin, wrapping, the alternate screen.
bool places_text(std::uint64_t mode) {
  return mode == 6 || mode == 7 || mode == 47 || mode == 1047 || mode == 1048 || mode == 1049;
}

bool is_plain(char c) {
  return static_cast<unsigned char>(c) >= 0x20 && c != '\x7F' && c != '\xC2';
}

// What may stand between Enter and the place where the output begins: moves down, erasing, colours.
bool leaves_line(char final) { return std::string_view("BJKm").find(final) != std::string::npos; }

}  // namespace

// Nothing: it holds what no known sequence does.
std::optional<Sequences::Parameters> Sequences::parse(std::string_view text) {
  Parameters parsed;
  parsed.priv = text.starts_with('?');
  if (parsed.priv) text.remove_prefix(1);
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(';'), text.size());
    const std::string_view word = text.substr(0, end);
    const auto number = word.empty() ? 0 : base::parse_unsigned(word).value_or(kLargest + 1);
    const bool digits =
        std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!digits) return std::nullopt;
    parsed.numbers.push_back(std::min(number, kLargest));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parsed;
}

void Sequences::append_mode(const Parameters& parameters, char final, std::string& out) {
  for (const std::uint64_t mode : parameters.numbers) {
    const bool insert = !parameters.priv && mode == 4;
    if (!insert && !(parameters.priv && places_text(mode))) continue;
    out.append(parameters.priv ? "\x1B[?" : "\x1B[").append(std::to_string(mode)) += final;
  }
}

void Sequences::append_move(const Parameters& parameters, char final, std::string& out) {
  constexpr std::string_view finals = "@ABCDEFGHIJKLMPSTXZ`adefr";
  const bool known = finals.find(final) != std::string_view::npos;
  // Save and restore the cursor, as prompts do around what stands at the right edge.
  const bool saves = (final == 's' || final == 'u') && parameters.numbers.empty();
  if (saves && !parameters.priv)
    out += final == 's' ? "\x1B"
                          "7"
                        : "\x1B"
                          "8";
  if (parameters.priv || !known || parameters.numbers.size() > kMostParameters) return;
  out += "\x1B[";
  for (std::size_t i = 0; i < parameters.numbers.size(); ++i) {
    out.append(i > 0 ? ";" : "").append(std::to_string(parameters.numbers[i]));
  }
  out += final;
}

std::vector<Sequences::Piece> Sequences::read(std::string_view bytes) {
  std::vector<Piece> pieces(1);
  for (std::size_t i = 0; i < bytes.size();) {
    const std::size_t run = take_run(bytes.substr(i), pieces);
    if (run == 0) take(bytes[i], pieces);
    i += std::max<std::size_t>(run, 1);
  }
  return pieces;
}

// Text is most of what comes, and needs no look at each byte but this.
std::size_t Sequences::take_run(std::string_view bytes, std::vector<Piece>& out) {
  if (state_ != State::text || after_c2_ || held_ > 0) return 0;
  const auto end = std::find_if_not(bytes.begin(), bytes.end(), is_plain);
  const auto size = static_cast<std::size_t>(end - bytes.begin());
  if (size == 0) return 0;
  if (leaving_) leave(out);
  styled_ = false;
  out.back().bytes.append(bytes.substr(0, size));
  return size;
}

void Sequences::take(char c, std::vector<Piece>& out) {
  // These end whatever was begun.
  const bool cancels = c == '\x18' || c == '\x1A';
  if (cancels) state_ = State::text;
  if (cancels) return;
  switch (state_) {
    case State::text:
      return held_ > 0 ? take_return(c, out) : take_text(c, out);
    case State::escape:
      return take_escape(c, out);
    case State::charset:
      state_ = State::text;
      return;
    case State::control:
      return take_control(c, out);
    case State::string:
    case State::string_escape:
      return take_string(c, out);
  }
}

// zsh fills the row with blanks, returns, and writes blanks over its sign; fish writes its sign anew.
void Sequences::take_return(char c, std::vector<Piece>& out) {
  if (std::string_view(" \r~^\xE2").find(c) != std::string_view::npos) {
    out.back().mark = Mark::filled;
    out.back().blanks = held_;
    out.emplace_back();
  }
  held_ = 0;
  out.back().bytes += '\r';
  if (take_run({&c, 1}, out) == 0) take_text(c, out);
}

void Sequences::leave(std::vector<Piece>& out) {
  leaving_ = false;
  out.back().mark = Mark::left;
  out.emplace_back();
}

void Sequences::take_text(char c, std::vector<Piece>& out) {
  const auto byte = static_cast<unsigned char>(c);
  // 0xC2 waits for its next byte: together they may be a C1 control.
  const bool c1 = after_c2_ && byte >= 0x80 && byte < 0xA0;
  if (after_c2_ && !c1) out.back().bytes += '\xC2';
  after_c2_ = byte == 0xC2 && !c1;
  if (c1 || after_c2_) return;
  std::string& text = out.back().bytes;
  if (c == kEscape) {
    state_ = State::escape;
  } else if (byte >= 0x20) {
    if (c != '\x7F') text += c;
  } else if (c == '\r' && text.ends_with("        ")) {
    const std::size_t last = text.find_last_not_of(' ');
    held_ = static_cast<int>(
        std::min<std::uint64_t>(text.size() - (last == text.npos ? 0 : last + 1), kLargest));
  } else if (c >= '\b' && c <= '\r') {
    // A vertical tab and a form feed move down one row.
    const bool down = c == '\n' || c == '\v' || c == '\f';
    text += down ? '\n' : c;
    if (down && leaving_) leave(out);
  }
}

void Sequences::take_escape(char c, std::vector<Piece>& out) {
  collected_.clear();
  too_long_ = false;
  state_ = State::text;
  if (c == kEscape || c == '[') {
    state_ = c == '[' ? State::control : State::escape;
  } else if (c == ']' || c == 'P' || c == 'X' || c == '^' || c == '_') {
    state_ = State::string;
    is_command_ = c == ']';
  } else if (std::string_view("()*+-./ #%").find(c) != std::string_view::npos) {
    state_ = State::charset;
  } else if (std::string_view("78DEMc").find(c) != std::string_view::npos) {
    if (leaving_) leave(out);
    out.back().bytes.append(1, kEscape) += c;
  }
}

void Sequences::take_control(char c, std::vector<Piece>& out) {
  if (c == kEscape) {
    state_ = State::escape;
    return;
  }
  // A terminal obeys a control in the middle of a sequence, too.
  if (static_cast<unsigned char>(c) < 0x20) return take_text(c, out);
  if (c < '@' || c > '~') {
    too_long_ = too_long_ || collected_.size() >= kMost;
    if (!too_long_) collected_ += c;
    return;
  }
  state_ = State::text;
  const auto parameters = too_long_ ? std::nullopt : parse(collected_);
  if (!parameters.has_value()) return;
  if (c == 'h' || c == 'l') return take_mode(*parameters, c, out);
  if (leaving_ && !leaves_line(c)) leave(out);
  const std::uint64_t first = parameters->numbers.empty() ? 0 : parameters->numbers.front();
  const bool erases = c == 'J' && !parameters->priv && (first == 2 || (first == 0 && styled_));
  if (erases && !leaving_) {
    out.back().mark = Mark::erased;
    out.back().plain = first == 0 && plain_;
    out.emplace_back();
  }
  // zsh switches colours off before it erases, and clear goes home.
  plain_ = c == 'm';
  styled_ = c == 'm' || c == 'H' || (styled_ && c == 'J');
  append_move(*parameters, c, out.back().bytes);
}

void Sequences::take_mode(const Parameters& parameters, char final, std::vector<Piece>& out) {
  append_mode(parameters, final, out.back().bytes);
  if (!parameters.priv) return;
  if (holds(parameters.numbers, 1)) keypad_ = final == 'h' ? Keypad::on : Keypad::off;
  if (!holds(parameters.numbers, 2004)) return;
  if (leaving_) leave(out);
  leaving_ = final == 'l';
  out.back().mark = final == 'h' ? Mark::prompt : Mark::entered;
  out.back().brackets = true;
  out.back().keypad_on = keypad_ == Keypad::on;
  out.back().keypad_off = keypad_ == Keypad::off;
  out.emplace_back();
}

void Sequences::take_string(char c, std::vector<Piece>& out) {
  if (state_ == State::string_escape) {
    // ESC \ ends it; anything else is another sequence.
    end_string(out);
    if (c != '\\') take_escape(c, out);
  } else if (c == kEscape) {
    state_ = State::string_escape;
  } else if (c == kBell && is_command_) {
    end_string(out);
  } else {
    too_long_ = too_long_ || collected_.size() >= kMost;
    if (!too_long_) collected_ += c;
  }
}

void Sequences::end_string(std::vector<Piece>& out) {
  state_ = State::text;
  if (!is_command_ || too_long_) return;
  if (!collected_.starts_with("133;") || collected_.size() < 5) return;
  constexpr std::string_view kLetters = "ABCD";
  constexpr std::array kMarks = {Mark::prompt, Mark::typing, Mark::entered, Mark::finished};
  const std::size_t which = kLetters.find(collected_[4]);
  if (which == std::string_view::npos) return;
  // "133;A;k=s": the prompt asks for the rest of a line.
  const bool more =
      collected_.find(";k=s") != collected_.npos || collected_.find(";k=c") != collected_.npos;
  if (which == 0 && more) return;
  if (leaving_) leave(out);
  out.back().mark = kMarks.at(which);
  // "133;D;STATUS", and more behind another semicolon.
  if (out.back().mark == Mark::finished && collected_.size() > 6) {
    const std::string_view rest = std::string_view(collected_).substr(6);
    const auto status = base::parse_unsigned(rest.substr(0, rest.find(';')));
    if (status.has_value() && *status < 256) out.back().status = static_cast<int>(*status);
  }
  out.emplace_back();
}

}  // namespace auweave::screen
