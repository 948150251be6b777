#include "story/entries.h"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <utility>

#include "story/draft.h"
#include "story/lines.h"
#include "story/owners.h"
#include "story/rights.h"

namespace auweave::story {
namespace {

using What = Happening::What;

constexpr std::int64_t kStartupMs = 5000;
constexpr std::int64_t kLeavingMs = 1000;
constexpr std::int64_t kTogetherMs = 1000;
constexpr std::int64_t kEver = std::numeric_limits<std::int64_t>::max();

bool by_user_change(const Happening& happening) {
  constexpr std::array own = {What::became, What::returned, What::asked_sudo, What::refused,
                              What::wrong_password};
  return std::find(own.begin(), own.end(), happening.what) != own.end();
}

class Builder {
 public:
  Builder(SessionStory& session, bool whole, const std::string& command)
      : session_(session),
        whole_(whole),
        command_(command),
        rights_(session.actor, session.happenings),
        lines_(session) {
    startup_.fold = StepContext::Fold::start_up;
    startup_.entry.time = session.first;
  }

  std::vector<Entry> build() {
    find_person();
    drafts_ = drafts_of(session_);
    for (std::size_t i = 0; i < drafts_.size(); ++i) {
      const Draft& draft = drafts_[i];
      owners_.add(*draft.command, i);
      if (draft.command->typed) lines_.add(draft.entry.recording_id, draft.begins, i);
    }
    for (const Happening& happening : session_.happenings) place(happening);
    for (Draft& draft : drafts_) move_opening_output(draft);
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
    if (owners_.see(happening)) {
      readers_.erase(happening.pid);
      recorders_.erase(happening.pid);
    }
    if (is_recorder(happening)) return note_recorder(happening);
    const std::optional<std::size_t> named = owners_.named(happening);
    note_shell(happening, named);
    const Lines::Moment moment = lines_.at(happening);
    std::optional<std::size_t> at = leaving(happening, moment);
    if (!at.has_value()) at = named;
    if (!at.has_value()) at = owners_.by_process(happening);
    if (!at.has_value()) at = moment.line;
    // The shell that su gives may be in a recording of its own, the line that ran su is not.
    if (!at.has_value() && moment.recorded && by_user_change(happening)) {
      at = lines_.before(happening.time, kEver);
    }
    if (is_startup(happening, at, moment)) return startup_.happenings.push_back(&happening);
    if (!at.has_value()) at = alone(happening);
    if (!at.has_value()) return;
    add(happening, *at);
  }

  void note_recorder(const Happening& happening) {
    recorders_.insert(happening.pid);
    if (const auto named = owners_.named(happening)) owners_.placed(happening, *named);
  }

  void note_shell(const Happening& happening, const std::optional<std::size_t>& named) {
    if (happening.what != What::executed || !happening.reads_lines) return;
    readers_.insert(happening.pid);
    if (!first_shell_.has_value()) first_shell_ = happening.time;
    // Of a login shell that no line started only its own files are part: what is typed at it makes
    // commands of its own.
    const bool typed = named.has_value() && drafts_[*named].typed();
    if (!typed && happening.text.starts_with('-')) shells_.insert(happening.pid);
  }

  // Anything may be the parent of what is executed; at a shell lines were typed only where it was there
  // before them.
  void add(const Happening& happening, std::size_t at) {
    Draft& draft = drafts_[at];
    draft.happenings.push_back(&happening);
    const bool by_shell = happening.what == What::executed && readers_.contains(happening.ppid) &&
                          !owners_.executed_for(happening.ppid, at);
    if (draft.typed() && by_shell) shells_.insert(happening.ppid);
    owners_.placed(happening, at);
  }

  [[nodiscard]] bool is_systems(const Happening& happening) const {
    return recorders_.contains(happening.pid) || of_the_system(happening);
  }

  // What the system does when a shell was left belongs to the line that left it, whoever's child it is.
  [[nodiscard]] std::optional<std::size_t> leaving(const Happening& happening,
                                                   const Lines::Moment& moment) const {
    if (!is_systems(happening)) return std::nullopt;
    // The recorder's own last doings come when its recording has ended.
    const auto line = moment.recorded ? moment.line : lines_.before(happening.time, kLeavingMs);
    const bool left = line.has_value() && drafts_[*line].fold == StepContext::Fold::leaving;
    return left ? line : std::nullopt;
  }

  [[nodiscard]] bool is_startup(const Happening& happening, const std::optional<std::size_t>& at,
                                const Lines::Moment& moment) const {
    if (at.has_value() && drafts_[*at].typed()) return false;
    const bool by_person = person_.has_value() && happening.time >= *person_;
    if (is_systems(happening) || (foldable(happening) && !by_person)) return true;
    if (at.has_value()) return is_opening(drafts_[*at]);
    return moment.recorded && !moment.line.has_value() && !is_late(happening.time);
  }

  // A program that only opened a terminal: what its shell's own files run before the first prompt.
  [[nodiscard]] bool is_opening(const Draft& draft) const {
    const auto first = lines_.first(draft.entry.recording_id);
    if (draft.command == nullptr || !first.has_value() || draft.begins >= *first) return false;
    if (draft.command->recorder) return person_.has_value() && draft.begins <= *person_;
    return !is_late(draft.begins);
  }

  // A shell's own files take a moment. What runs later before a first prompt is somebody's doing, at a
  // shell that marks none.
  [[nodiscard]] bool is_late(base::WallTime time) const {
    return first_shell_.has_value() && time.ms() - first_shell_->ms() > kStartupMs;
  }

  // What no command has makes an entry of its own, with what the process does next.
  std::optional<std::size_t> alone(const Happening& happening) {
    if (happening.what == What::became || happening.what == What::returned) return std::nullopt;
    const auto known = alone_.find(happening.pid);
    const bool goes_on = known != alone_.end() && happening.what != What::executed &&
                         happening.time.ms() - known->second.last.ms() <= kTogetherMs;
    if (goes_on) {
      known->second.last = happening.time;
      return known->second.draft;
    }
    Draft draft;
    draft.entry.time = draft.begins = happening.time;
    drafts_.push_back(std::move(draft));
    alone_[happening.pid] = {drafts_.size() - 1, happening.time};
    return drafts_.size() - 1;
  }

  // What was shown before the first prompt.
  void move_opening_output(Draft& draft) {
    if (draft.typed() || !draft.happenings.empty() || !is_opening(draft)) return;
    Entry& from = draft.entry;
    Entry& to = startup_.entry;
    for (screen::Excerpt& output : from.outputs) to.outputs.push_back(std::move(output));
    from.outputs.clear();
    to.binary += std::exchange(from.binary, 0);
    to.truncated += std::exchange(from.truncated, 0);
    to.full_screen = std::exchange(from.full_screen, false) || to.full_screen;
  }

  std::vector<Entry> finish() {
    std::vector<Entry> entries;
    const Telling telling{session_, rights_, shells_, whole_, command_};
    if (!startup_.empty()) entries.push_back(entry_of(startup_, telling));
    std::stable_sort(drafts_.begin(), drafts_.end(),
                     [](const Draft& a, const Draft& b) { return a.entry.time < b.entry.time; });
    for (Draft& draft : drafts_) {
      // Of a program that was folded into the start nothing is left.
      if (draft.typed() || !draft.empty()) entries.push_back(entry_of(draft, telling));
    }
    return entries;
  }

  SessionStory& session_;
  bool whole_;
  const std::string& command_;
  Rights rights_;
  Draft startup_;
  std::vector<Draft> drafts_;
  Lines lines_;
  Owners owners_;
  struct Alone {
    std::size_t draft = 0;
    base::WallTime last;
  };
  std::map<std::int64_t, Alone> alone_;  // by pid
  std::set<std::int64_t> recorders_;     // by pid
  std::set<std::int64_t> readers_;       // shells that read lines, by pid
  std::set<std::int64_t> shells_;        // whose own files are told as their start, by pid
  std::optional<base::WallTime> person_, first_shell_;
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
