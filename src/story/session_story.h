// SessionStory: one session while its documents come: what happened in it, its commands, and how to
// play its recordings. A value owned by the Story; one thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "model/document.h"
#include "story/command_story.h"
#include "story/happening.h"
#include "story/settings.h"

namespace auweave::story {

struct RecordingStory {
  std::string rec;              // the recorder's own name, for playing it
  std::string source;           // as tty::Recorder::source
  std::string command;          // sudo's: what it is of
  std::set<std::string> files;  // that hold it
  base::WallTime began, ended;  // as its chunks tell
  bool verified = false;
};

struct SessionStory {
  std::string id, host, actor, src_ip, target, tty, auth_method, service;
  std::string close_reason;
  std::string parent;  // the session it came from; empty: none is known
  bool parent_inferred = false;
  std::optional<std::int64_t> ses;
  std::optional<base::WallTime> opened, closed;
  base::WallTime first, last;  // of all that came
  std::int64_t failures_before = 0;
  std::vector<std::string> integrity;
  std::vector<std::string> losses;  // in words
  std::vector<Happening> happenings;
  bool after_end = false;    // what came when its end was told already
  std::uint64_t untold = 0;  // happenings, and lines, above kMost
  std::map<std::string, CommandStory, std::less<>> commands;  // by command_id
  std::uint64_t shown_bytes = 0;                              // that they showed
  std::map<std::string, RecordingStory> recordings;           // by recording_id
  std::map<std::string, std::string> inside;                  // recording_id of the one around it

  void add(const model::SessionDocument& document);
  void add(const model::EventDocument& document, const Filter& filter);
  void add(const model::TtyDocument& document);
  // The next part of a command.
  void add(const model::CommandDocument& document, const Filter& filter, const screen::Keep& keep);
  void add(const model::PipelineDocument& document);

  // A session that runs more programs is told up to here, and the rest is counted; of what warns, and
  // the like, up to twice that.
  static constexpr std::size_t kMost = 50'000;
  // Of more that was shown, rows are counted.
  static constexpr std::uint64_t kMostBytes = 32UL * 1024 * 1024;
};

}  // namespace auweave::story
