#include "support/siem_preset.h"

namespace auweave::support {
namespace {

SiemPreset ecs() {
  return {.name = "ecs",
          .own = "auweave.",
          .names = {{"account_tried", "auweave.account_tried"},
                    {"action", "event.action"},
                    {"actor", "auweave.actor"},
                    {"auth_cert_ca", "auweave.session.auth_cert_ca"},
                    {"auth_cert_id", "auweave.session.auth_cert_id"},
                    {"auth_key", "auweave.session.auth_key"},
                    {"authenticated", "auweave.authenticated"},
                    {"category", "auweave.category"},
                    {"command", "process.command_line"},
                    {"connections", "auweave.command.connections"},
                    {"effective_users", "auweave.session.effective_users"},
                    {"event_id", "event.id"},
                    {"files_written", "auweave.command.files_written"},
                    {"host", "host.name"},
                    {"incomplete", "auweave.incomplete"},
                    {"integrity", "auweave.session.integrity"},
                    {"kind", "auweave.kind"},
                    {"late", "auweave.late"},
                    {"object2", "auweave.object2"},
                    {"parent_session_id", "auweave.session.parent_id"},
                    {"parent_session_key", "auweave.session.parent_key"},
                    {"part", "auweave.command.part"},
                    {"raw", "event.original"},
                    {"repaired", "auweave.repaired"},
                    {"result", "event.outcome"},
                    {"serial", "event.sequence"},
                    {"session_id", "auweave.session.id"},
                    {"session_key", "auweave.session.key"},
                    {"src_ip", "source.ip"},
                    {"state", "auweave.session.state"},
                    {"ticket", "auweave.ticket"},
                    {"time", "@timestamp"},
                    {"timing", "auweave.timing"},
                    {"tty_output", "process.io.text"},
                    {"what", "event.action"}},
          .values = {},
          .sentences = {"message", "error.message"}};
}

SiemPreset ocsf() {
  return {.name = "ocsf",
          .own = "unmapped.",
          .names = {{"account_tried", "unmapped.account_tried"},
                    {"action", "unmapped.action"},
                    {"actor", "unmapped.actor"},
                    {"auth_cert_ca", "unmapped.auth_cert_ca"},
                    {"auth_cert_id", "unmapped.auth_cert_id"},
                    {"auth_key", "session.credential_uid"},
                    {"authenticated", "unmapped.authenticated"},
                    {"category", "unmapped.category"},
                    {"command", "process.cmd_line"},
                    {"connections", "unmapped.connections"},
                    {"effective_users", "unmapped.effective_users"},
                    {"event_id", "metadata.uid"},
                    {"files_written", "unmapped.files_written"},
                    {"host", "device.hostname"},
                    {"incomplete", "unmapped.incomplete"},
                    {"integrity", "unmapped.integrity"},
                    {"kind", "metadata.event_code"},
                    {"late", "unmapped.late"},
                    {"object2", "unmapped.object2"},
                    {"parent_session_id", "unmapped.parent_session_id"},
                    {"parent_session_key", "unmapped.parent_session_key"},
                    {"part", "unmapped.part"},
                    {"raw", "raw_data"},
                    {"repaired", "unmapped.repaired"},
                    {"result", "status_id"},
                    {"serial", "metadata.sequence"},
                    {"session_id", "unmapped.session_id"},
                    {"session_key", "unmapped.session_key"},
                    {"src_ip", "unmapped.src_ip"},
                    {"state", "unmapped.state"},
                    {"ticket", "unmapped.ticket"},
                    {"tty_input", "unmapped.terminal_input"},
                    {"tty_output", "unmapped.terminal_output"},
                    {"what", "unmapped.what"}},
          .values = {{"result", {{"failure", "2"}}},
                     {"time", {{"2001-01-01T00:00:00.000Z", "978307200000"}}}},
          .sentences = {"message"}};
}

// All of flat, but for one name.
SiemPreset cim() {
  return {
      .name = "cim", .own = "", .names = {{"action", "signature"}}, .values = {}, .sentences = {}};
}

}  // namespace

std::string SiemPreset::path_of(const std::string& flat) const {
  const auto at = names.find(flat);
  return at == names.end() ? flat : at->second;
}

std::string SiemPreset::flat_name(const std::string& path) const {
  for (const auto& [flat, its] : names) {
    if (its == path) return flat;
  }
  return path.starts_with(own) ? path.substr(own.size()) : "";
}

std::string SiemPreset::value_of(const std::string& flat, const std::string& value) const {
  const auto field = values.find(flat);
  if (field == values.end()) return "";
  const auto at = field->second.find(value);
  return at == field->second.end() ? "" : at->second;
}

std::string SiemPreset::searches() const { return names.empty() ? "searches" : name + "-searches"; }

void PrintTo(const SiemPreset& preset, std::ostream* out) { *out << preset.name; }

const std::vector<SiemPreset>& siem_presets() {
  static const std::vector<SiemPreset> all = {
      {.name = "flat", .own = "", .names = {}, .values = {}, .sentences = {}},
      {.name = "full", .own = "", .names = {}, .values = {}, .sentences = {}},
      cim(),
      ecs(),
      ocsf()};
  return all;
}

}  // namespace auweave::support
