#include "session/session.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace auweave::session {

std::string_view service_of(std::string_view exe) {
  const std::string_view name = base::basename(exe);
  return name.starts_with("sshd") ? "sshd" : name;
}

bool gives_rights(std::string_view exe) {
  constexpr std::array programs = {"sudo", "su", "pkexec", "doas", "runuser"};
  return std::find(programs.begin(), programs.end(), base::basename(exe)) != programs.end();
}

}  // namespace auweave::session
