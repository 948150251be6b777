#include "meaning/identity.h"

#include "base/text.h"
#include "meaning/address.h"

namespace auweave::meaning {
namespace {

using model::EventFacts;
using model::Record;

std::optional<std::uint32_t> id_in(const model::Field* field) {
  if (field == nullptr) return std::nullopt;
  const auto number = base::parse_unsigned(field->raw);
  if (!number.has_value() || *number >= model::kUnset) return std::nullopt;
  return static_cast<std::uint32_t>(*number);
}

// Of two fields of one name in a LOGIN of an old kernel the first is the old value.
const model::Field* former(const Fields& fields, const Record& login, std::string_view name) {
  const model::Field* first = fields.event().find(login, name);
  if (first != nullptr && first != fields.last(&login, name)) return first;
  return fields.event().find(login, name == "ses" ? "old-ses" : "old-auid");
}

void fill_former(const Fields& fields, const Record& login, EventFacts& facts) {
  if (const auto ses = id_in(former(fields, login, "ses"))) facts.old_ses = model::Ses{*ses};
  const model::Field* field = former(fields, login, "auid");
  if (const auto auid = id_in(field)) {
    facts.old_auid = model::Uid{*auid};
    facts.old_auid_name = fields.account(&login, field);
  }
}

}  // namespace

// Whose record it is. The kernel writes these before anything a program says in msg='...', so the
// first of a name counts; but LOGIN is the kernel's alone, and old kernels write "old auid=... new
// auid=...".
void fill_identity(const Fields& fields, const Record* who, EventFacts& facts) {
  const auto field = [&](std::string_view name) {
    return who->type == "LOGIN" ? fields.last(who, name) : fields.event().find(*who, name);
  };
  if (const auto ses = id_in(field("ses"))) facts.ses = model::Ses{*ses};
  if (const auto auid = id_in(field("auid"))) {
    facts.auid = model::Uid{*auid};
    facts.auid_name = fields.account(who, field("auid"));
  }
  if (who->type == "LOGIN") fill_former(fields, *who, facts);
}

void fill_entrance(const Fields& fields, const Record* lead, EventFacts& facts) {
  facts.peer_port = fields.number(lead, "rport");
  facts.server_ip = address_in(fields.raw(lead, "laddr"), fields.event().arena);
  if (!facts.server_ip.empty()) facts.server_port = fields.number(lead, "lport");
  if (facts.operation == "key" || facts.operation == "cert" ||
      facts.operation.starts_with("pubkey"))
    facts.key_print = fingerprint(fields.raw(lead, "fp"), fields.event().arena);
}

}  // namespace auweave::meaning
