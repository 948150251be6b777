#include "story/entries.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "base/text.h"
#include "story/rights.h"
#include "story/steps.h"
#include "story/text.h"

namespace auweave::story {
namespace {

using What = Happening::What;

constexpr std::int64_t kRowsLateMs =
    20;  // rows may be read a little before the kernel's time stamp

// What runs then is the shell's logout files and the recorder's own end.
bool leaves(std::string_view line) {
  return is_command(line, "exit") || is_command(line, "logout");
}

// The pid in a recorder's own name of its recording: BOOT-PID-START, in hex.
std::int64_t pid_of(std::string_view rec) {
  const std::size_t first = rec.find('-');
  const std::size_t second = rec.rfind('-');
  if (first == std::string_view::npos || second <= first) return -1;
  const auto pid = base::parse_unsigned(rec.substr(first + 1, second - first - 1), 16);
  return pid.has_value() ? static_cast<std::int64_t>(*pid) : -1;
}

// What will be one entry.
struct Draft {
  Entry entry;
  base::WallTime begins;
  std::optional<base::WallTime> prompted;
  std::vector<const Happening*> happenings;
  std::int64_t shell = 0;  // parent of what it ran first
  StepContext::Fold fold = StepContext::Fold::nothing;
};

// A recording that is told: those inside of it are shown in it, too.
struct Track {
  std::string id;
  const RecordingStory* recording = nullptr;
  std::vector<std::size_t> lines;       // drafts, by time
  std::vector<screen::ShownLine> rows;  // that no line made
};

class Builder {
 public:
  Builder(SessionStory& session, bool whole)
      : session_(session), whole_(whole), rights_(session.actor, session.happenings) {
    startup_.fold = StepContext::Fold::start_up;
    startup_.entry.time = session.first;
  }

  std::vector<Entry> build() {
    for (auto& [id, recording] : session_.recordings) {
      if (recording.shown != nullptr && outer_of(id) == id) add_track(id, recording);
    }
    find_person();
    for (const Happening& happening : session_.happenings) place(happening);
    for (auto& [id, track] : tracks_) place_rows(track);
    return finish();
  }

 private:
  // The recording around it that is told: itself, unless one around it left chunks too.
  [[nodiscard]] std::string outer_of(const std::string& id) const {
    std::string told = id;
    std::string at = id;
    for (int depth = 0; depth < 16; ++depth) {
      const auto around = session_.inside.find(at);
      if (around == session_.inside.end()) break;
      at = around->second;
      const auto known = session_.recordings.find(at);
      if (known != session_.recordings.end() && known->second.shown != nullptr) told = at;
    }
    return told;
  }

  void add_track(const std::string& id, RecordingStory& recording) {
    Track& track = tracks_[id];
    track.id = id;
    track.recording = &recording;
    for (screen::ShownLine& shown : recording.shown->finish()) {
      if (!shown.prompted.has_value()) {
        track.rows.push_back(std::move(shown));
        continue;
      }
      Draft draft;
      draft.begins =
          std::max(base::WallTime::from_ms(shown.entered.ms() - kEarlyMs), *shown.prompted);
      draft.prompted = shown.prompted;
      draft.entry.time = shown.entered;
      draft.entry.line = printable_rows(shown.line);
      draft.entry.full_screen = shown.full_screen;
      draft.entry.outputs.push_back(std::move(shown.output));
      if (leaves(draft.entry.line)) draft.fold = StepContext::Fold::leaving;
      track.lines.push_back(drafts_.size());
      play_from(draft.entry, id, recording);
      drafts_.push_back(std::move(draft));
    }
  }

  static std::string printable_rows(const std::string& line) {
    std::string rows;
    for (std::size_t at = 0; at <= line.size();) {
      const std::size_t end = std::min(line.find('\n', at), line.size());
      rows += (at == 0 ? "" : "\n") + printable(std::string_view(line).substr(at, end - at));
      at = end + 1;
    }
    return rows;
  }

  static void play_from(Entry& entry, const std::string& id, const RecordingStory& recording) {
    entry.play_ms = std::max<std::int64_t>(entry.time.ms() - recording.began.ms(), 0);
    entry.recording_id = id;
  }

  // Before the account's own first program, the service's ran for it (the message of the day).
  void find_person() {
    const auto own = std::find_if(
        session_.happenings.begin(), session_.happenings.end(), [&](const Happening& happening) {
          return happening.what == What::executed && happening.user == session_.actor;
        });
    if (own != session_.happenings.end()) person_ = own->time;
  }

  // The track of a happening: by its process's ancestors, else the recording its event names.
  Track* track_of(const Happening& happening) {
    if (is_recorder(happening)) recorded_[happening.pid] = recording_by(happening);
    auto known = recorded_.find(happening.ppid);
    if (known == recorded_.end()) known = recorded_.find(happening.pid);
    const bool found = known != recorded_.end();
    if (found) recorded_.try_emplace(happening.pid, known->second);
    const auto track = tracks_.find(found ? known->second : happening.recording_id);
    if (track != tracks_.end()) return &track->second;
    return found ? nullptr : track_at(happening.time);
  }

  // What a recorder records: its own recording, else (it left no chunk) what it runs in.
  [[nodiscard]] std::string recording_by(const Happening& recorder) const {
    for (const auto& [id, recording] : session_.recordings) {
      if (pid_of(recording.rec) == recorder.pid) return outer_of(id);
    }
    return recorder.recording_id;
  }

  // Forks leave no record: a process of unknown parents is in the recording that was made then.
  Track* track_at(base::WallTime time) {
    Track* found = nullptr;
    for (auto& [id, track] : tracks_) {
      const RecordingStory& recording = *track.recording;
      const bool then = recording.began.ms() - kEarlyMs <= time.ms() && time <= recording.ended;
      if (then && (found == nullptr || recording.began > found->recording->began)) found = &track;
    }
    return found;
  }

  void place(const Happening& happening) {
    Track* track = track_of(happening);
    if (is_recorder(happening)) recorders_.insert(happening.pid);
    if (is_recorder(happening)) return;
    const bool recorders_own =
        recorders_.contains(happening.pid) ||
        (recorders_.contains(happening.ppid) && happening.program == "utempter");
    if (track != nullptr && !track->lines.empty()) {
      Draft& draft = line_at(*track, happening.time);
      if (happening.what == What::executed && draft.shell == 0) draft.shell = happening.ppid;
      draft.happenings.push_back(&happening);
    } else if (recorders_own || (foldable(happening) && !by_person(happening))) {
      startup_.happenings.push_back(&happening);
    } else {
      place_alone(happening, track);
    }
  }

  [[nodiscard]] bool by_person(const Happening& happening) const {
    return person_.has_value() && happening.time >= *person_;
  }

  Draft& line_at(const Track& track, base::WallTime time) {
    const auto after = std::upper_bound(
        track.lines.begin(), track.lines.end(), time,
        [&](base::WallTime t, std::size_t line) { return t < drafts_[line].begins; });
    return after == track.lines.begin() ? startup_ : drafts_[*(after - 1)];
  }

  // Without lines each program makes an entry, with what it ran itself; but what a shell runs that
  // reads lines was given to it.
  void place_alone(const Happening& happening, const Track* track) {
    if (happening.what == What::became) elevators_.push_back(happening.pid);
    if (happening.what == What::returned) std::erase(elevators_, happening.pid);
    if (happening.what == What::became || happening.what == What::returned) return;
    auto found = groups_.find(happening.pid);
    if (found == groups_.end()) found = groups_.find(happening.ppid);
    if (found == groups_.end() && !elevators_.empty()) found = groups_.find(elevators_.back());
    const bool own = happening.what == What::executed &&
                     (found == groups_.end() || line_readers_.contains(happening.ppid) ||
                      recorders_.contains(happening.ppid));
    if (own || found == groups_.end()) {
      Draft draft;
      draft.entry.time = draft.begins = happening.time;
      // What Debian's .bash_logout runs.
      if (happening.program == "clear_console") draft.fold = StepContext::Fold::leaving;
      if (track != nullptr) play_from(draft.entry, track->id, *track->recording);
      groups_[happening.pid] = drafts_.size();
      drafts_.push_back(std::move(draft));
      drafts_.back().happenings.push_back(&happening);
    } else {
      const std::size_t group = found->second;
      if (happening.what == What::executed) groups_[happening.pid] = group;
      drafts_[group].happenings.push_back(&happening);
    }
    if (happening.what == What::executed && reads_lines(happening)) {
      line_readers_.insert(happening.pid);
    }
  }

  void place_rows(Track& track) {
    for (screen::ShownLine& shown : track.rows) {
      Draft* below = &startup_;
      for (Draft& draft : drafts_) {
        const bool before = draft.begins.ms() <= shown.entered.ms() + kRowsLateMs;
        if (before && (below == &startup_ || draft.begins >= below->begins)) below = &draft;
      }
      if (!track.lines.empty()) below = &startup_;
      below->entry.binary += shown.binary;
      below->entry.full_screen = below->entry.full_screen || shown.full_screen;
      if (!shown.output.empty()) below->entry.outputs.push_back(std::move(shown.output));
    }
  }

  std::vector<Entry> finish() {
    std::set<std::int64_t> shells;
    for (const Draft& draft : drafts_) {
      if (draft.shell != 0 && !draft.entry.line.empty()) shells.insert(draft.shell);
    }
    std::vector<Entry> entries;
    const auto tell = [&](Draft& draft) {
      // As whom the prompt was given: by Enter an exit may have ended it.
      const base::WallTime given = draft.prompted.value_or(draft.entry.time);
      StepContext context{draft.entry.line, rights_.user(given), shells, draft.fold, whole_};
      Entry& entry = draft.entry;
      entry.depth = rights_.depth(given);
      entry.steps = steps_of(draft.happenings, context);
      for (const Happening* happening : draft.happenings) {
        entry.ran += happening->what == What::executed ? happening->count : 0;
      }
      entry.warnings = static_cast<std::size_t>(
          std::count_if(entry.steps.begin(), entry.steps.end(),
                        [](const Step& step) { return step.mark == Step::Mark::warning; }));
      entries.push_back(std::move(entry));
    };
    const bool something = !startup_.happenings.empty() || !startup_.entry.outputs.empty();
    if (something) tell(startup_);
    std::stable_sort(drafts_.begin(), drafts_.end(),
                     [](const Draft& a, const Draft& b) { return a.entry.time < b.entry.time; });
    for (Draft& draft : drafts_) tell(draft);
    return entries;
  }

  SessionStory& session_;
  bool whole_;
  Rights rights_;
  Draft startup_;
  std::vector<Draft> drafts_;
  std::map<std::string, Track> tracks_;              // by recording_id
  std::map<std::int64_t, std::string> recorded_;     // pid: recording it is inside of
  std::map<std::int64_t, std::size_t> groups_;       // pid: draft, where there are no lines
  std::set<std::int64_t> line_readers_, recorders_;  // pids
  // sudo and su at work: what they run has forks between, which leave no record.
  std::vector<std::int64_t> elevators_;
  std::optional<base::WallTime> person_;
};

}  // namespace

std::vector<Entry> entries_of(SessionStory& session, bool whole) {
  std::stable_sort(session.happenings.begin(), session.happenings.end(),
                   [](const Happening& a, const Happening& b) { return a.time < b.time; });
  // What sudo let pass is told by what it executed, where that is audited.
  const bool audited =
      std::any_of(session.happenings.begin(), session.happenings.end(),
                  [](const Happening& each) { return each.what == What::executed; });
  if (audited) {
    std::erase_if(session.happenings,
                  [](const Happening& each) { return each.what == What::asked_sudo; });
  }
  return Builder(session, whole).build();
}

}  // namespace auweave::story
