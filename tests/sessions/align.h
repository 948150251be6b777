// Which of the commands told is which line: both in their order.
#pragma once

#include <string>
#include <vector>

namespace auweave::sessions {

// Spaces at the ends of rows do not count.
std::string normal(const std::string& text);

// Without any.
std::string squeezed(const std::string& text);

// Of each line the place of what tells it, or -1. What has the same text goes before what is like it.
std::vector<int> align(const std::vector<std::string>& lines, const std::vector<std::string>& told);

}  // namespace auweave::sessions
