#include "intake/follower.h"

#include <utility>

namespace auweave::intake {

void Follower::add(FollowedFile file, std::uint32_t source) {
  const std::lock_guard guard(lock_);
  states_.push_back({.path = file.path()});
  sources_.push_back({std::move(file), source});
}

void Follower::run() {
  bool last = false;
  while (true) {
    for (Source& source : sources_) read_to_end(source);
    inbox_.caught_up();
    if (last) break;
    last = !pause();
  }
  for (Source& source : sources_) {
    while (auto half = source.file.rest()) put(source, *half);
    show(source);
  }
  inbox_.end_lines();
}

void Follower::read_to_end(Source& source) {
  while (true) {
    auto line = source.file.next();
    if (!line.ok()) {
      log_.trouble(source.file.path(), line.error().message);
      return;
    }
    if (!line->has_value()) break;
    put(source, **line);
  }
  if (source.file.there()) {
    log_.over(source.file.path(), source.file.path() + ": is read now");
  } else {
    log_.trouble(source.file.path(), source.file.path() + ": does not exist yet, waiting for it");
  }
  show(source);
}

void Follower::put(Source& source, const base::Line& line) {
  FollowedLine followed{source.number, std::string(line.text), line.number, line.offset, line.cut};
  while (!inbox_.put(followed, kPause)) {
  }
  if (++source.lines % 1024 == 0) show(source);
}

void Follower::show(const Source& source) {
  const std::lock_guard guard(lock_);
  const auto index = static_cast<std::size_t>(&source - sources_.data());
  states_[index] = {source.file.path(), source.file.there(), source.file.position(),
                    source.file.size(), source.lines,        source.file.truncations()};
}

bool Follower::pause() {
  std::unique_lock guard(lock_);
  return !asked_.wait_for(guard, kPause, [&] { return end_asked_; });
}

void Follower::ask_end() {
  const std::lock_guard guard(lock_);
  end_asked_ = true;
  asked_.notify_one();
}

std::vector<Follower::State> Follower::states() const {
  const std::lock_guard guard(lock_);
  return states_;
}

}  // namespace auweave::intake
