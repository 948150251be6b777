#include "story/overview.h"

#include <algorithm>
#include <array>
#include <set>

#include "story/page.h"
#include "story/when.h"

namespace auweave::story {
namespace {

// Up to three of them: "as root", "to 10.99.1.2:2222".
void append_some(const std::string& word, const std::set<std::string>& some, std::string& row) {
  constexpr std::size_t most = 3;
  std::size_t told = 0;
  for (const std::string& each : some) {
    if (told == 0) row.append("; ").append(word).append(" ");
    if (told > 0) row += ", ";
    row += each;
    if (++told == most) break;
  }
  if (some.size() > most) row += ", ...";
}

void append_column(std::string_view text, std::size_t columns, std::string& row) {
  row.append(text).append(columns > text.size() ? columns - text.size() : 1, ' ');
}

// As whom it acted, and where it went on to.
void append_reach(const SessionStory& session, const Filter& filter, std::string& row) {
  std::set<std::string> users;
  std::set<std::string> peers;
  for (const Happening& happening : session.happenings) {
    if (!filter.in_time(happening.time)) continue;
    if (happening.what == Happening::What::became) users.insert(happening.user);
    if (happening.what == Happening::What::connected) {
      peers.insert(happening.text.substr(0, happening.text.find(' ')));
    }
  }
  append_some("as", users, row);
  append_some("to", peers, row);
}

// What is wrong with it.
void append_troubles(const SessionStory& session, const Totals& totals, std::string& row) {
  if (session.failures_before > 0) {
    row += "; after " + std::to_string(session.failures_before) + " failed";
  }
  if (session.untold > 0) row += "; " + plural(session.untold, "more happening") + " left out";
  if (session.after_end) row += "; after its end was told";
  for (const std::string& missing : session.integrity) row += "; " + in_words(missing);
  if (totals.warnings > 0) row += "; " + plural(totals.warnings, "warning");
}

}  // namespace

std::string overview_of(const SessionStory& session, const std::vector<Entry>& entries,
                        const Totals& totals, const Settings& settings) {
  const base::WallTime from = session.opened.value_or(session.first);
  std::string row;
  append_column(session.actor.empty() ? "?" : session.actor, 10, row);
  append_column(session.src_ip.empty() ? "-" : session.src_ip, 15, row);
  append_column("-> " + session.target, 19, row);
  append_column(session.closed.has_value() ? span_of(session.closed->ms() - from.ms()) : "open", 10,
                row);
  const auto lines = std::count_if(entries.begin(), entries.end(),
                                   [](const Entry& entry) { return !entry.line.empty(); });
  if (lines > 0) row += plural(static_cast<std::uint64_t>(lines), "line") + ", ";
  row += plural(totals.programs, "program");
  append_reach(session, settings.filter, row);
  append_troubles(session, totals, row);
  Page page(settings.view);
  const bool wrong = totals.warnings > 0 || !session.integrity.empty();
  page.row(clock_of(from) + (wrong ? " ! " : "   "), row,
           {wrong ? Ink::warning : Ink::plain, "             "});
  return page.take();
}

std::string in_words(const std::string& missing) {
  constexpr std::array known = {
      std::pair("login-unseen", "the log begins in its middle"),
      std::pair("login-id-changed",
                "a process of it took another login id: what it did after that stands here"),
      std::pair("login-id-unsure",
                "its login id was changed by a process of which nothing is known"),
      std::pair("events-lost", "audit events were lost while it was open"),
      std::pair("chunk-gap", "its recording has gaps"),
      std::pair("chunk-contradicted",
                "two chunks of its recording claim one number: one is forged"),
      std::pair("recording-missing", "a recorder ran, and left nothing here"),
      std::pair("not-recorded", "it had to be recorded, and was not"),
      std::pair("flood", "it showed too much in too short a time: output was left out"),
      std::pair("sshd-log-contradicted",
                "lines of sshd's log contradict each other, and none is believed"),
      std::pair("prompts-unseen", "lines were entered that its recording does not show"),
  };
  for (const auto& [name, words] : known) {
    if (missing == name) return words;
  }
  return missing;
}

std::string plural(std::uint64_t count, const std::string& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

std::string stamp_of(base::WallTime time, const View& view) {
  return (view.overview ? "" : date_of(time) + " ") + clock_of(time);
}

std::string tell_failed(const FailedLogins& failed, const View& view) {
  std::string text = plural(failed.tries, "failed login");
  if (!failed.src_ip.empty()) text += " from " + failed.src_ip;
  if (!failed.target.empty()) text += " to " + failed.target;
  const char* before = " as ";
  for (const auto& [name, count] : failed.names) {
    text += before + name + (count > 1 ? " (" + std::to_string(count) + ")" : "");
    before = ", ";
  }
  if (failed.connections > 1) {
    text += ", in " + std::to_string(failed.connections) + " connections until " +
            clock_of(failed.last);
  }
  Page page(view);
  page.row(stamp_of(failed.first, view) + " ! ", text, Ink::warning);
  if (!view.overview) page.blank();
  return page.take();
}

}  // namespace auweave::story
