#include "repeated.h"

#include <algorithm>
#include <cstdio>
#include <stdexcept>

#include "support/text_file.h"

namespace auweave::e2e {
namespace {

constexpr long kSessionsOfARound = 10;  // more than any capture has that is repeated

struct Stamp {
  long long ms = 0;
  unsigned long serial = 0;
};

bool read_stamp(const std::string& line, std::size_t at, Stamp& stamp) {
  long long sec = 0;
  long long ms = 0;
  if (std::sscanf(line.c_str() + at, "msg=audit(%lld.%lld:%lu)", &sec, &ms, &stamp.serial) != 3)
    return false;
  stamp.ms = sec * 1000 + ms;
  return true;
}

Stamp stamp_in(const std::string& log, std::size_t from) {
  Stamp stamp;
  const std::size_t at = log.find("msg=audit(", from);
  if (at == std::string::npos || !read_stamp(log, at, stamp))
    throw std::runtime_error("a line without a stamp");
  return stamp;
}

}  // namespace

std::string later(const std::string& line, long long by_ms, unsigned long by_serials) {
  const std::size_t at = line.find("msg=audit(");
  Stamp stamp;
  if (at == std::string::npos || !read_stamp(line, at, stamp)) return line;
  const long long time = stamp.ms + by_ms;
  char text[80];
  std::snprintf(text, sizeof text, "msg=audit(%lld.%03lld:%lu", time / 1000, time % 1000,
                stamp.serial + by_serials);
  return line.substr(0, at) + text + line.substr(line.find(')', at));
}

std::string moved(const std::string& line, long round, const RoundStep& step) {
  std::string result =
      later(line, step.ms * round, step.serials * static_cast<unsigned long>(round));
  const std::size_t ses = result.find(" ses=");
  if (ses == std::string::npos || result.compare(ses, 9, " ses=4294") == 0) return result;
  const std::size_t end = std::min(result.find(' ', ses + 1), result.size());
  return result.replace(
      ses, end - ses,
      " ses=" + std::to_string(std::stol(result.substr(ses + 5, end)) + step.sessions * round));
}

RoundStep step_behind(const std::string& log) {
  const Stamp first = stamp_in(log, 0);
  const Stamp last = stamp_in(log, log.rfind("msg=audit("));
  return {last.ms - first.ms + 1000, last.serial - first.serial + 1, kSessionsOfARound};
}

std::string repeated(const std::string& log, long rounds) {
  const RoundStep step = step_behind(log);
  const auto lines = support::lines_of(log);
  std::string all;
  all.reserve(log.size() * static_cast<std::size_t>(rounds + 1));
  for (long round = 0; round < rounds; ++round) {
    for (const std::string& line : lines) all += moved(line, round, step) + "\n";
  }
  return all;
}

}  // namespace auweave::e2e
