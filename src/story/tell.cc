#include "story/tell.h"

#include <algorithm>
#include <cstdio>

#include "story/others.h"
#include "story/overview.h"
#include "story/page.h"
#include "story/playing.h"
#include "story/text.h"
#include "story/when.h"

namespace auweave::story {
namespace {

constexpr std::size_t kLineRows = 4;           // of one command, unless all is asked for
constexpr std::size_t kCommands = 8;           // recordings of commands, in the head
constexpr const char* kMargin = "          ";  // as wide as a time and two blanks

std::string seconds(std::int64_t ms) {
  char text[32];
  std::snprintf(text, sizeof text, "%lld.%01lld", static_cast<long long>(ms / 1000),
                static_cast<long long>(ms / 100 % 10));
  return text;
}

std::string how_it_ended(const std::string& reason) {
  if (reason == "connection-lost") return "connection lost, as sshd says";
  return reason.empty() ? "closed" : reason;
}

std::string times(std::uint64_t count) {
  return count > 1 ? "  (" + std::to_string(count) + " times)" : "";
}

class Teller {
 public:
  Teller(const SessionStory& session, const Settings& settings, base::SpillFile* spill, Page& page)
      : session_(session),
        filter_(settings.filter),
        view_(settings.view),
        spill_(spill),
        page_(page) {}

  void head() {
    const base::WallTime from = session_.opened.value_or(session_.first);
    std::string who = session_.actor.empty() ? "somebody" : session_.actor;
    if (!session_.src_ip.empty()) who += " from " + session_.src_ip;
    who += " to " + (session_.target.empty() ? session_.host : session_.target);
    const std::string state = session_.after_end ? " (after its end was told)" : "";
    page_.row("", who + ", " + when(from) + state, {Ink::strong, "    "});
    if (session_.after_end) {
      page_.row("    ", "what session " + session_.id + " left running");
      return;
    }
    page_.row("    ", how() + "; session " + session_.id);
    if (!session_.parent.empty()) {
      const char* sure = session_.parent_inferred ? " (inferred: no log of sshd's tells)" : "";
      page_.row("    ", "came from session " + session_.parent + sure);
    }
    for (const Other& other : others_of(session_))
      page_.row("    ", other.text, other.warns ? Ink::warning : Ink::plain);
    tell_doubt();
    std::size_t commands = 0;
    for (const auto& [id, recording] : session_.recordings) {
      const bool left_out = recording.source == "sudo" && !view_.full && ++commands > kCommands;
      if (!left_out) tell_recording(id, recording);
    }
    if (commands > kCommands) {
      page_.row("    ", "... and " + plural(commands - kCommands, "more recording") + " of sudo",
                Ink::faint);
    }
    if (session_.recordings.empty() && session_.service == "sshd") {
      page_.row("    ", view_.recordings ? "no recording" : "no recordings were given (--tlog)",
                Ink::faint);
    }
    for (const std::string& missing : session_.integrity) {
      page_.row("    ", "! " + in_words(missing), Ink::warning);
    }
    for (const std::string& loss : session_.losses) page_.row("    ", "! " + loss, Ink::warning);
  }

  void entry(const Entry& entry) {
    const std::string indent(2 * entry.depth, ' ');
    const std::string lead = clock_of(entry.time) + "  " + indent;
    if (!entry.line.empty()) {
      typed(lead, entry);
    } else {
      untyped(lead, entry);
    }
    const std::size_t from = entry.line.empty() ? 1 : 0;
    for (std::size_t i = from; i < entry.steps.size(); ++i) {
      step(kMargin + indent + "  ", entry.steps[i]);
    }
    output(kMargin + indent + "  | ", entry);
    if (filter_.command.empty() || !entry.play_ms.has_value()) return;
    const RecordingStory& recording = session_.recordings.at(entry.recording_id);
    page_.unbroken(kMargin + indent + "  ", how_to_play(recording, view_, seconds(*entry.play_ms)),
                   Ink::link);
  }

  void tail() {
    if (session_.untold > 0) {
      page_.row(kMargin,
                "... and " + std::to_string(session_.untold) +
                    " more happenings: narrow the time with --since and --until",
                Ink::warning);
    }
    if (session_.after_end) {
      // Its end was told with the session.
    } else if (session_.closed.has_value()) {
      page_.row(clock_of(*session_.closed) + "  ", how_it_ended(session_.close_reason), Ink::faint);
    } else {
      page_.row(clock_of(session_.last) + "  ", "last seen; its end is not in the log", Ink::faint);
    }
    page_.blank();
  }

 private:
  std::string when(base::WallTime from) const {
    std::string text = date_of(from) + " " + clock_of(from);
    if (!session_.closed.has_value()) return text;
    if (date_of(*session_.closed) != date_of(from)) {
      text += " - " + date_of(*session_.closed) + " " + clock_of(*session_.closed);
    } else {
      text += " - " + clock_of(*session_.closed);
    }
    return text + " (" + span_of(session_.closed->ms() - from.ms()) + ")";
  }

  // A login without a record of its method may be by key, by host or by ticket.
  std::string entered() const {
    if (!session_.auth_method.empty()) return "logged in by " + session_.auth_method;
    const bool seen = session_.opened.has_value();
    if (session_.service.empty())
      return seen ? "logged in (audit does not say through what)" : "login not seen";
    if (session_.service == "sshd" && seen) return "logged in (audit does not say how)";
    return "started by " + session_.service;
  }

  std::string how() const {
    std::string text = entered();
    if (!session_.tty.empty()) text += " on " + session_.tty;
    if (session_.failures_before == 1) text += ", after a failed attempt";
    if (session_.failures_before > 1) {
      text += ", after " + std::to_string(session_.failures_before) + " failed attempts";
    }
    return text;
  }

  // Once for the session, not on every row: syslog takes a recorder's lines from anybody.
  void tell_doubt() {
    std::size_t doubtful = 0;
    for (const auto& [id, recording] : session_.recordings)
      doubtful += recording.vouched && !recording.verified ? 1 : 0;
    if (doubtful == 0) return;
    const std::string what = doubtful == 1 ? "this recording" : "these recordings";
    page_.row("    ", "! who wrote " + what + " is not proven", Ink::warning);
  }

  void tell_recording(const std::string& id, const RecordingStory& recording) {
    const auto inside = session_.inside.find(id);
    if (inside != session_.inside.end() && session_.recordings.contains(inside->second)) return;
    if (!recording.vouched) {
      page_.row("    ", "! unverified: no audited recorder made this recording", Ink::warning);
    }
    page_.unbroken("    ", how_to_play(recording, view_, "SECONDS"), Ink::link);
  }

  // Where it is in its recording, and what else is to be said of it.
  [[nodiscard]] static std::string position(const Entry& entry) {
    std::string text;
    const auto say = [&](const std::string& what) {
      text.append(text.empty() ? "" : ", ") += what;
    };
    if (entry.play_ms.has_value()) say(seconds(*entry.play_ms));
    if (!entry.where.empty()) say(entry.where);
    // A builtin; or nobody watched.
    const bool recorded = !entry.line.empty() && entry.play_ms.has_value();
    if (recorded && entry.where.empty() && entry.ran == 0) say("no program");
    if (!entry.over) say("not over");
    return text.empty() ? "" : "   [" + text + "]";
  }
  [[nodiscard]] std::size_t most_rows() const { return view_.full ? 0 : kLineRows; }

  void typed(const std::string& lead, const Entry& entry) {
    // A mark, lest the rest of a line pass for what stands below it.
    std::string before = lead;
    const std::string below = std::string(width(lead), ' ') + "~ ";
    const std::string shown = entry.prompt + entry.line;
    for (std::size_t at = 0; at <= shown.size();) {
      const std::size_t end = std::min(shown.find('\n', at), shown.size());
      std::string row = shown.substr(at, end - at);
      if (end == shown.size()) row += position(entry);
      page_.row(before, row, {Ink::strong, below, most_rows()});
      before = below;
      at = end + 1;
    }
  }

  // What nobody typed at a prompt: its first step stands for it.
  void untyped(const std::string& lead, const Entry& entry) {
    if (entry.steps.empty()) {
      page_.row(lead, "(shown before the first prompt)" + position(entry), Ink::faint);
      return;
    }
    Step first = entry.steps.front();
    first.depth = 0;
    first.text += position(entry);
    step(lead, first);
  }

  void step(const std::string& lead, const Step& step) {
    const std::string indent = lead + std::string(2 * std::min<std::size_t>(step.depth, 8), ' ');
    const std::string text = step.text + times(step.count);
    const std::string below = std::string(width(indent), ' ') + "~ ";
    switch (step.mark) {
      case Step::Mark::ran:
        return page_.row(indent + "> ", text, {Ink::plain, below, most_rows()});
      case Step::Mark::warning:
        return page_.row(indent + "! ", text, {Ink::warning, below, most_rows()});
      case Step::Mark::connection:
        return page_.row(indent + "-> ", text, {Ink::link, below, most_rows()});
      case Step::Mark::note:
        return page_.row(indent + "* ", text, {Ink::plain, below, most_rows()});
      case Step::Mark::left_out:
        return page_.row(indent, text, Ink::faint);
    }
  }

  void output(const std::string& lead, const Entry& entry) {
    for (const screen::Excerpt& excerpt : entry.outputs) rows(lead, excerpt);
    if (entry.full_screen) page_.row(lead, "(a full-screen program was shown)", Ink::faint);
    if (entry.truncated > 0) {
      page_.row(lead, "(" + plural(entry.truncated, "more byte") + " that were not kept)",
                Ink::faint);
    }
    if (entry.binary > 0) {
      page_.row(lead, "(" + std::to_string(entry.binary) + " bytes that are no text)", Ink::faint);
    }
  }

  void rows(const std::string& lead, const screen::Excerpt& excerpt) {
    for (const std::string& row : excerpt.first()) shown(lead, row);
    for (const base::SpillFile::Block& block : excerpt.spilled()) {
      const auto text =
          spill_ == nullptr ? base::Result<std::string>(std::string()) : spill_->read(block);
      if (!text.ok()) continue;
      for (std::size_t at = 0; at < text->size();) {
        const std::size_t end = std::min(text->find('\n', at), text->size());
        shown(lead, text->substr(at, end - at));
        at = end + 1;
      }
    }
    if (excerpt.left_out() > 0) {
      page_.row(lead, "... " + std::to_string(excerpt.left_out()) + " more rows", Ink::faint);
    }
    for (const std::string& row : excerpt.last()) shown(lead, row);
    if (excerpt.cut() > 0) {
      page_.row(lead, "(" + plural(excerpt.cut(), "byte") + " more in rows too long to keep)",
                Ink::faint);
    }
  }

  void shown(const std::string& lead, const std::string& row) {
    page_.row(lead, printable(row), {Ink::plain, lead, most_rows()});
  }

  const SessionStory& session_;
  const Filter& filter_;
  const View& view_;
  base::SpillFile* spill_;
  Page& page_;
};

}  // namespace

std::string tell_session(SessionStory& session, const Settings& settings, base::SpillFile* spill,
                         Totals& totals) {
  const Filter& filter = settings.filter;
  const View& view = settings.view;
  std::vector<Entry> entries = entries_of(session, view.full, filter.command);
  std::erase_if(entries,
                [&](const Entry& entry) { return !filter.in_time(entry.time) || !entry.found; });
  if (entries.empty() && (!filter.command.empty() || session.after_end)) return "";
  Totals own;
  for (const Entry& entry : entries) own.add(entry.ran, entry.warnings);
  totals.add(own.programs, own.warnings);
  if (view.overview) return overview_of(session, entries, own, settings);
  Page page(view);
  Teller teller(session, settings, spill, page);
  teller.head();
  for (const Entry& entry : entries) teller.entry(entry);
  teller.tail();
  return page.take();
}

}  // namespace auweave::story
