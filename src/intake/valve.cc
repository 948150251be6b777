#include "intake/valve.h"

#include <algorithm>
#include <utility>

namespace auweave::intake {
namespace {

// What the lines of one event share: "node=… msg=audit(TIME:SERIAL)" but for the type.
std::string_view event_of(std::string_view line) {
  const std::size_t from = line.find("msg=audit(");
  if (from == std::string_view::npos) return line;
  return line.substr(from, line.find(')', from) - from);
}

}  // namespace

Valve::Valve(Inbox& inbox) : inbox_(inbox) {}

void Valve::take(std::string_view bytes) {
  if (bytes.empty()) return;
  if (state_ == State::open) {
    if (inbox_.put(bytes)) {
      inside_line_ = bytes.back() != '\n';
      return;
    }
    state_ = State::closing;
    event_.clear();
  }
  if (inside_line_) {  // its beginning is in the inbox
    const std::size_t end = std::min(bytes.find('\n'), bytes.size() - 1) + 1;
    inbox_.put_in_any_case(bytes.substr(0, end));
    inside_line_ = bytes[end - 1] != '\n';
    bytes.remove_prefix(end);
  }
  by_lines(bytes);
}

void Valve::by_lines(std::string_view bytes) {
  cutter_.add(bytes);
  while (auto line = cutter_.next()) take_line(*line);
  if (state_ != State::open) return;
  if (auto half = cutter_.rest()) {
    inbox_.put_in_any_case(half->text);
    inside_line_ = true;
  }
}

void Valve::take_line(const base::Line& line) {
  if (line.cut > 0) return drop(line);  // no record is so long
  const std::string_view event = event_of(line.text);
  if (state_ == State::closing) {
    if (event_.empty() || event == event_) {
      event_ = event;
      return let_in(line.text);
    }
    state_ = State::closed;
  } else if (state_ == State::closed && event != event_ && inbox_.has_capacity()) {
    tell_loss();
    state_ = State::open;
  }
  if (state_ == State::open) return let_in(line.text);
  event_ = event;
  drop(line);
}

void Valve::let_in(std::string_view line) {
  inbox_.put_in_any_case(line);
  inbox_.put_in_any_case("\n");
  inside_line_ = false;
}

void Valve::drop(const base::Line& line) {
  lost_.fetch_add(1, std::memory_order_relaxed);
  if (now_lost_.count++ == 0) now_lost_.first = line.text.substr(0, kHead);
  now_lost_.last = line.text.substr(0, kHead);
}

void Valve::tell_loss() {
  if (now_lost_.count > 0) inbox_.put(std::exchange(now_lost_, {}));
}

void Valve::end() {
  if (state_ != State::open) {
    if (auto half = cutter_.rest()) drop(*half);
  }
  tell_loss();
}

}  // namespace auweave::intake
