#include "story/session_story.h"

#include <algorithm>

#include "story/text.h"
#include "story/when.h"

namespace auweave::story {
namespace {

// A loop says the same again and again; nobody types that fast.
constexpr std::int64_t kLoopMs = 20;

void set(std::string& to, std::string_view from) {
  if (!from.empty()) to = printable(from);
}

void assign(std::vector<std::string>& to, std::span<const std::string> from) {
  if (!from.empty()) to.assign(from.begin(), from.end());
}

void note_time(SessionStory& session, const model::Stamp& stamp) {
  if (!stamp.time.has_value()) return;
  if (session.first.ns == 0 || *stamp.time < session.first) session.first = *stamp.time;
  session.last = std::max(session.last, *stamp.time);
}

}  // namespace

void SessionStory::add(const model::SessionDocument& document) {
  const model::Stamp& stamp = document.stamp;
  note_time(*this, stamp);
  id = stamp.session_id;
  set(host, stamp.host);
  set(actor, stamp.actor);
  set(src_ip, stamp.src_ip);
  set(target, stamp.target);
  set(tty, document.tty);
  set(service, document.service);
  set(auth_method, document.auth_method);
  set(close_reason, document.close_reason);
  set(parent, document.parent_session_id);
  parent_inferred = document.parent_inferred.has_value();
  set(queued_by, document.queued_by_session);
  queued_inferred = queued_inferred || document.queued_inferred.has_value();
  assign(attached_sessions, document.attached_sessions);
  assign(attached_to, document.attached_to);
  attached_inferred = attached_inferred || document.attached_inferred.has_value();
  if (document.ses.has_value()) ses = document.ses;
  if (document.opened.has_value()) opened = document.opened;
  if (document.closed.has_value()) closed = document.closed;
  failures_before = document.failures_before.value_or(0);
  integrity.assign(document.integrity.begin(), document.integrity.end());
  for (const model::RecordingFacts& recording : document.recordings) {
    if (!recording.inside.empty()) inside[recording.recording_id] = recording.inside;
  }
}

void SessionStory::add(const model::EventDocument& document, const Filter& filter) {
  note_time(*this, document.stamp);
  auto happening = happening_of(document);
  if (!happening.has_value()) return;
  // Whose rights it had then is needed whatever the time that is asked for.
  const bool rights =
      happening->what == Happening::What::became || happening->what == Happening::What::returned;
  if (!rights && !filter.in_time(happening->time)) return;
  if (!happenings.empty()) {
    Happening& before = happenings.back();
    const bool at_once = happening->time.ms() - before.last.ms() <= kLoopMs;
    const bool again =
        at_once && before.what == happening->what && before.text == happening->text &&
        before.ppid == happening->ppid && before.user == happening->user &&
        before.recording_id == happening->recording_id && before.what != Happening::What::became &&
        before.what != Happening::What::returned;
    if (again) {
      ++before.count;
      before.last = happening->time;
      return;
    }
  }
  const bool program = happening->what == Happening::What::executed;
  if (happenings.size() >= (program ? kMost : 2 * kMost)) {
    ++untold;
  } else {
    happenings.push_back(std::move(*happening));
  }
}

void SessionStory::add(const model::TtyDocument& document) {
  if (document.source == "tty-audit") return;  // nothing that was shown
  note_time(*this, document.stamp);
  RecordingStory& recording = recordings[std::string(document.recording_id)];
  const base::WallTime start = *document.stamp.time;
  if (recording.files.empty()) {
    recording.rec = document.rec;
    recording.source = document.source;
    recording.command = printable(document.command);
    recording.began = base::WallTime::from_ms(start.ms() - document.play_offset_ms);
  }
  recording.verified = recording.verified && document.verified;
  recording.vouched = recording.vouched && !document.vouched_by.empty();
  recording.files.emplace(document.file);
  recording.ended =
      std::max(recording.ended, base::WallTime::from_ms(start.ms() + document.duration_ms));
}

void SessionStory::add(const model::CommandDocument& document, const Filter& filter,
                       const screen::Keep& keep) {
  const auto known = commands.find(document.command_id);
  if (known == commands.end() && commands.size() >= kMost) {
    if (document.source == "terminal" && document.part == 1) ++untold;
    return;
  }
  CommandStory& command = commands[std::string(document.command_id)];
  shown_bytes += document.tty_output.size();
  const base::WallTime started = document.started.value_or(*document.stamp.time);
  const bool enough = shown_bytes > kMostBytes && keep.all == nullptr;
  const bool counted = enough || !filter.in_time(started);
  command.add(document, counted ? screen::Keep{0, 0, nullptr} : keep);
}

void SessionStory::add(const model::PipelineDocument& document) {
  if (document.what != "loss") return;
  losses.push_back(std::to_string(document.count.value_or(0)) +
                   " chunks of its recording are lost (" +
                   std::to_string(document.first_chunk.value_or(0)) + " to " +
                   std::to_string(document.last_chunk.value_or(0)) + ", before " +
                   clock_of(*document.stamp.time) + ")");
}

}  // namespace auweave::story
