// The Elastic Common Schema, for tests.
#pragma once

#include <map>
#include <string>

namespace auweave::support {

struct EcsField {
  std::string type;
  bool array = false;
};
// By name, as tests/fixtures/standards has them.
const std::map<std::string, EcsField>& ecs_fields();

// Where documents of the preset ecs have what flat calls so.
inline const std::map<std::string, std::string>& ecs_names() {
  static const std::map<std::string, std::string> names = {
      {"account_tried", "auweave.account_tried"},
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
      {"part", "auweave.command.part"},
      {"repaired", "auweave.repaired"},
      {"result", "event.outcome"},
      {"serial", "event.sequence"},
      {"session_id", "auweave.session.id"},
      {"src_ip", "source.ip"},
      {"state", "auweave.session.state"},
      {"time", "@timestamp"},
      {"tty_output", "process.io.text"},
      {"what", "event.action"},
  };
  return names;
}

}  // namespace auweave::support
