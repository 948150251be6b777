#include "app/repair.h"

#include <utility>

#include "app/audit_log.h"
#include "app/priming.h"
#include "audit/line.h"

namespace auweave::app {
namespace {

class Since {
 public:
  Since(base::WallTime from, const std::function<void(const base::Line&)>& give)
      : from_(from), give_(give) {}

  void line(const base::Line& line) {
    const auto header = audit::parse_line(line.text);
    if (header.ok()) wanted_ = header->key.time() >= from_;
    if (wanted_) give_(line);
  }

 private:
  base::WallTime from_;
  const std::function<void(const base::Line&)>& give_;
  bool wanted_ = false;
};

}  // namespace

void lines_since(const std::string& audit_log, base::WallTime from, base::Log& log,
                 const std::function<void(const base::Line&)>& give) {
  AuditLog files = open_audit_log(audit_log, PrimingSettings::kMost);
  Since since(from, give);
  for (AuditLog::Part& part : files.parts) {
    bool skip = part.from_middle;
    while (true) {
      auto line = part.file.next();
      if (!line.ok()) files.problems.push_back(line.error().message);
      if (!line.ok() || !line->has_value() || (*line)->offset >= part.size) break;
      // Its last line may still be being written: then it comes as a record.
      if (!std::exchange(skip, false) && (*line)->newline) since.line(**line);
    }
  }
  for (const std::string& problem : files.problems) {
    log.say(base::Log::Level::warning, problem + "; records that nobody took may be missing");
  }
}

}  // namespace auweave::app
