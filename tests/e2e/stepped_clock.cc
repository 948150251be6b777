// Preloaded into a plugin: a wall clock that a test sets while it runs, and all that waits by it. AUWEAVE_CLOCK names
// a file with the seconds that it is ahead.
//
// Not libfaketime: that one alters what librdkafka asks (timespec_get) and not what it waits by (cnd_timedwait), so
// that after a step it would wait for an hour again and again, or not at all, as no kernel lets it. Here a wait ends
// as with a clock that was really set: when the clock has come to its end, however long that takes.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/time.h>
#include <threads.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <ctime>

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kLook = 20'000'000;  // a wait looks whether the clock was set meanwhile

template <typename Function>
Function* real(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

int real_clock(clockid_t clock, timespec* time) {
  static auto* const get = real<int(clockid_t, timespec*)>("clock_gettime");
  return get(clock, time);
}

std::int64_t ahead() {
  static const char* const path = std::getenv("AUWEAVE_CLOCK");
  if (path == nullptr) return 0;
  const int fd = ::open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return 0;
  char text[32] = {};
  const ssize_t got = ::read(fd, text, sizeof text - 1);
  ::close(fd);
  return got > 0 ? std::atoll(text) * kSecond : 0;
}

std::int64_t real_now() {
  timespec time{};
  real_clock(CLOCK_REALTIME, &time);
  return time.tv_sec * kSecond + time.tv_nsec;
}

timespec spec_of(std::int64_t ns) { return {ns / kSecond, ns % kSecond}; }

std::int64_t now() { return real_now() + ahead(); }

}  // namespace

extern "C" {

int clock_gettime(clockid_t clock, timespec* time) noexcept {
  if (clock != CLOCK_REALTIME && clock != CLOCK_REALTIME_COARSE) return real_clock(clock, time);
  *time = spec_of(now());
  return 0;
}

int timespec_get(timespec* time, int base) noexcept {
  if (base != TIME_UTC) return 0;
  *time = spec_of(now());
  return base;
}

int gettimeofday(timeval* time, void*) noexcept {
  const std::int64_t ns = now();
  *time = {ns / kSecond, ns % kSecond / 1000};
  return 0;
}

time_t time(time_t* to) noexcept {
  const time_t seconds = now() / kSecond;
  if (to != nullptr) *to = seconds;
  return seconds;
}

int cnd_timedwait(cnd_t* condition, mtx_t* mutex, const timespec* until) {
  static auto* const wait = real<int(cnd_t*, mtx_t*, const timespec*)>("cnd_timedwait");
  const std::int64_t end = until->tv_sec * kSecond + until->tv_nsec;
  while (true) {
    const std::int64_t left = end - now();
    if (left <= 0) return thrd_timedout;
    const timespec next = spec_of(real_now() + std::min(left, kLook));
    if (const int woken = wait(condition, mutex, &next); woken != thrd_timedout) return woken;
  }
}

}  // extern "C"
