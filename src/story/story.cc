#include "story/story.h"

#include <algorithm>
#include <array>
#include <utility>

#include "story/happening.h"
#include "story/page.h"
#include "story/text.h"
#include "story/when.h"

namespace auweave::story {
namespace {

constexpr std::int64_t kNotesTogetherMs = 10'000;

// True for what is missing of a host's trail, or happened to it, in no session.
bool is_of_host(const model::PipelineDocument& pipeline) {
  if (!pipeline.stamp.session_id.empty()) return false;
  return pipeline.what == "loss" || pipeline.what == "excerpt" ||
         pipeline.what == "clock-stepped" || pipeline.what == "audit-disabled" ||
         pipeline.what == "log-shrank";
}

// HOST:BOOT:SES. A boot that one of the two does not know ("~…") may be the other's.
bool same_session(std::string_view id, std::string_view asked) {
  const auto parts = [](std::string_view text) {
    const std::size_t last = text.rfind(':');
    const std::size_t middle = last == std::string_view::npos ? last : text.rfind(':', last - 1);
    if (middle == std::string_view::npos) return std::array<std::string_view, 3>{text, "", ""};
    return std::array{text.substr(0, middle), text.substr(middle + 1, last - middle - 1),
                      text.substr(last + 1)};
  };
  const auto [host, boot, ses] = parts(id);
  const auto [asked_host, asked_boot, asked_ses] = parts(asked);
  const bool unknown = boot.starts_with('~') != asked_boot.starts_with('~');
  return host == asked_host && ses == asked_ses && (boot == asked_boot || unknown);
}

}  // namespace

Story::Story(Filter filter, View view, base::SpillFile spill)
    : filter_(std::move(filter)), view_(std::move(view)), spill_(std::move(spill)) {
  rows_.last = std::min<std::size_t>(view_.rows / 4, 3);
  rows_.first = view_.rows > rows_.last ? view_.rows - rows_.last : view_.rows;
  if (view_.full) rows_.all = &spill_;
}

SessionStory* Story::open(std::string_view session_id) {
  const auto found = open_.find(session_id);
  return found == open_.end() ? nullptr : &found->second;
}

void Story::take(const model::Document& document) {
  if (const auto* event = std::get_if<model::EventDocument>(&document)) {
    take_event(*event);
  } else if (const auto* session = std::get_if<model::SessionDocument>(&document)) {
    take_session(*session);
  } else if (const auto* tty = std::get_if<model::TtyDocument>(&document)) {
    SessionStory* of = open(tty->stamp.session_id);
    if (of != nullptr) of->add(*tty);
    if (of == nullptr && !tty->stamp.session_id.empty()) ++late_chunks_;
  } else if (const auto* command = std::get_if<model::CommandDocument>(&document)) {
    // Of a session that was told the programs were, with their events.
    SessionStory* of = open(command->stamp.session_id);
    if (of != nullptr) of->add(*command, filter_, rows_);
  } else if (const auto* pipeline = std::get_if<model::PipelineDocument>(&document)) {
    take_pipeline(*pipeline);
  } else if (std::holds_alternative<model::DeadletterDocument>(document)) {
    ++deadletters_;
  }
}

void Story::take_pipeline(const model::PipelineDocument& pipeline) {
  if (SessionStory* of = open(pipeline.stamp.session_id)) of->add(pipeline);
  if (is_of_host(pipeline)) return take_note(pipeline);
  if (pipeline.what != "suspect-recording" || ++suspects_ > kMostSuspects) return;
  std::string claim;
  if (pipeline.claimed_ses.has_value()) {
    claim = " (claims ses " + std::to_string(*pipeline.claimed_ses) + ")";
  }
  note(*pipeline.stamp.time, "a recording that nobody vouches for, " + printable(pipeline.rec) +
                                 claim + ": " + printable(pipeline.detail));
}

void Story::take_note(const model::PipelineDocument& pipeline) {
  std::string text = printable(pipeline.detail);
  if (pipeline.first_serial.has_value() && pipeline.last_serial.has_value()) {
    const std::int64_t count = pipeline.count.value_or(0);
    text += " (" + printable(pipeline.stamp.host) + ": " + std::to_string(count) +
            (count == 1 ? " event" : " events") + ", serials " +
            std::to_string(*pipeline.first_serial) + " to " +
            std::to_string(*pipeline.last_serial) + ")";
  }
  note(*pipeline.stamp.time, std::move(text));
}

bool Story::wanted(const SessionStory& session) const {
  const std::string& id = session.id;
  const std::optional<std::int64_t> ses = session.ses;
  const bool by_id = filter_.session.empty() || same_session(id, filter_.session) ||
                     (ses.has_value() && std::to_string(*ses) == filter_.session);
  const bool actor = filter_.actor.empty() || session.actor == filter_.actor;
  const bool source = !filter_.source.has_value() || filter_.source->contains(session.src_ip);
  return by_id && actor && source;
}

void Story::take_session(const model::SessionDocument& document) {
  if (!document.stamp.connection_id.empty()) {
    tries_.became_session(std::string(document.stamp.connection_id));
  }
  const auto open = open_.try_emplace(std::string(document.stamp.session_id)).first;
  open->second.add(document);
  if (document.state != "closed") return;
  tell(open->second);
  open_.erase(open);
}

void Story::take_event(const model::EventDocument& event) {
  if (!event.stamp.session_id.empty()) {
    auto open = open_.find(event.stamp.session_id);
    if (open == open_.end()) open = reopen(event);
    open->second.add(event, filter_);
    return;
  }
  if (event.stamp.authenticated.has_value()) return tries_.add(event);
  const bool notable = event.category == "configuration" || event.category == "account" ||
                       event.category == "anomaly";
  if (!notable && (event.types.empty() || !event.types.front().starts_with("DAEMON_"))) return;
  const auto happening = happening_of(event);
  if (!happening.has_value()) return;
  note(happening->time, happening->text + (happening->program.empty() ? "" : " by ") +
                            happening->program + ", in no login session");
}

// What a session left running goes on after its end was told.
std::map<std::string, SessionStory, std::less<>>::iterator Story::reopen(
    const model::EventDocument& event) {
  const auto open = open_.try_emplace(std::string(event.stamp.session_id)).first;
  SessionStory& session = open->second;
  session.after_end = true;
  session.id = event.stamp.session_id;
  session.host = printable(event.stamp.host);
  session.actor = printable(event.stamp.actor);
  session.src_ip = printable(event.stamp.src_ip);
  session.ses = event.session.ses;
  return open;
}

void Story::note(base::WallTime time, std::string text) {
  if (!filter_.none() || !filter_.in_time(time)) return;
  if (!notes_.empty() && notes_.back().text == text) {
    ++notes_.back().count;
    notes_.back().last = time;
  } else if (notes_.size() < kMostNotes) {
    notes_.push_back({time, time, std::move(text), 1});
  } else {
    ++untold_notes_;
  }
}

void Story::tell(SessionStory& session) {
  if (!wanted(session)) return;
  const base::WallTime from = session.opened.value_or(session.first);
  const base::WallTime until = session.closed.value_or(session.last);
  if (filter_.until.has_value() && from >= *filter_.until) return;
  if (filter_.since.has_value() && until < *filter_.since) return;
  const std::string text = tell_session(session, {filter_, view_}, &spill_, totals_);
  if (text.empty()) return;
  ++sessions_;
  failed_ += static_cast<std::uint64_t>(session.failures_before);
  keep(from, text);
}

void Story::keep(base::WallTime time, const std::string& text) {
  const auto block = spill_.append(text);
  if (block.ok()) {
    chapters_.push_back({time, *block});
  } else if (written_.ok()) {
    written_ = block.error();
  }
}

void Story::tell_rest() {
  for (auto& [id, session] : open_) tell(session);
  open_.clear();
  if (filter_.session.empty() && filter_.command.empty()) {
    for (const FailedLogins& failed : tries_.series(filter_)) {
      failed_ += failed.tries;
      keep(failed.first, tell_failed(failed, view_));
    }
  }
  for (std::size_t i = 0; i < notes_.size();) i = tell_notes(i);
}

// Those that follow each other closely stand together. Where the next ones begin.
std::size_t Story::tell_notes(std::size_t first) {
  Page page(view_);
  std::size_t at = first;
  for (; at < notes_.size(); ++at) {
    const Note& each = notes_[at];
    if (at > first && each.first.ms() - notes_[at - 1].last.ms() > kNotesTogetherMs) break;
    page.row(stamp_of(each.first, view_) + " * ",
             each.text + (each.count > 1 ? " (" + plural(each.count, "time") + ")" : ""));
  }
  if (!view_.overview) page.blank();
  keep(notes_[first].first, page.take());
  return at;
}

std::string Story::ending() const {
  std::string text = plural(sessions_, "session") + ", " + plural(totals_.programs, "program") +
                     ", " + plural(totals_.warnings, "warning") + ", " +
                     plural(failed_, "failed login") + ".";
  if (suspects_ > kMostSuspects) {
    text += " " + plural(suspects_ - kMostSuspects, "more recording") + " that nobody vouches for.";
  }
  if (late_chunks_ > 0) {
    text +=
        " " + plural(late_chunks_, "chunk") + " of recordings came after their session was told.";
  }
  if (untold_notes_ > 0) text += " " + plural(untold_notes_, "more note") + " left out.";
  if (deadletters_ > 0) {
    text += " " + plural(deadletters_, "line") + " of the input could not be understood.";
  }
  return text;
}

base::Status Story::finish(const std::function<bool(std::string_view)>& out) {
  tell_rest();
  std::stable_sort(chapters_.begin(), chapters_.end(),
                   [](const Chapter& a, const Chapter& b) { return a.time < b.time; });
  std::string day;
  for (const Chapter& chapter : chapters_) {
    const auto text = spill_.read(chapter.text);
    if (!text.ok()) return text.error();
    if (view_.overview && date_of(chapter.time) != day) {
      day = date_of(chapter.time);
      if (!out(day + "\n")) return base::ok();
    }
    if (!out(*text)) return base::ok();
  }
  Page page(view_);
  page.row("", "Times are UTC; numbers in brackets are seconds in the recording.", Ink::faint);
  page.row("", ending());
  out(page.take());
  return written_;
}

}  // namespace auweave::story
