#include "session/arrival.h"

#include <cstdlib>

namespace auweave::session {
namespace {

using What = model::SshdLine::What;

// The same line may be in two files, with its time in whole seconds in one of them.
constexpr std::int64_t kSameMs = 1000;

KeyFacts key_of(const model::SshdLine& line) {
  return {line.key, line.cert_id, line.cert_serial, line.cert_ca};
}

}  // namespace

const KeyFacts& Arrival::certificate() const {
  static const KeyFacts kNone;
  return auth_key() == key_facts().key ? key_facts() : kNone;
}

// Of several required methods one key may be accepted in part, and another one at last.
bool Arrival::differs(const model::SshdLine& line, base::WallTime time) const {
  if (log_.src_port.has_value() && log_.src_port != line.src_port) return true;
  switch (line.what) {
    case What::connection:
      if (!log_.connected.has_value()) return false;
      return log_.server_ip != line.server_ip || log_.server_port != line.server_port ||
             std::abs(log_.connected->ms() - time.ms()) > kSameMs;
    case What::accepted:
      return accepted() && (log_.method != line.method || log_.accepted != key_of(line));
    case What::partial:
      return !log_.partial.key.empty() && !line.key.empty() && log_.partial != key_of(line);
    default:
      return false;
  }
}

void Arrival::add(const model::SshdLine& line, base::WallTime time) {
  const bool of_journal = line.writer.has_value();
  if (of_journal && !by_journal_) {
    forget_lines();
    by_journal_ = true;
  }
  if (by_journal_ != of_journal || contradicted_) return;
  if (differs(line, time)) return contradict();
  log_.src_port = line.src_port;
  if (line.what == What::connection && !log_.connected.has_value()) {
    log_.connected = time;
    log_.server_ip = line.server_ip;
    log_.server_port = line.server_port;
  }
  if (line.what == What::accepted) {
    log_.method = line.method;
    log_.accepted = key_of(line);
  }
  if (line.what == What::partial && !line.key.empty()) log_.partial = key_of(line);
}

void Arrival::contradict() {
  log_ = Logged();
  contradicted_ = true;
}

}  // namespace auweave::session
