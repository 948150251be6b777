#include "story/draft.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/text.h"
#include "story/others.h"
#include "story/text.h"
#include "story/when.h"

namespace auweave::story {
namespace {

using What = Happening::What;

constexpr std::size_t kParentColumns = 40;

bool warns(const Happening& happening) {
  return happening.what == What::denied || happening.what == What::refused ||
         happening.what == What::wrong_password || happening.what == What::noteworthy;
}

// What runs then is the shell's logout files and the recorder's own end.
bool leaves(std::string_view line) { return line == "exit" || line == "logout"; }

// The pid in a recorder's own name of its recording: BOOT-PID-START, in hex.
std::int64_t pid_of(std::string_view rec) {
  const std::size_t first = rec.find('-');
  const std::size_t second = rec.rfind('-');
  if (first == std::string_view::npos || second <= first) return -1;
  const auto pid = base::parse_unsigned(rec.substr(first + 1, second - first - 1), 16);
  return pid.has_value() ? static_cast<std::int64_t>(*pid) : -1;
}

// The recording around it that is told: itself, unless one around it left chunks too.
std::string outermost(const SessionStory& session, std::string id) {
  std::string told = id;
  for (int depth = 0; depth < 16; ++depth) {
    const auto around = session.inside.find(id);
    if (around == session.inside.end()) break;
    id = around->second;
    if (session.recordings.contains(id)) told = id;
  }
  return told;
}

// The one that a command is in; what runs a recorder is told with what that recorded.
std::string recording_of(const SessionStory& session, const CommandStory& command) {
  if (session.recordings.contains(command.recording)) return command.recording;
  if (!command.recorder) return "";
  for (const auto& [id, recording] : session.recordings) {
    if (recording.source != "tlog") continue;
    const std::int64_t pid = pid_of(recording.rec);
    const bool its = std::any_of(command.executed.begin(), command.executed.end(),
                                 [&](const auto& each) { return each.pid == pid; });
    if (its) return outermost(session, id);
  }
  return "";
}

// A document does not say where a program is that sudo, or script, recorded: what is shown of it was.
std::string recording_by_time(const SessionStory& session, const Draft& draft) {
  const auto& [first, last] = std::pair(draft.begins, draft.happenings.back()->last);
  const RecordingStory* found = nullptr;
  std::string id;
  for (const auto& [each, recording] : session.recordings) {
    const bool then = recording.began.ms() - kEarlyMs <= last.ms() &&
                      first.ms() - kEarlyMs <= recording.ended.ms();
    if (!then || (found != nullptr && recording.began < found->began)) continue;
    found = &recording;
    id = each;
  }
  return id;
}

std::string find_recording(const Draft& draft, const SessionStory& session, bool shown) {
  for (const Happening* happening : draft.happenings) {
    const std::string& id = happening->recording_id;
    if (session.recordings.contains(id)) return outermost(session, id);
  }
  const bool known = shown && !draft.happenings.empty();
  return known ? recording_by_time(session, draft) : "";
}

// Where else than at this host's shell a line was typed; whose program this is.
std::string where_of(const SessionStory& session, const CommandStory& command) {
  if (command.where == "remote") {
    return "on " + (command.target.empty() ? "another host" : command.target);
  }
  const auto found = session.commands.find(command.parent);
  if (!command.attached.empty()) return who_may_have_typed(session, command);
  if (found == session.commands.end()) return "";
  const CommandStory& parent = found->second;
  if (command.where == "repl") return "inside of " + shortened(parent.line, kParentColumns);
  const bool left = !command.typed && parent.typed;
  return left ? "left running by the line of " + clock_of(parent.started) : "";
}

// A prompt is given when the line before is over, or one that line was inside of. By Enter an exit may
// have ended whom it was given to.
void find_prompts(std::vector<Draft>& drafts) {
  std::vector<base::WallTime> ends;
  for (const Draft& draft : drafts) {
    if (draft.typed() && draft.command->ended.has_value()) ends.push_back(*draft.command->ended);
  }
  std::sort(ends.begin(), ends.end());
  base::WallTime before;
  for (Draft& draft : drafts) {
    if (!draft.typed()) continue;
    const base::WallTime entered = draft.command->started;
    const auto end = std::lower_bound(ends.begin(), ends.end(), entered);
    const bool known = end != ends.begin() && *std::prev(end) > before;
    draft.begins = base::WallTime::from_ms(entered.ms() - kEarlyMs);
    if (known) {
      draft.prompted = *std::prev(end);
      draft.begins = std::max(draft.begins, *draft.prompted);
    }
    before = entered;
  }
}

}  // namespace

bool Draft::empty() const {
  return happenings.empty() && entry.outputs.empty() && entry.binary == 0 && !entry.full_screen;
}

std::vector<Draft> drafts_of(SessionStory& session) {
  std::vector<Draft> drafts;
  for (auto& [id, command] : session.commands) {
    Draft& draft = drafts.emplace_back();
    draft.command = &command;
    draft.begins = draft.entry.time = command.started;
    if (command.typed) {
      draft.entry.prompt = command.prompt;
      draft.entry.line = command.line;
      if (leaves(command.line)) draft.fold = StepContext::Fold::leaving;
    }
    draft.entry.where = where_of(session, command);
    draft.entry.over = command.over;
    draft.entry.recording_id = recording_of(session, command);
    draft.entry.truncated = command.truncated;
    draft.entry.binary = command.binary;
    draft.entry.full_screen = command.full_screen;
    if (!command.output.empty()) draft.entry.outputs.push_back(std::move(command.output));
  }
  std::stable_sort(drafts.begin(), drafts.end(),
                   [](const Draft& a, const Draft& b) { return a.entry.time < b.entry.time; });
  find_prompts(drafts);
  return drafts;
}

Entry entry_of(Draft& draft, const Telling& telling) {
  const base::WallTime given = draft.prompted.value_or(draft.entry.time);
  Entry entry = std::move(draft.entry);
  const StepContext context{entry.prompt,   entry.line, telling.rights.user(given),
                            telling.shells, draft.fold, telling.whole,
                            telling.command};
  entry.depth = telling.rights.depth(given);
  entry.steps = steps_of(draft.happenings, context);
  entry.found = telling.command.empty() || has_part(entry.line, telling.command);
  const auto& recordings = telling.session.recordings;
  std::set<std::int64_t> denied;  // a program that walks through /proc is denied a hundred times
  for (const Happening* happening : draft.happenings) {
    entry.ran += happening->what == What::executed ? happening->count : 0;
    // A shell's own files ask for what they may not have, night after night.
    const bool folded = draft.fold != StepContext::Fold::nothing && foldable(*happening);
    if (happening->what == What::denied && !folded) {
      denied.insert(happening->pid);
    } else if (warns(*happening) && !folded) {
      entry.warnings += happening->count;
    }
    entry.found = entry.found || holds(*happening, telling.command);
  }
  entry.warnings += denied.size();
  const bool startup = draft.fold == StepContext::Fold::start_up;
  if (entry.recording_id.empty() && !startup)
    entry.recording_id = find_recording(draft, telling.session, !entry.outputs.empty());
  if (const auto known = recordings.find(entry.recording_id); known != recordings.end()) {
    entry.play_ms = std::max<std::int64_t>(entry.time.ms() - known->second.began.ms(), 0);
  }
  return entry;
}

}  // namespace auweave::story
