#include "plugin/service_log.h"

#include <sys/stat.h>
#include <syslog.h>
#include <unistd.h>

#include <sstream>

#include "base/log.h"

namespace auweave::plugin {
namespace {

using Level = base::Log::Level;

bool somebody_reads_stderr() {
  struct stat ours {};
  struct stat null {};
  if (::fstat(STDERR_FILENO, &ours) != 0) return false;
  return ::stat("/dev/null", &null) != 0 || ours.st_rdev != null.st_rdev || !S_ISCHR(ours.st_mode);
}

int priority_of(Level level) {
  switch (level) {
    case Level::error:
      return LOG_ERR;
    case Level::warning:
      return LOG_WARNING;
    default:
      return LOG_NOTICE;
  }
}

}  // namespace

base::Log::Write log_to(const std::string& choice) {
  if (choice == "syslog" || (choice == "auto" && !somebody_reads_stderr())) {
    ::openlog("auweave", LOG_PID, LOG_DAEMON);
    return [](Level level, const std::string& line) {
      std::istringstream lines(line);
      for (std::string one; std::getline(lines, one);)
        ::syslog(priority_of(level), "%s", one.c_str());
    };
  }
  return [](Level, const std::string& line) { base::say_on_stderr(line); };
}

}  // namespace auweave::plugin
