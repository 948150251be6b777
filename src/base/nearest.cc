#include "base/nearest.h"

#include <algorithm>
#include <numeric>

namespace auweave::base {
namespace {

constexpr std::size_t kMost = 3;
// What is longer is no slip of a name, and costs the square of its length.
constexpr std::size_t kLongest = 100;
constexpr std::size_t kEnoughToBegin = 4;

// Lower case, without what people put between words.
std::string plain(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z') {
      out += static_cast<char>(c - 'A' + 'a');
    } else if (c != '_' && c != '-' && c != '.' && c != ' ') {
      out += c;
    }
  }
  return out;
}

// Letters changed, added, missing, or two neighbours swapped (optimal string alignment).
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  std::iota(last.begin(), last.end(), 0);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t other = a[i - 1] == b[j - 1] ? 0 : 1;
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + other});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before.swap(last);
    last.swap(row);
  }
  return last[b.size()];
}

// One is the other, cut off: "lower" and "lowercase".
bool begins(std::string_view a, std::string_view b) {
  const std::size_t shorter = std::min(a.size(), b.size());
  return shorter >= kEnoughToBegin && a.substr(0, shorter) == b.substr(0, shorter);
}

}  // namespace

std::vector<std::string_view> nearest(std::string_view name,
                                      std::span<const std::string_view> known) {
  if (name.size() > kLongest) return {};
  const std::string written = plain(name);
  const std::size_t most = std::max<std::size_t>(1, written.size() / 3);
  std::vector<std::pair<std::size_t, std::string_view>> found;
  for (const std::string_view each : known) {
    const std::string other = plain(each);
    std::size_t away = distance(written, other);
    if (begins(written, other)) away = std::min(away, most);
    if (away <= most) found.emplace_back(away, each);
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string_view> names;
  for (const auto& [away, each] : found) {
    // One that is a letter away makes others, farther, no guess.
    if (away == found.front().first && names.size() < kMost) names.push_back(each);
  }
  return names;
}

std::string meant(std::string_view name, std::span<const std::string_view> known) {
  const auto near = nearest(name, known);
  std::string text = near.empty() ? "; known: " : "; did you mean ";
  const std::string_view quote = near.empty() ? "" : "'";
  const auto& names = near.empty() ? std::vector(known.begin(), known.end()) : near;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += near.empty() ? ", " : " or ";
    text.append(quote).append(names[i]).append(quote);
  }
  return text + (near.empty() ? "" : "?");
}

}  // namespace auweave::base
