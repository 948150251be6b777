#include "story/entries.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "story/draft.h"
#include "story/process_tree.h"
#include "story/rights.h"
#include "story/tracks.h"

namespace auweave::story {
namespace {

using What = Happening::What;

constexpr std::int64_t kStartupMs = 5000;
constexpr std::int64_t kRowsLateMs =
    20;  // rows may be read a little before the kernel's time stamp

class Builder {
 public:
  Builder(SessionStory& session, bool whole, const std::string& command)
      : session_(session),
        whole_(whole),
        command_(command),
        rights_(session.actor, session.happenings),
        tracks_(session, drafts_) {
    startup_.fold = StepContext::Fold::start_up;
    startup_.entry.time = session.first;
  }

  std::vector<Entry> build() {
    find_person();
    for (const Happening& happening : session_.happenings) place(happening);
    for (auto& [id, track] : tracks_.all()) place_rows(track);
    return finish();
  }

 private:
  // Before the account's own first program, the service's ran for it (the message of the day).
  void find_person() {
    const auto own = std::find_if(
        session_.happenings.begin(), session_.happenings.end(), [&](const Happening& happening) {
          return happening.what == What::executed && happening.user == session_.actor;
        });
    if (own != session_.happenings.end()) person_ = own->time;
  }

  void place(const Happening& happening) {
    forget_reused(happening);
    Track* track = tracks_.of(happening);
    if (happening.what == What::executed && reads_lines(happening)) {
      readers_.insert(happening.pid);
      if (!first_shell_.has_value()) first_shell_ = happening.time;
    }
    if (is_recorder(happening)) recorders_.insert(happening.pid);
    if (is_recorder(happening)) return;
    const bool recorders_own = recorders_.contains(happening.pid) || of_the_system(happening);
    // A shell's own files take a moment. What runs later before a first prompt is somebody's doing, at a
    // shell that marks none.
    const bool late = track != nullptr && line_at(*track, happening.time) == kStartup &&
                      first_shell_.has_value() &&
                      happening.time.ms() - first_shell_->ms() > kStartupMs;
    if (track != nullptr && !track->lines.empty() && !late) {
      place_at_line(happening, *track);
    } else if (recorders_own || (foldable(happening) && !by_person(happening))) {
      startup_.happenings.push_back(&happening);
    } else {
      place_alone(happening, track);
    }
  }

  // What a line started belongs to it, also when it goes on in the background; everything else to the
  // line that was entered last. What a shell runs that reads lines is not the line's that started it.
  void place_at_line(const Happening& happening, const Track& track) {
    const auto owner_of = [&](std::int64_t pid) {
      const auto found = owners_.find(pid);
      const bool holds = found != owners_.end() && found->second.round == rounds_.now();
      return holds ? std::optional(found->second.draft) : std::nullopt;
    };
    std::optional<std::size_t> owner = owner_of(happening.pid);
    if (!owner.has_value()) owner = owner_of(happening.ppid);
    const std::size_t at = owner.value_or(line_at(track, happening.time));
    Draft& draft = at == kStartup ? startup_ : drafts_[at];
    draft.happenings.push_back(&happening);
    if (happening.what != What::executed) return;
    if (draft.shell == 0) draft.shell = happening.ppid;
    const bool hands_on = reads_lines(happening) || is_elevator(happening.program);
    if (at == kStartup || hands_on) {
      owners_.erase(happening.pid);
    } else {
      owners_[happening.pid] = {at, rounds_.now()};
    }
  }

  // A pid of an earlier round that is executed is another process.
  void forget_reused(const Happening& happening) {
    const std::size_t before = rounds_.now();
    rounds_.count(happening);
    if (rounds_.now() != before) groups_.clear();
    if (happening.what != What::executed || rounds_.now() == 0) return;
    readers_.erase(happening.pid);
    recorders_.erase(happening.pid);
    tracks_.forget(happening.pid);
  }

  [[nodiscard]] bool by_person(const Happening& happening) const {
    return person_.has_value() && happening.time >= *person_;
  }

  [[nodiscard]] std::size_t line_at(const Track& track, base::WallTime time) const {
    const auto after = std::upper_bound(
        track.lines.begin(), track.lines.end(), time,
        [&](base::WallTime t, std::size_t line) { return t < drafts_[line].begins; });
    return after == track.lines.begin() ? kStartup : *(after - 1);
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
                     (found == groups_.end() || readers_.contains(happening.ppid) ||
                      recorders_.contains(happening.ppid));
    if (own || found == groups_.end()) {
      Draft draft;
      draft.entry.time = draft.begins = happening.time;
      if (track != nullptr) track->play_from(draft.entry);
      groups_[happening.pid] = drafts_.size();
      drafts_.push_back(std::move(draft));
      drafts_.back().happenings.push_back(&happening);
    } else {
      const std::size_t group = found->second;
      if (happening.what == What::executed) groups_[happening.pid] = group;
      drafts_[group].happenings.push_back(&happening);
    }
  }

  void place_rows(Track& track) {
    std::vector<Draft> none;
    for (screen::ShownLine& shown : track.rows) {
      Draft* below = &startup_;
      for (Draft& draft : track.lines.empty() ? drafts_ : none) {
        const bool before = draft.begins.ms() <= shown.entered.ms() + kRowsLateMs;
        if (before && (below == &startup_ || draft.begins >= below->begins)) below = &draft;
      }
      below->entry.binary += shown.binary;
      below->entry.full_screen = below->entry.full_screen || shown.full_screen;
      if (!shown.output.empty()) below->entry.outputs.push_back(std::move(shown.output));
    }
  }

  std::vector<Entry> finish() {
    std::set<std::int64_t> shells;
    for (const Draft& draft : drafts_) {
      // Anything may be the parent of what is executed next; only a shell gets lines.
      const bool shell = readers_.contains(draft.shell) && !draft.entry.line.empty();
      if (shell) shells.insert(draft.shell);
    }
    std::vector<Entry> entries;
    const Telling telling{rights_, shells, whole_, command_};
    const bool something = !startup_.happenings.empty() || !startup_.entry.outputs.empty();
    if (something) entries.push_back(entry_of(startup_, telling));
    std::stable_sort(drafts_.begin(), drafts_.end(),
                     [](const Draft& a, const Draft& b) { return a.entry.time < b.entry.time; });
    for (Draft& draft : drafts_) entries.push_back(entry_of(draft, telling));
    return entries;
  }

  SessionStory& session_;
  bool whole_;
  const std::string& command_;
  Rights rights_;
  Draft startup_;
  std::vector<Draft> drafts_;
  Tracks tracks_;
  struct Owner {
    std::size_t draft = 0;
    std::size_t round = 0;  // of pids
  };
  static constexpr std::size_t kStartup = static_cast<std::size_t>(-1);
  std::map<std::int64_t, Owner> owners_;  // by pid
  PidRounds rounds_;
  std::map<std::int64_t, std::size_t> groups_;  // pid: draft, where there are no lines
  std::set<std::int64_t> recorders_;            // by pid
  // sudo and su at work: what they run has forks between, which leave no record.
  std::vector<std::int64_t> elevators_;
  std::optional<base::WallTime> person_, first_shell_;
  std::set<std::int64_t> readers_;  // shells that read lines, by pid
};

}  // namespace

std::vector<Entry> entries_of(SessionStory& session, bool whole, const std::string& command) {
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
  return Builder(session, whole, command).build();
}

}  // namespace auweave::story
