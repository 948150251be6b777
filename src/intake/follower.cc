#include "intake/follower.h"

#include <utility>

namespace auweave::intake {

void Follower::add(FollowedFile file, std::uint32_t source) {
  const std::lock_guard guard(lock_);
  shown_.push_back(states_.size());
  states_.push_back({.path = file.path()});
  sources_.push_back({std::move(file), source});
}

void Follower::add(FollowedLogs logs, std::uint32_t source) {
  const std::lock_guard guard(lock_);
  logs_.push_back({std::move(logs), source, states_.size()});
  states_.push_back({.path = logs_.back().logs.name(), .logs = 0});
}

void Follower::run() {
  bool more = true;  // than a round's lines
  while (more ? !end_asked() : !pause()) {
    more = false;
    bool caught_up = true;
    for (Source& source : sources_) {
      more = read_round(source) || more;
      caught_up = caught_up && source.caught_up;
    }
    for (Logs& logs : logs_) {
      more = read_round(logs) || more;
      caught_up = caught_up && logs.caught_up;
    }
    if (caught_up) inbox_.caught_up();
  }
  read_the_end();
  inbox_.end_lines();
}

// What is there now, but not what comes while it is read: a file may grow faster than that.
void Follower::read_the_end() {
  const auto deadline = std::chrono::steady_clock::now() + kEnd;
  for (Source& source : sources_) {
    bool more = read_round(source);
    const std::uint64_t goal = source.file.size();
    while (more && source.file.position() < goal && std::chrono::steady_clock::now() < deadline)
      more = read_round(source);
    if (source.file.position() < goal) {
      log_.say(base::Log::Level::warning, source.file.path() + ": " +
                                              std::to_string(goal - source.file.position()) +
                                              " bytes were not read before the end");
    }
    while (auto half = source.file.rest()) put(source, *half);
    show(source);
  }
  for (Logs& logs : logs_) read_the_end(logs, deadline);
}

void Follower::read_the_end(Logs& logs, std::chrono::steady_clock::time_point deadline) {
  while (read_round(logs) && std::chrono::steady_clock::now() < deadline) {
  }
  while (std::chrono::steady_clock::now() < deadline) {
    auto recorded = logs.logs.rest();
    if (!recorded.has_value()) break;
    put(logs, std::move(*recorded));
  }
  if (logs.logs.active() > 0) {
    log_.say(base::Log::Level::warning, logs.logs.name() + ": " +
                                            std::to_string(logs.logs.active()) +
                                            " logs were not read before the end");
  }
  show(logs);
}

// False: all are read to where they end.
bool Follower::read_round(Logs& logs) {
  const std::string& root = logs.logs.name();
  for (int i = 0; i < kLinesARound; ++i) {
    auto recorded = logs.logs.next();
    if (recorded.ok() && recorded->has_value()) {
      put(logs, std::move(**recorded));
      continue;
    }
    if (!recorded.ok()) {
      log_.trouble(root, recorded.error().message);
    } else if (logs.logs.there()) {
      log_.over(root, root + ": is read now");
    } else {
      log_.trouble(root, root + ": does not exist yet, waiting for it");
    }
    logs.caught_up = true;
    show(logs);
    return false;
  }
  show(logs);
  return true;
}

// False: the file is read to where it ends.
bool Follower::read_round(Source& source) {
  for (int i = 0; i < kLinesARound; ++i) {
    auto line = source.file.next();
    if (!line.ok()) {
      log_.trouble(source.file.path(), line.error().message);
      source.caught_up = true;
      return false;
    }
    if (!line->has_value()) return at_end(source);
    put(source, **line);
    if (!source.goal.has_value()) source.goal = source.file.size();
    source.caught_up = source.caught_up || source.file.position() >= *source.goal;
  }
  show(source);
  return true;
}

bool Follower::at_end(Source& source) {
  const std::string& path = source.file.path();
  source.caught_up = true;
  if (source.file.there()) {
    log_.over(path, path + ": is read now");
  } else {
    log_.trouble(path, path + ": does not exist yet, waiting for it");
  }
  show(source);
  return false;
}

void Follower::put(Source& source, const base::Line& line) {
  FollowedLine followed{source.number, std::string(line.text), line.number, line.offset, line.cut};
  while (!inbox_.put(followed, kPause)) {
  }
  if (++source.lines % 1024 == 0) show(source);
}

void Follower::put(Logs& logs, tty::Recorded recorded) {
  FollowedLog followed{logs.number, std::move(recorded)};
  while (!inbox_.put(followed, kPause)) {
  }
  ++logs.chunks;
}

void Follower::show(const Logs& logs) {
  const std::lock_guard guard(lock_);
  State& state = states_[logs.state];
  state.there = logs.logs.there();
  state.lines = logs.chunks;
  state.logs = logs.logs.begun();
  state.growing = logs.logs.active();
}

void Follower::show(const Source& source) {
  const std::lock_guard guard(lock_);
  const auto index = shown_[static_cast<std::size_t>(&source - sources_.data())];
  states_[index] = {source.file.path(), source.file.there(), source.file.position(),
                    source.file.size(), source.lines,        source.file.truncations()};
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

std::vector<Follower::State> Follower::states() const {
  const std::lock_guard guard(lock_);
  return states_;
}

}  // namespace auweave::intake
