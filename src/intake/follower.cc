#include "intake/follower.h"

#include <utility>

namespace auweave::intake {

void Follower::add(std::unique_ptr<Followed> followed) {
  const std::lock_guard guard(lock_);
  states_.push_back(followed->state());
  sources_.push_back({std::move(followed), states_.back().path});
}

void Follower::run() {
  bool more = true;  // than a round's
  while (more ? !end_asked() : !pause()) {
    more = false;
    bool caught_up = true;
    for (Source& source : sources_) {
      more = read_round(source) || more;
      caught_up = caught_up && source.caught_up;
    }
    if (caught_up) inbox_.caught_up();
  }
  const auto deadline = std::chrono::steady_clock::now() + kEnd;
  for (Source& source : sources_) read_the_end(source, deadline);
  inbox_.end_lines();
}

void Follower::read_the_end(Source& source, std::chrono::steady_clock::time_point deadline) {
  const auto in_time = [&] { return std::chrono::steady_clock::now() < deadline; };
  bool more = read_round(source);
  source.followed->mark();
  while (more && !source.followed->at_mark() && in_time()) more = read_round(source);
  while (auto left = source.followed->rest()) {
    put(source, std::move(*left));
    if (!in_time()) break;
  }
  if (const std::string unread = source.followed->unread(); !unread.empty()) {
    log_.say(base::Log::Level::warning,
             source.name + ": " + unread + " were not read before the end");
  }
  show(source);
}

// False: no more is there now.
bool Follower::read_round(Source& source) {
  for (int i = 0; i < kMostARound; ++i) {
    auto next = source.followed->next();
    if (!next.ok() || !next->has_value()) {
      source.caught_up = true;
      if (!next.ok()) log_.trouble(source.name, next.error().message);
      if (next.ok()) at_end(source);
      show(source);
      return false;
    }
    put(source, std::move(**next));
    source.caught_up = source.caught_up || source.followed->at_mark();
  }
  show(source);
  return true;
}

void Follower::at_end(Source& source) {
  if (source.followed->state().there) {
    log_.over(source.name, source.name + ": is read now");
  } else {
    log_.trouble(source.name, source.name + ": does not exist yet, waiting for it");
  }
}

void Follower::put(Source& source, FollowedItem given) {
  while (!inbox_.put(given, kPause)) {
  }
  if (++source.given % 1024 == 0) show(source);
}

void Follower::show(const Source& source) {
  FollowedState state = source.followed->state();
  state.lines = source.given;
  const std::lock_guard guard(lock_);
  states_.at(static_cast<std::size_t>(&source - sources_.data())) = std::move(state);
}

bool Follower::pause() {
  std::unique_lock guard(lock_);
  return asked_.wait_for(guard, kPause, [&] { return end_asked_; });
}

bool Follower::end_asked() {
  const std::lock_guard guard(lock_);
  return end_asked_;
}

void Follower::ask_end() {
  const std::lock_guard guard(lock_);
  end_asked_ = true;
  asked_.notify_one();
}

std::vector<FollowedState> Follower::states() const {
  const std::lock_guard guard(lock_);
  return states_;
}

}  // namespace auweave::intake
