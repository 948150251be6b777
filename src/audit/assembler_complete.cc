// Assembler's part for events that are fetched from a log.
#include <algorithm>

#include "audit/assembler.h"

namespace auweave::audit {

Assembler::Completed Assembler::complete(const std::vector<Logged>& lines, std::uint32_t source) {
  const LineHeader& header = lines.front().header;
  const auto is_new = [&](const Logged& line) {
    return line.header.type != "EOE" && !seen_.has_line(raw_part(line.header));
  };
  Open* open = find(header);
  const bool came = open != nullptr || seen_.is_finished(header.node, header.key);
  if (came && std::none_of(lines.begin(), lines.end(), is_new)) return Completed::known;
  RawEvent::Fetched fetched = RawEvent::Fetched::whole;
  if (came && open == nullptr) {
    const bool syscall = std::any_of(lines.begin(), lines.end(), [&](const Logged& line) {
      return line.header.type == "SYSCALL" && !is_new(line);
    });
    fetched = syscall ? RawEvent::Fetched::rest : RawEvent::Fetched::rest_with_syscall;
  }
  // The event is made anew, so that its records are in the log's order.
  if (open != nullptr) drop(static_cast<std::size_t>(open - open_.data()));
  Open& whole = begin(header);
  whole.event.fetched = fetched;
  for (const Logged& line : lines) {
    ++lines_;
    const std::size_t size = whole.event.bytes.size() + line.header.record.size();
    if (line.header.type == "EOE" || size > kMostBytes) continue;
    append(whole, line.header, {source, line.number});
  }
  finish(static_cast<std::size_t>(&whole - open_.data()));
  return came ? Completed::completed : Completed::recovered;
}

void Assembler::drop(std::size_t index) {
  open_bytes_ -= open_[index].event.bytes.size();
  if (open_[index].message) --messages_;
  RawEvent event = std::move(open_[index].event);
  open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(index));
  recycle(std::move(event));
}

}  // namespace auweave::audit
