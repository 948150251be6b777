#include "session/persons.h"

namespace auweave::session {

std::string_view person_of(const Arrival& arrival, const Persons& persons) {
  const auto known = persons.find(arrival.auth_key());
  if (known != persons.end()) return known->second;
  return arrival.certificate().cert_id;
}

}  // namespace auweave::session
