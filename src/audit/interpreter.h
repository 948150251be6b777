// Interpreter: gives the meaning of field values in libauparse's own words. The answers of
// libauparse are kept in a bounded memory, because asking libauparse is slow. The interpretation in
// an ENRICHED record wins over libauparse's. The Interpreter takes account names from AccountNames,
// and decodes strings natively. An Interpreter is used by the thread of the AuparseDecoder.
//
// Wanted differences from auparse_interpret_field (tests/contract compares the rest):
//   * strings keep every byte: libauparse ends them at the first NUL, drops the "00" that abstract
//     socket names and some others begin with, and resolves a cwd against itself;
//   * account names are never cut to 63 bytes, and an id that is no number ("?") is not root.
#pragma once

#include <memory>
#include <string_view>

#include "audit/accounts.h"
#include "model/audit_event.h"

namespace auweave::audit {

class Interpreter : public model::FieldText {
 public:
  explicit Interpreter(AccountNames& accounts);
  ~Interpreter() override;
  std::string_view text(const model::AuditEvent& event, const model::Record& record,
                        const model::Field& field) override;
  std::string_view user(std::uint32_t uid) override;
  std::string_view group(std::uint32_t gid) override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace auweave::audit
