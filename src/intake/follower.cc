#include "intake/follower.h"

#include <algorithm>
#include <utility>

namespace auweave::intake {

class Follower::Asking {
 public:
  explicit Asking(Source& source) : source_(source) {
    source_.asked = std::max<std::int64_t>(Clock::now().time_since_epoch().count(), 1);
  }
  ~Asking() { source_.asked = 0; }
  Asking(const Asking&) = delete;
  Asking& operator=(const Asking&) = delete;

 private:
  Source& source_;
};

Follower::~Follower() {
  for (Source& source : sources_) {
    if (source.thread.joinable()) source.thread.join();
  }
}

void Follower::add(std::unique_ptr<Followed> followed) {
  const std::lock_guard guard(lock_);
  Source& source = sources_.emplace_back();
  source.state = followed->state();
  source.name = source.state.path;
  source.followed = std::move(followed);
}

std::chrono::milliseconds Follower::unanswered(const Source& source) {
  const std::int64_t asked = source.asked;
  if (asked == 0) return std::chrono::milliseconds(0);
  return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now().time_since_epoch() -
                                                               Clock::duration(asked));
}

// Records wait until all inputs were read once, but not for an input that does not answer.
bool Follower::is_done() {
  const bool caught_up = std::all_of(sources_.begin(), sources_.end(), [](const Source& source) {
    return source.caught_up || is_stuck(source);
  });
  if (caught_up) inbox_.caught_up();
  return std::all_of(sources_.begin(), sources_.end(), [this](const Source& source) {
    return source.ended || (end_asked() && is_stuck(source));
  });
}

void Follower::run() {
  for (Source& source : sources_) {
    source.thread = std::thread([this, &source] { follow(source); });
  }
  while (!is_done() || !end_asked()) {
    std::unique_lock guard(lock_);
    asked_.wait_for(guard, kPause / 4);
  }
  for (Source& source : sources_) {
    if (source.ended) {
      source.thread.join();
    } else {
      log_.say(base::Log::Level::error, source.name + ": has not answered for " +
                                            std::to_string(unanswered(source).count() / 1000) +
                                            " s: not waited for");
    }
  }
  inbox_.end_lines();
}

void Follower::follow(Source& source) {
  bool more = true;  // than a round's
  while (more ? !end_asked() : !pause()) more = read_round(source);
  read_the_end(source);
  source.ended = true;
  asked_.notify_all();
}

void Follower::read_the_end(Source& source) {
  const auto deadline = Clock::now() + kEnd;
  const auto in_time = [&] { return Clock::now() < deadline; };
  bool more = read_round(source);
  source.followed->mark();
  while (more && !source.followed->at_mark() && in_time()) more = read_round(source);
  const auto rest = [&] {
    const Asking asking(source);
    return source.followed->rest();
  };
  while (auto left = rest()) {
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
  const auto ask = [&] {
    const Asking asking(source);
    return source.followed->next();
  };
  for (int i = 0; i < kMostARound; ++i) {
    auto next = ask();
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
  while (!inbox_.put(given, kPut)) {
  }
  if (++source.given % 1024 == 0) show(source);
}

void Follower::show(Source& source) {
  FollowedState state = source.followed->state();
  state.lines = source.given;
  const std::lock_guard guard(lock_);
  source.state = std::move(state);
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
  asked_.notify_all();
}

std::vector<FollowedState> Follower::states(base::WallTime now) const {
  const std::lock_guard guard(lock_);
  std::vector<FollowedState> states;
  for (const Source& source : sources_) {
    states.push_back(source.state);
    if (is_stuck(source))
      states.back().stuck_since = base::WallTime::from_ms(now.ms() - unanswered(source).count());
  }
  return states;
}

std::vector<model::InputNote> Follower::take_stuck(base::WallTime now) {
  const std::lock_guard guard(lock_);
  std::vector<model::InputNote> notes;
  for (Source& source : sources_) {
    const bool before = std::exchange(source.stuck_told, is_stuck(source));
    if (before && !source.stuck_told) log_.over(source.name + " stuck", source.name + ": answers");
    if (before || !source.stuck_told) continue;
    log_.trouble(source.name + " stuck",
                 source.name + ": has not answered for " + std::to_string(kStuck.count()) + " s");
    model::InputNote note;
    note.source = source.followed->source();
    note.at = now;
    note.since = base::WallTime::from_ms(now.ms() - unanswered(source).count());
    notes.push_back(std::move(note));
  }
  return notes;
}

}  // namespace auweave::intake
