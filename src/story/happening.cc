#include "story/happening.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "story/text.h"

namespace auweave::story {
namespace {

using What = Happening::What;

std::string_view lead_type(const model::EventDocument& event) {
  return event.types.empty() ? std::string_view() : event.types.front();
}

std::string with_object(const model::EventDocument& event) {
  std::string text = printable(event.action.empty() ? lead_type(event) : event.action);
  if (!event.object.empty()) text.append(" ").append(printable(event.object));
  if (!event.object2.empty()) text.append(" -> ").append(printable(event.object2));
  if (event.result == "failure") text += " (failed)";
  return text;
}

// A search along PATH asks for files that are not there: that is how it finds the one that is.
std::optional<What> of_failure(const model::EventDocument& event, std::string& text) {
  if (event.error == "ENOENT") return std::nullopt;
  text = printable(event.syscall) + " " + printable(event.object);
  if (!event.error.empty()) text += " (" + printable(event.error) + ")";
  return What::denied;
}

// argv[0] is what the caller likes. Told is the program that really ran where it has another name (sh
// may be dash, awk mawk), or lies in a folder of somebody's own and was not called by its path.
bool is_surprising(const model::EventDocument& event) {
  if (event.argv.empty() || event.exe.empty()) return false;
  std::string_view called = event.argv[0];
  if (called.starts_with('-')) called.remove_prefix(1);  // a login shell
  const std::string_view name = base::basename(called);
  const std::string_view program = base::basename(event.exe);
  const bool related =
      program.find(name) != std::string_view::npos || name.find(program) != std::string_view::npos;
  const bool elsewhere = !programs::in_system_folder(event.exe) && called != event.exe;
  return !related || name.empty() || elsewhere;
}

std::optional<What> of_process(const model::EventDocument& event, std::string& text) {
  if (lead_type(event) == "USER_CMD") {
    text = printable(event.command);
    return event.result == "failure" ? What::refused : What::asked_sudo;
  }
  if (lead_type(event) == "TTY" || lead_type(event) == "USER_TTY") return std::nullopt;
  // ptrace, setns, chroot …
  if (event.action != "executed") {
    text = with_object(event);
    return What::changed;
  }
  if (event.result == "failure") return of_failure(event, text);
  // Without arguments (they are lost) the program is known.
  text = event.argv.empty() ? printable(event.exe) : shell_words(event.argv);
  if (is_surprising(event)) text += "   (exe " + printable(event.exe) + ")";
  return What::executed;
}

std::optional<What> of_network(const model::EventDocument& event, std::string& text) {
  // Of sockets of this host only those that listen are of interest.
  if (event.dest_ip.empty() && event.action == "connected-to") return std::nullopt;
  if (event.dest_ip.empty()) {
    text = with_object(event);
    return What::changed;
  }
  text = printable(event.object.empty() ? event.stamp.target : event.object);
  text += " (" + printable(event.comm);
  if (event.result == "failure") text += ", " + printable(event.error);
  text += ")";
  return What::connected;
}

std::optional<What> of_login_records(const model::EventDocument& event, const Happening& by,
                                     std::string& text) {
  const std::string_view type = lead_type(event);
  const bool refused = type == "USER_AUTH" && event.result == "failure";
  if (refused && (by.known == nullptr || by.known->told_as() != "sshd")) {
    text = by.program + ": wrong password for " + printable(event.object);
    return What::wrong_password;
  }
  if (!changes_user(by)) return std::nullopt;
  if (type == "USER_START") return What::became;
  if (type == "USER_END") return What::returned;
  return std::nullopt;
}

std::optional<What> what_of(const model::EventDocument& event, const Happening& by,
                            std::string& text) {
  constexpr std::array noteworthy = {"account", "configuration", "anomaly"};
  if (event.category == "process") return of_process(event, text);
  if (event.category == "network") return of_network(event, text);
  if (event.category == "authentication" || event.category == "session") {
    return of_login_records(event, by, text);
  }
  if (event.category == "file" && event.result == "failure") return of_failure(event, text);
  // pam_selinux writes the role that a login begins with, at each login.
  if (event.action == "took-role-at-login") return std::nullopt;
  text = with_object(event);
  const bool note =
      std::find(noteworthy.begin(), noteworthy.end(), event.category) != noteworthy.end();
  return note ? What::noteworthy : What::changed;
}

}  // namespace

bool changes_user(const Happening& happening) {
  return happening.known != nullptr && happening.known->role == programs::Role::changes_user;
}

bool is_recorder(const Happening& happening) {
  return happening.what == What::executed && happening.known != nullptr &&
         happening.known->told_as() == "tlog";
}

std::optional<Happening> happening_of(const model::EventDocument& event) {
  Happening happening;
  // Its name says what a program is only where nobody can put one of their own.
  const bool systems = programs::in_system_folder(event.exe);
  happening.program = printable(systems ? base::basename(event.exe) : event.exe);
  if (systems) happening.known = programs::call_of(event.exe, event.argv).program;
  const auto what = what_of(event, happening, happening.text);
  if (!what.has_value() || !event.stamp.time.has_value()) return std::nullopt;
  happening.what = *what;
  if (*what == What::executed) happening.plain = printable(event.command);
  if (happening.plain == happening.text) happening.plain.clear();
  happening.reads_lines = *what == What::executed && programs::reads_lines(event.exe, event.argv);
  happening.time = *event.stamp.time;
  happening.last = happening.time;
  happening.pid = event.pid.value_or(0);
  happening.ppid = event.ppid.value_or(0);
  happening.user = printable(*what == What::became ? event.object : event.effective_user);
  happening.recording_id = event.recording_id;
  happening.event_id = event.stamp.event_id;
  return happening;
}

}  // namespace auweave::story
