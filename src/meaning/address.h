// Addresses and key fingerprints as programs write them into their records, in one form.
#pragma once

#include <string_view>

#include "base/arena.h"

namespace auweave::meaning {

// Returns the address in a field, or "" if the text is no address, because programs write what they
// like into addr=. An IPv4 address in IPv6 clothes (::ffff:10.3.0.8) is the IPv4 address. A zone
// (fe80::1%eth0, getnameinfo(3)) is not part of the address.
std::string_view address_in(std::string_view text, base::Arena& arena);

// Returns a fingerprint as ssh-keygen -l writes it (SHA256: and base64). Red Hat's sshd writes the
// digest as pairs of hexadecimal digits with colons. Another text is returned as it is; "" if it is no
// fingerprint.
std::string_view fingerprint(std::string_view text, base::Arena& arena);

}  // namespace auweave::meaning
