// bench_exec_load RATE SECONDS: executes /bin/true at a steady rate, as somebody who logged in, and
// prints how often and in how many seconds it did. Root: it takes an audit login of its own. It ends
// with the process that started it.
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>

namespace {

using Clock = std::chrono::steady_clock;

constexpr const char* kProgram = "/bin/true";
constexpr int kMostAtOnce = 16;
constexpr int kSomebody = 60001;  // the rules are about 1000 and up

bool log_in() {
  std::FILE* file = std::fopen("/proc/self/loginuid", "w");
  if (file == nullptr) return false;
  std::fprintf(file, "%d", kSomebody);
  return std::fclose(file) == 0;
}

// Waits for what has ended, and until fewer than `most` are at work.
void reap(int& at_work, int most) {
  while (at_work > 0 && ::waitpid(-1, nullptr, at_work >= most ? 0 : WNOHANG) > 0) --at_work;
}

bool execute(long number) {
  std::string program = kProgram;
  std::string argument = std::to_string(number);
  char* argv[] = {program.data(), argument.data(), nullptr};
  char* environment[] = {nullptr};
  pid_t child = 0;
  return ::posix_spawn(&child, kProgram, nullptr, nullptr, argv, environment) == 0;
}

}  // namespace

int main(int argc, char** argv) {
  const double rate = argc == 3 ? std::atof(argv[1]) : 0;
  const std::chrono::duration<double> whole(argc == 3 ? std::atof(argv[2]) : 0);
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (rate <= 0 || !log_in()) return 1;
  const auto start = Clock::now();
  long done = 0;
  int at_work = 0;
  while (Clock::now() - start < whole) {
    const std::chrono::duration<double> gone = Clock::now() - start;
    for (; static_cast<double>(done) < gone.count() * rate; ++done, ++at_work) {
      reap(at_work, kMostAtOnce);
      if (!execute(done)) return 1;
    }
    reap(at_work, kMostAtOnce);
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  reap(at_work, 1);
  const std::chrono::duration<double> took = Clock::now() - start;
  std::printf("%ld %.2f\n", done, took.count());
}
