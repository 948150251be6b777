// Memory does not grow with the input: ten times the load, as ten times the time, more sessions and
// more serials, through a pipe.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>

#include "support/capture.h"
#include "support/program.h"
#include "support/sanitizer.h"
#include "support/text_file.h"

namespace auweave {
namespace {

// A line moved on by `round`: 100 s, 50,000 serials and 10 sessions each.
std::string moved(const std::string& line, long round) {
  long long sec = 0;
  unsigned ms = 0;
  unsigned long serial = 0;
  const std::size_t stamp = line.find("msg=audit(");
  const std::size_t close = line.find(')', stamp);
  if (std::sscanf(line.c_str() + stamp, "msg=audit(%lld.%u:%lu)", &sec, &ms, &serial) != 3)
    return line;
  char text[80];
  std::snprintf(text, sizeof text, "msg=audit(%lld.%03u:%lu", sec + 100 * round, ms,
                serial + 50'000UL * static_cast<unsigned long>(round));
  std::string result = line.substr(0, stamp) + text + line.substr(close);
  const std::size_t ses = result.find(" ses=");
  if (ses == std::string::npos || result.compare(ses, 9, " ses=4294") == 0) return result;
  const std::size_t end = std::min(result.find(' ', ses + 1), result.size());
  return result.replace(
      ses, end - ses,
      " ses=" + std::to_string(std::stol(result.substr(ses + 5, end)) + 10 * round));
}

// Peak resident memory of a running process in kB. Not wait4's: that one counts what this process
// held when it forked.
long peak_of(pid_t process) {
  for (const std::string& line :
       support::lines_of(support::read_file("/proc/" + std::to_string(process) + "/status"))) {
    if (line.starts_with("VmHWM:")) return std::stol(line.substr(6));
  }
  return -1;
}

// Feeds all to the process, and looks at its memory before the end.
long feed(int fd, pid_t process, const std::vector<std::string>& lines, long rounds) {
  std::FILE* pipe = fdopen(fd, "w");
  for (long round = 0; round < rounds; ++round) {
    for (const std::string& line : lines) std::fprintf(pipe, "%s\n", moved(line, round).c_str());
  }
  std::fflush(pipe);
  const long peak = peak_of(process);
  std::fclose(pipe);
  return peak;
}

// Peak resident memory of `auweave shape -` in kB.
long peak_kb(const std::vector<std::string>& lines, long rounds) {
  int ends[2];
  if (pipe(ends) != 0) return -1;
  const pid_t child = fork();
  if (child == 0) {
    dup2(ends[0], STDIN_FILENO);
    close(ends[1]);
    const std::string program = support::auweave();
    execl(program.c_str(), "auweave", "shape", "--accounts", "none", "--output", "/dev/null", "-",
          nullptr);
    _exit(127);
  }
  close(ends[0]);
  const long peak = feed(ends[1], child, lines, rounds);
  int status = 0;
  return waitpid(child, &status, 0) == child && status == 0 ? peak : -1;
}

TEST(Memory, DoesNotGrowWithTheInput) {
  if (support::kAddressSanitizer || support::kThreadSanitizer) {
    GTEST_SKIP() << "a sanitizer's memory is not the program's";
  }
  const auto lines = support::lines_of(support::load_capture("30-load").enriched);
  const long once = peak_kb(lines, 1);
  const long ten_times = peak_kb(lines, 10);
  std::printf("peak: %ld kB, ten times the input: %ld kB\n", once, ten_times);
  ASSERT_GT(once, 0);
  EXPECT_LE(ten_times, once + once / 10);
}

}  // namespace
}  // namespace auweave
