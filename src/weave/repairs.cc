#include "weave/repairs.h"

#include <string>
#include <utility>

#include "weave/serial_range.h"

namespace auweave::weave {
namespace {

std::string counted(std::uint64_t count) {
  return std::to_string(count) + (count == 1 ? " event" : " events");
}

}  // namespace

void Repairs::tell(const std::vector<audit::SerialGap>& lost, const Recovered& lines) {
  const std::string& host = context_.settings.host;
  Recovered found = std::exchange(recovered_, {});
  found.add(lines);
  if (found.count > 0) {
    const std::string detail = "fetched from the audit log: " + counted(found.count) + ", " +
                               std::to_string(found.completed) + " of which had come in part";
    put_range(context_, "recovered", host,
              {{found.first_serial, found.last_serial, found.first, found.last}, found.count},
              detail);
  }
  for (const audit::SerialGap& gap : lost) {
    table_.note_loss(host, gap.after, gap.before);
    put_range(context_, "loss", host, {gap, gap.last - gap.first + 1},
              "events that did not come and are not in the audit log either");
  }
}

}  // namespace auweave::weave
