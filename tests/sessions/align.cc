#include "align.h"

#include <algorithm>
#include <cctype>

namespace auweave::sessions {
namespace {

// The number of the line's first program.
std::string number_in(const std::string& text) {
  for (std::size_t at = 0; at + 4 <= text.size(); ++at) {
    std::size_t size = 0;
    while (at + size < text.size() &&
           std::isdigit(static_cast<unsigned char>(text[at + size])) != 0)
      ++size;
    if (size == 4) return text.substr(at, 4);
    at += size;
  }
  return "";
}

int likeness(const std::string& line, const std::string& told) {
  if (line == told) return 1000;
  const std::string a = squeezed(line);
  const std::string b = squeezed(told);
  if (a == b) return 900;
  const std::string number = number_in(line);
  if (!number.empty() && told.find(number) != std::string::npos) return 10;
  if (a.size() >= 2 && b.find(a) != std::string::npos) return 5;
  if (b.size() >= 3 && a.find(b) != std::string::npos) return 5;
  return 0;
}

}  // namespace

std::string squeezed(const std::string& text) {
  std::string without;
  for (const char c : text) {
    if (c != ' ' && c != '\t' && c != '\n') without += c;
  }
  return without;
}

std::string normal(const std::string& text) {
  std::string out;
  std::size_t at = 0;
  while (at <= text.size()) {
    const std::size_t stop = std::min(text.find('\n', at), text.size());
    std::string row = text.substr(at, stop - at);
    row.erase(row.find_last_not_of(" \t") + 1);
    if (at > 0) row = "\n" + row.substr(std::min(row.find_first_not_of(" \t"), row.size()));
    out += row;
    at = stop + 1;
  }
  return out;
}

std::vector<int> align(const std::vector<std::string>& lines,
                       const std::vector<std::string>& told) {
  const std::size_t columns = told.size() + 1;
  std::vector<int> best((lines.size() + 1) * columns, 0);
  const auto at = [&](std::size_t i, std::size_t j) -> int& { return best[i * columns + j]; };
  for (std::size_t i = lines.size(); i-- > 0;) {
    for (std::size_t j = told.size(); j-- > 0;) {
      const int like = likeness(lines[i], told[j]);
      at(i, j) = std::max({at(i + 1, j), at(i, j + 1), like > 0 ? like + at(i + 1, j + 1) : 0});
    }
  }
  std::vector<int> places(lines.size(), -1);
  for (std::size_t i = 0, j = 0; i < lines.size() && j < told.size();) {
    const int like = likeness(lines[i], told[j]);
    if (like > 0 && at(i, j) == like + at(i + 1, j + 1)) {
      places[i++] = static_cast<int>(j++);
    } else if (at(i, j) == at(i + 1, j)) {
      ++i;
    } else {
      ++j;
    }
  }
  return places;
}

}  // namespace auweave::sessions
