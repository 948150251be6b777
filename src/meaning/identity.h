// Identity: whose record it is, and through which connection it came, for the session table.
#pragma once

#include "meaning/record_fields.h"
#include "model/event_facts.h"

namespace auweave::meaning {

// Fills ses and auid from a record, and of a LOGIN those that the process had before.
void fill_identity(const Fields& fields, const model::Record* who, model::EventFacts& facts);

// Fills the ports, sshd's address and the fingerprint of the key that Red Hat's sshd writes into
// CRYPTO_SESSION, CRYPTO_KEY_USER and USER_AUTH (rport=, laddr=, lport=, fp=). `facts` has the
// operation already.
void fill_entrance(const Fields& fields, const model::Record* lead, model::EventFacts& facts);

}  // namespace auweave::meaning
