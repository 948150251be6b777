// Ports on loopback for servers that tests start.
#pragma once

namespace auweave::support {

// The first of `count` free ports in a row, three at most; never the same again in this process: a
// server that is away keeps its ports. Somebody else may take one before the server does. Throws
// std::runtime_error when there are none.
int free_ports(int count);

}  // namespace auweave::support
