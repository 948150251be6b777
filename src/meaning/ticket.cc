#include "meaning/ticket.h"

#include "base/text.h"
#include "model/ticket.h"

namespace auweave::meaning {
namespace {

// `auditctl -m ticket=ID` writes msg='text=ticket=ID …'; other programs may write ticket=ID itself.
std::string_view told_by_message(const Fields& fields, const Parts& parts) {
  constexpr std::string_view name = "ticket=";
  const std::string_view text = fields.string(parts.lead, "text");
  return text.starts_with(name) ? text.substr(name.size()) : fields.string(parts.lead, "ticket");
}

}  // namespace

bool says_tickets(std::string_view exe) { return base::basename(exe) == "auweave"; }

std::string_view ticket_of(const Fields& fields, const Parts& parts,
                           const model::EventDocument& document) {
  std::string_view text;
  if (parts.lead->type == "USER") {
    text = told_by_message(fields, parts);
  } else if (document.argv.size() == 3 && document.argv[1] == "ticket" &&
             says_tickets(document.exe)) {
    text = document.argv[2];
  }
  return model::is_ticket(text) ? text : std::string_view();
}

}  // namespace auweave::meaning
