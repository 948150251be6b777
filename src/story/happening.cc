#include "story/happening.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "story/text.h"

namespace auweave::story {
namespace {

using What = Happening::What;

bool is_elevator(std::string_view program) { return program == "sudo" || program == "su"; }

std::string_view lead_type(const model::EventDocument& event) {
  return event.types.empty() ? std::string_view() : event.types.front();
}

std::string with_object(const model::EventDocument& event) {
  std::string text(event.action.empty() ? lead_type(event) : event.action);
  if (!event.object.empty()) text.append(" ").append(printable(event.object));
  if (!event.object2.empty()) text.append(" -> ").append(printable(event.object2));
  if (event.result == "failure") text += " (failed)";
  return text;
}

// A search along PATH asks for files that are not there: that is how it finds the one that is.
std::optional<What> of_failure(const model::EventDocument& event, std::string& text) {
  if (event.error == "ENOENT") return std::nullopt;
  text = std::string(event.syscall) + " " + printable(event.object);
  if (!event.error.empty()) text += " (" + std::string(event.error) + ")";
  return What::denied;
}

// Where programs are that a name alone finds.
bool in_system_folder(std::string_view exe) {
  constexpr std::array folders = {"/usr/bin/", "/bin/",           "/usr/sbin/",
                                  "/sbin/",    "/usr/local/bin/", "/usr/local/sbin/",
                                  "/usr/lib/", "/usr/libexec/"};
  return std::any_of(folders.begin(), folders.end(),
                     [&](const char* folder) { return exe.starts_with(folder); });
}

// argv[0] is what the caller likes. Told is the program that really ran where it has another name (sh
// may be dash, awk mawk), or was found by its name in a folder of somebody's own.
bool is_surprising(const model::EventDocument& event) {
  if (event.argv.empty() || event.exe.empty()) return false;
  std::string_view called = event.argv[0];
  if (called.starts_with('-')) called.remove_prefix(1);  // a login shell
  const bool by_name = called.find('/') == std::string_view::npos;
  const std::string_view name = base::basename(called);
  const std::string_view program = base::basename(event.exe);
  const bool related =
      program.find(name) != std::string_view::npos || name.find(program) != std::string_view::npos;
  return !related || name.empty() || (by_name && !in_system_folder(event.exe));
}

std::optional<What> of_process(const model::EventDocument& event, std::string& text) {
  if (lead_type(event) == "USER_CMD") {
    text = printable(event.command);
    return event.result == "failure" ? What::refused : What::asked_sudo;
  }
  if (event.action != "executed") return std::nullopt;
  if (event.result == "failure") return of_failure(event, text);
  // Its arguments are lost; the program is known.
  text = printable(event.command.empty() ? event.exe : event.command);
  if (is_surprising(event)) text += "   (exe " + printable(event.exe) + ")";
  return What::executed;
}

std::optional<What> of_network(const model::EventDocument& event, std::string& text) {
  if (event.dest_ip.empty()) return std::nullopt;
  text = printable(event.object.empty() ? event.stamp.target : event.object);
  text += " (" + printable(event.comm);
  if (event.result == "failure") text += ", " + std::string(event.error);
  text += ")";
  return What::connected;
}

std::optional<What> of_login_records(const model::EventDocument& event, std::string& text,
                                     std::string_view program) {
  if (!is_elevator(program)) return std::nullopt;
  const std::string_view type = lead_type(event);
  if (type == "USER_START") return What::became;
  if (type == "USER_END") return What::returned;
  if (type != "USER_AUTH" || event.result != "failure") return std::nullopt;
  text = std::string(program) + ": wrong password for " + printable(event.object);
  return What::wrong_password;
}

std::optional<What> what_of(const model::EventDocument& event, std::string& text,
                            std::string_view program) {
  constexpr std::array noteworthy = {"account", "configuration", "anomaly"};
  if (event.category == "process") return of_process(event, text);
  if (event.category == "network") return of_network(event, text);
  if (event.category == "authentication" || event.category == "session") {
    return of_login_records(event, text, program);
  }
  if (event.category == "file" && event.result == "failure") return of_failure(event, text);
  text = with_object(event);
  const bool note =
      std::find(noteworthy.begin(), noteworthy.end(), event.category) != noteworthy.end();
  return note ? What::noteworthy : What::changed;
}

}  // namespace

bool is_recorder(const Happening& happening) {
  return happening.what == What::executed &&
         (happening.program == "tlog-rec-session" || happening.program == "tlog-rec");
}

bool reads_lines(const Happening& happening) {
  constexpr std::array shells = {"bash", "sh", "dash", "zsh", "fish", "ksh", "ash", "tcsh", "csh"};
  std::string_view text = happening.text;
  std::string_view name = text.substr(0, text.find(' '));
  if (name.starts_with('-')) name.remove_prefix(1);
  if (std::find(shells.begin(), shells.end(), base::basename(name)) == shells.end()) return false;
  for (std::size_t at = text.find(' '); at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at + 1), text.size());
    const std::string_view word = text.substr(at + 1, end - at - 1);
    if (!word.starts_with('-') || word == "-c") return false;
    at = end;
  }
  return true;
}

std::optional<Happening> happening_of(const model::EventDocument& event) {
  Happening happening;
  const std::string_view program = base::basename(event.exe);
  const auto what = what_of(event, happening.text, program);
  if (!what.has_value() || !event.stamp.time.has_value()) return std::nullopt;
  happening.what = *what;
  happening.time = *event.stamp.time;
  happening.last = happening.time;
  happening.pid = event.pid.value_or(0);
  happening.ppid = event.ppid.value_or(0);
  happening.program = printable(program);
  happening.user = printable(*what == What::became ? event.object : event.effective_user);
  happening.recording_id = event.recording_id;
  return happening;
}

}  // namespace auweave::story
