#include "weave/weaver.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "audit/record_end.h"
#include "audit/terminal_input.h"
#include "meaning/meaning.h"
#include "weave/stamp.h"
#include "weave/typed_records.h"

namespace auweave::weave {
namespace {

// The last value may be a part of a value: "succ", or session 1 of 12.
constexpr std::string_view kEndIsMissing = "the record's end is missing";

constexpr base::WallTime kEndOfTime{std::numeric_limits<std::int64_t>::max()};

}  // namespace

Weaver::Weaver(WeaverSettings settings, audit::RecordDecoder& decoder, model::FieldText& text,
               model::DocumentSink& sink)
    : context_{std::move(settings), Outlet(sink)},
      decoder_(decoder),
      text_(text),
      assembler_(context_.settings.holds_messages),
      table_(std::move(context_.settings.boots), context_.settings.lateness_ms,
             std::move(context_.settings.persons)),
      deadletters_(context_),
      losses_(context_),
      input_notes_(context_, text),
      plugin_notes_(context_),
      commands_(context_, table_),
      documents_(context_, commands_.join()),
      groups_(context_, table_, documents_),
      chunks_(context_, {table_, commands_.join(), documents_, deadletters_, losses_}),
      sshd_log_(context_, table_, deadletters_),
      hops_(context_, table_, documents_),
      processes_(table_),
      repairs_(context_, table_),
      skipped_(context_),
      audit_changes_(context_, table_) {}

void Weaver::audit_line(const base::Line& line, std::uint32_t source, bool again) {
  using Added = audit::Assembler::Added;
  Counts& counts = context_.outlet.counts;
  ++counts.audit_lines;
  std::string_view text = line.text;
  if (text.ends_with('\r')) text.remove_suffix(1);
  if (text.empty() && line.cut == 0) return;
  const Place place = place_of("audit", source, line);
  const auto header = audit::parse_line(text);
  const bool whole =
      line.cut == 0 && header.ok() && !audit::lacks_end(header->number, header->body);
  if (header.ok()) skipped_.note(*header);
  // The time of a deadletter is that of the last record before it.
  if (!whole) {
    assembler_.finish_message();
    drain();
  }
  if (line.cut != 0) return deadletters_.line(place, text, "line too long", line.cut);
  if (!header.ok()) return deadletters_.line(place, text, header.error().message);
  if (!whole) return deadletters_.line(place, text, kEndIsMissing);
  const Added added = assembler_.add(*header, {source, line.number, again});
  if (added == Added::duplicate) ++counts.duplicates;
  if (added == Added::behind) ++counts.behind;
  if (added == Added::late)
    deadletters_.line(place, text, "record of an event that was already finished");
  if (added == Added::oversized) deadletters_.line(place, text, "event too large");
  drain();
}

void Weaver::drain() {
  follow_clock();
  while (auto raw = assembler_.take()) weave(std::move(*raw), false);
  advance(context_.event_time);
}

void Weaver::follow_clock() {
  const base::WallTime before =
      std::exchange(context_.event_time, std::max(audit_time(), idle_until_));
  if (auto step = assembler_.clock().take_step()) plugin_notes_.step(*step);
  if (before <= context_.event_time) return;
  table_.set_back(context_.event_time);
  chunks_.set_back(context_.event_time);
  commands_.join().set_back(context_.event_time);
}

void Weaver::clock(base::WallTime now) {
  assembler_.clock().limit(now);
  context_.host_clock = now;
  table_.set_clock(now);
  idle_until_ = std::min(idle_until_, now);
  follow_clock();
}

void Weaver::advance(base::WallTime watermark) {
  chunks_.advance(watermark);
  commands_.join().advance(watermark);
  hops_.advance(watermark);
  while (session::Session* closed = table_.take_closed(watermark)) {
    commands_.join().finalize(*closed);
    skipped_.mark(*closed);
    documents_.put(*closed, closed->closed_by.time(), SessionState::closed,
                   {closed->closed_by, SessionNews::closed});
  }
}

void Weaver::begin_after_past() {
  table_.begin_after_past();
  chunks_.news_of_all();
}

void Weaver::records_pause() {
  assembler_.finish_all();
  drain();
}

void Weaver::idle(base::WallTime now) {
  idle_until_ = std::max(idle_until_, now);
  follow_clock();
  advance(context_.event_time);
}

void Weaver::sessions_with_process(base::WallTime now,
                                   const std::unordered_set<std::uint32_t>& ses) {
  table_.end_others(context_.settings.host, now, ses);
  commands_.take_ended();
}

void Weaver::weave(audit::RawEvent&& raw, bool is_login) {
  model::AuditEvent& event = events_.at(is_login ? 1 : 0);
  event.clear();
  decoder_.decode(raw, event);
  deadletters_.fieldless_records(raw, event);
  if (!event.records.empty()) {
    const WeaverSettings& settings = context_.settings;
    if (!settings.terminal_input) audit::cut_terminal_input(event);
    model::Document told{std::in_place_type<model::EventDocument>};
    auto& document = std::get<model::EventDocument>(told);
    const auto came = base::WallTime::from_ms(raw.watermark_ms);
    if (commands_.join().is_late(event.key.time(), came)) document.late = true;
    model::EventFacts facts = meaning::describe(event, text_, settings.extended, document);
    known_programs_.judge(event, context_.host_of(event), facts, document);
    if (facts.ses.has_value() && !is_login && table_.unknown(context_.host_of(event), *facts.ses)) {
      auto login = assembler_.take_login(raw.node, facts.ses->value);
      if (login.has_value()) weave(std::move(*login), true);
    }
    context_.sources.note_good(raw.slices.front().source, event.key.time());
    publish({event, facts, document, told, {}, raw.fetched});
  }
  assembler_.recycle(std::move(raw));
}

void Weaver::publish(Woven woven) {
  using Fetched = audit::RawEvent::Fetched;
  const auto& [event, facts, document, told, match, fetched] = woven;
  document.stamp.host = context_.host_of(event);
  document.stamp.time = event.key.time();
  document.stamp.event_id = context_.ids.of_event(document.stamp.host, event.key, event.arena);
  if (fetched == Fetched::rest || fetched == Fetched::rest_with_syscall) document.repaired = true;
  // What SYSCALL tells was noted when it came, and would count twice.
  if (fetched == Fetched::rest) return publish_again(woven);
  woven.match = table_.note(document.stamp.host, event.key, facts, fetched != Fetched::no);
  if (table_.has_dropped()) let_go();
  groups_.fill(woven.match);
  stamp_event(woven);
  if (context_.settings.extended) processes_.follow(woven, context_.ids);
  hops_.follow(woven);
  queued_jobs_.follow(woven);
  const auto put_session = [&](SessionState state, SessionNews news) {
    // clang 14 captures no structured bindings.
    const model::EventKey& key = woven.event.key;
    documents_.put(*woven.match.session, key.time(), state, {key, news});
  };
  if (match.opened) put_session(SessionState::opened, SessionNews::opened);
  context_.outlet.put(told);
  audit_changes_.follow(woven);
  if (match.recorder || match.resumed || match.ticket || match.changed)
    put_session(SessionState::updated, SessionNews::updated);
  commands_.follow(woven);
  if (context_.settings.terminal_input) tell_typed_record(woven, context_);
  if (match.opened) {
    chunks_.news(*match.session);
  } else if (match.recorder) {
    chunks_.news(*match.session, woven.facts.pid);
  }
  chunks_.vouch(woven);
}

void Weaver::let_go() {
  for (const std::string& id : table_.take_dropped()) commands_.join().forget(id);
  const std::uint64_t count = table_.take_let_go();
  if (count == 0) return;
  plugin_notes_.tell(
      {context_.event_time, "loss",
       std::to_string(count) + " open sessions were let go, because more than " +
           std::to_string(session::Table::kMostSessions) +
           " were known: their later events have session_id and actor from ses and auid alone"});
}

void Weaver::publish_again(Woven woven) {
  const std::string_view host = woven.document.stamp.host;
  if (woven.facts.ses.has_value()) woven.match.session = table_.at(host, *woven.facts.ses);
  stamp_event(woven);
  if (context_.settings.extended) processes_.follow(woven, context_.ids);
  context_.outlet.put(woven.told);
}

void Weaver::repair_event(const std::vector<std::string>& lines,
                          const std::vector<std::uint64_t>& numbers, std::uint32_t source) {
  using Completed = audit::Assembler::Completed;
  std::vector<audit::Assembler::Logged> logged;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto header = audit::parse_line(lines[i]);
    const bool same = header.ok() && (logged.empty() || header->key == logged[0].header.key);
    if (same && !audit::lacks_end(header->number, header->body))
      logged.push_back({*header, numbers[i]});
  }
  if (logged.empty()) return;
  context_.outlet.counts.audit_lines += logged.size();
  const Completed done = assembler_.complete(logged, source);
  if (done != Completed::known) {
    repairs_.add(logged[0].header.key, done == Completed::completed);
  }
  drain();
}

void Weaver::fill_extended(bool extended) {
  context_.settings.extended = extended;
  // What the trail knows would be old when it is asked again.
  if (!extended) processes_.forget();
}

void Weaver::finish() {
  assembler_.finish_all();
  drain();
  chunks_.finish();
  commands_.join().finish();
  advance(kEndOfTime);
  for (session::Session* open : table_.recorded_and_open()) {
    skipped_.mark(*open);
    documents_.put(*open, open->last.time(), SessionState::left_open,
                   {open->last, SessionNews::left_open});
  }
  skipped_.finish();
}

Counts Weaver::counts() const {
  Counts counts = context_.outlet.counts;
  counts.duplicates += chunks_.repeated();
  return counts;
}

}  // namespace auweave::weave
