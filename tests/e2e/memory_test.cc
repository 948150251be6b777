// Memory does not grow with the input: ten times the load, as ten times the time, more sessions and
// more serials; and a recording that is ten times as long. Through a pipe.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>

#include "repeated.h"
#include "support/capture.h"
#include "support/program.h"
#include "support/sanitizer.h"
#include "support/text_file.h"

namespace auweave {
namespace {

using e2e::later;

// An audit line moved on by `round`.
std::string moved(const std::string& line, long round) {
  return e2e::moved(line, round, {.ms = 100'000, .serials = 50'000, .sessions = 10});
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

// A line as it is in a round.
using Move = std::string (*)(const std::string& line, long round);

// Feeds all to the process, and looks at its memory before the end.
long feed(int fd, pid_t process, const std::vector<std::string>& lines, long rounds, Move move) {
  std::FILE* pipe = fdopen(fd, "w");
  for (long round = 0; round < rounds; ++round) {
    for (const std::string& line : lines) std::fprintf(pipe, "%s\n", move(line, round).c_str());
  }
  std::fflush(pipe);
  const long peak = peak_of(process);
  std::fclose(pipe);
  return peak;
}

// `auweave shape`, its standard input at the other end of `input`.
pid_t start_shape(std::vector<std::string> arguments, int& input) {
  int ends[2];
  if (pipe(ends) != 0) return -1;
  const pid_t child = fork();
  if (child == 0) {
    dup2(ends[0], STDIN_FILENO);
    close(ends[1]);
    std::string program = support::auweave();
    std::vector<std::string> common = {program, "shape",    "--accounts",
                                       "none",  "--output", "/dev/null"};
    arguments.insert(arguments.begin(), common.begin(), common.end());
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    execv(program.c_str(), argv.data());
    _exit(127);
  }
  close(ends[0]);
  input = ends[1];
  return child;
}

// Peak resident memory of `auweave shape` in kB.
long peak_kb(const std::vector<std::string>& arguments, const std::vector<std::string>& lines,
             long rounds, Move move) {
  int input = -1;
  const pid_t child = start_shape(arguments, input);
  if (child < 0) return -1;
  const long peak = feed(input, child, lines, rounds, move);
  int status = 0;
  return waitpid(child, &status, 0) == child && status == 0 ? peak : -1;
}

// The chunks of 08-long-output are one recording of 1.3 s.
constexpr long kChunks = 814;
constexpr long kRecordingMs = 1300;

// A chunk as the recording goes on: the next numbers, positions and times.
std::string continued(const std::string& line, long round) {
  long id = 0;
  long pos = 0;
  long long sec = 0;
  long ms = 0;
  const std::size_t from = line.find("\"id\":");
  const std::size_t to = line.find(",\"timing\":");
  if (std::sscanf(line.c_str() + from, "\"id\":%ld,\"pos\":%ld,\"time\":%lld.%3ld", &id, &pos, &sec,
                  &ms) != 4) {
    return line;
  }
  const long long time = sec * 1000 + ms + kRecordingMs * round;
  char text[120];
  std::snprintf(text, sizeof text, "\"id\":%ld,\"pos\":%ld,\"time\":%lld.%03lld",
                id + kChunks * round, pos + kRecordingMs * round, time / 1000, time % 1000);
  return line.substr(0, from) + text + line.substr(to);
}

// The log of a recording of so many rounds: its session ends when that does.
std::string log_of(const support::Capture& capture, long rounds) {
  std::string log;
  bool ended = false;
  for (const std::string& line : support::lines_of(capture.enriched)) {
    ended = ended || line.starts_with("type=USER_END");
    log += (ended ? later(line, kRecordingMs * rounds, 0) : line) + "\n";
  }
  return log;
}

TEST(Memory, DoesNotGrowWithARecording) {
  if (support::kAddressSanitizer || support::kThreadSanitizer) {
    GTEST_SKIP() << "a sanitizer's memory is not the program's";
  }
  const auto capture = support::load_capture("08-long-output");
  const auto chunks = support::lines_of(capture.tlog);
  ASSERT_EQ(chunks.size(), static_cast<std::size_t>(kChunks));
  const support::TemporaryFolder folder;
  const auto peak = [&](long rounds) {
    const std::string log = folder.path("audit.log");
    support::write_file(log, log_of(capture, rounds));
    return peak_kb({"--boot-id", capture.boot_id(), "--tlog", "/dev/stdin", log}, chunks, rounds,
                   continued);
  };
  // No event moves time on while it is read: what may wait (correlate::CommandJoin) is full with both.
  const long some = peak(25);
  const long more = peak(100);
  std::printf("peak: %ld kB, four times the recording: %ld kB\n", some, more);
  ASSERT_GT(some, 0);
  EXPECT_LE(more, some + some / 10);
}

TEST(Memory, DoesNotGrowWithTheInput) {
  if (support::kAddressSanitizer || support::kThreadSanitizer) {
    GTEST_SKIP() << "a sanitizer's memory is not the program's";
  }
  const auto lines = support::lines_of(support::load_capture("30-load").enriched);
  const long once = peak_kb({"-"}, lines, 1, moved);
  const long ten_times = peak_kb({"-"}, lines, 10, moved);
  std::printf("peak: %ld kB, ten times the input: %ld kB\n", once, ten_times);
  ASSERT_GT(once, 0);
  EXPECT_LE(ten_times, once + once / 10);
}

}  // namespace
}  // namespace auweave
