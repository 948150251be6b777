// SessionStory: one session while its documents arrive: its happenings, its commands and its
// recordings. A SessionStory is a value that the Story owns and one thread uses.
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

// RecordingStory: the facts that are needed to play a recording.
struct RecordingStory {
  std::string rec;              // the recorder's own name of the recording
  std::string source;           // the value of tty::Recorder::source
  std::string command;          // of sudo: the recorded command
  std::set<std::string> files;  // files that hold the recording
  base::WallTime began, ended;  // by the times of its chunks
  bool verified = true;         // it is known who wrote each chunk
  bool vouched = true;          // something vouches for each chunk
};

struct SessionStory {
  std::string id, host, actor, src_ip, target, tty, auth_method, service;
  std::string close_reason;
  std::string parent;  // id of the session it came from; empty: unknown
  bool parent_inferred = false;
  std::string queued_by;  // id of the session that queued its job; empty: unknown
  bool queued_inferred = false;
  // Sessions that had a client at its terminal server, and at whose terminal server it had one.
  std::vector<std::string> attached_sessions, attached_to;
  bool attached_inferred = false;
  std::optional<std::int64_t> ses;
  std::optional<base::WallTime> opened, closed;
  base::WallTime first, last;  // times of the first and last document
  std::int64_t failures_before = 0;
  std::vector<std::string> integrity;
  std::vector<std::string> losses;  // lost chunks, in words
  std::vector<Happening> happenings;
  bool after_end = false;    // the documents came after the session's end was told
  std::uint64_t untold = 0;  // number of happenings and lines above kMost
  std::map<std::string, CommandStory, std::less<>> commands;  // by command_id
  std::uint64_t shown_bytes = 0;                     // bytes of output in the command documents
  std::map<std::string, RecordingStory> recordings;  // by recording_id
  std::map<std::string, std::string> inside;  // recording_id -> recording_id of the outer recording

  void add(const model::SessionDocument& document);
  void add(const model::EventDocument& document, const Filter& filter);
  void add(const model::TtyDocument& document);
  // Adds one command document to the session's story. A command has several documents, which come in
  // the order of their parts.
  void add(const model::CommandDocument& document, const Filter& filter, const screen::Keep& keep);
  void add(const model::PipelineDocument& document);

  // A session that has kMost happenings only counts further programs. Happenings that are no
  // programs, such as warnings, are kept until the session has twice kMost happenings.
  static constexpr std::size_t kMost = 50'000;
  // Largest number of output bytes that a session keeps. Of the output above kMostBytes only the
  // number of rows is kept, unless View::full is set.
  static constexpr std::uint64_t kMostBytes = 32UL * 1024 * 1024;
};

}  // namespace auweave::story
