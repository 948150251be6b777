#include "audit/assembler.h"

#include <algorithm>
#include <utility>

#include "model/record_role.h"

namespace auweave::audit {
namespace {

constexpr std::uint64_t kExpiryEvery = 8;  // lines between two looks at the age of open events
constexpr std::size_t kMostSpare = 16;

// True for records that no other record follows. LOGIN (1006) does not stand alone: the SYSCALL and
// PROCTITLE of the write to loginuid follow it.
bool stands_alone(int type) {
  constexpr int kUser = 1005;
  return type == kUser || (type >= 1100 && type < 1300) || type == 2000 ||
         (type >= 2100 && type < 3000);
}

std::int64_t ms_of(const model::EventKey& key) { return key.sec * 1000 + key.ms; }

// True if the event has records of a system call.
bool has_call(const RawEvent& event) {
  return std::any_of(event.slices.begin(), event.slices.end(), [&](const auto& slice) {
    const std::string_view type = event.type(slice);
    const model::RecordRole role = model::role_of(type_number(type), type);
    return role == model::RecordRole::call || role == model::RecordRole::part;
  });
}

bool has_field(std::string_view body, std::string_view field) {
  for (std::size_t at = body.find(field); at != std::string_view::npos;
       at = body.find(field, at + 1)) {
    const bool starts = at == 0 || body[at - 1] == ' ';
    const std::size_t end = at + field.size();
    if (starts && (end == body.size() || body[end] == ' ')) return true;
  }
  return false;
}

}  // namespace

Assembler::Added Assembler::add(const LineHeader& header, const Origin& origin) {
  ++lines_;
  finish_message_before(header);
  if (header.type == "EOE") {
    Open* open = find(header);
    if (open != nullptr) finish(static_cast<std::size_t>(open - open_.data()));
    advance(header);
    return Added::kept;
  }
  const int type = header.number;
  Open* open = find(header);
  if (open == nullptr) {
    if (seen_.is_finished(header.node, header.key)) return add_finished(header);
    open = &begin(header);
  } else if (known_line(*open, header,
                        origin.again ? std::nullopt : std::optional(origin.source))) {
    return Added::duplicate;
  } else if (open->event.bytes.size() + header.record.size() > kMostBytes) {
    return Added::oversized;
  } else if (is_other_message(*open, type, header.type)) {
    return Added::late;
  }
  append(*open, header, origin);
  settle(*open, type);
  advance(header);
  return Added::kept;
}

void Assembler::finish_message_before(const LineHeader& header) {
  if (messages_ == 0) return;
  const Open* open = find(header);
  if (open == nullptr || !open->message) finish_message();
}

void Assembler::finish_message() {
  if (messages_ == 0) return;
  const auto open = std::find_if(open_.begin(), open_.end(),
                                 [](const Open& candidate) { return candidate.message; });
  finish(static_cast<std::size_t>(open - open_.begin()));
}

// Linux 6.18 writes MAC_TASK_CONTEXTS behind messages, too. No message waits for it.
Assembler::Added Assembler::add_finished(const LineHeader& header) {
  if (seen_.has_line(raw_part(header))) return Added::duplicate;
  const int type = header.number;
  switch (model::role_of(type, header.type)) {
    case model::RecordRole::accompanies:
    case model::RecordRole::ring:
      return Added::behind;
    case model::RecordRole::call:
    case model::RecordRole::part:
      if (!seen_.was_message(header.node, header.key)) return Added::late;
      holds_messages_ = true;
      return Added::behind;
    default:
      return Added::late;
  }
}

bool Assembler::is_other_message(const Open& open, int type, std::string_view name) {
  if (!open.message || !stands_alone(type) || model::is_unknown(type, name)) return false;
  return std::any_of(open.event.slices.begin(), open.event.slices.end(), [&](const auto& slice) {
    const std::string_view known = open.event.type(slice);
    return !model::is_unknown(type_number(known), known) && stands_alone(type_number(known));
  });
}

// Finishes the event if its last record came, or lets it wait as a message.
void Assembler::settle(Open& open, int type) {
  constexpr int kProctitle = 1327;
  constexpr int kSyscall = 1300;
  if (type == kSyscall && std::exchange(open.message, false)) --messages_;
  const bool alone = stands_alone(type) && (open.message || !has_call(open.event));
  if (alone && holds_messages_) {
    messages_ += open.message ? 0 : 1;
    open.message = true;
  } else if (type == kProctitle || alone) {
    if (alone) seen_.message(open.event.node, open.event.key);
    finish(static_cast<std::size_t>(&open - open_.data()));
  }
}

Assembler::Open* Assembler::find(const LineHeader& header) {
  for (auto open = open_.rbegin(); open != open_.rend(); ++open) {
    if (open->event.key == header.key && open->event.node == header.node) return &*open;
  }
  return nullptr;
}

Assembler::Open& Assembler::begin(const LineHeader& header) {
  while (!open_.empty() && (open_.size() >= kMostOpen || open_bytes_ > kMostOpenBytes)) finish(0);
  Open& open = open_.emplace_back();
  if (!spare_.empty()) {
    open.event = std::move(spare_.back());
    spare_.pop_back();
  }
  open.event.key = header.key;
  open.event.node = header.node;
  open.event.watermark_ms = clock_.ms();
  return open;
}

bool Assembler::known_line(const Open& open, const LineHeader& header,
                           std::optional<std::uint32_t> source) const {
  const std::string_view raw = raw_part(header);
  const RawEvent& event = open.event;
  return std::any_of(event.slices.begin(), event.slices.end(), [&](const auto& slice) {
    return slice.source != source && event.raw(slice) == raw;
  });
}

void Assembler::append(Open& open, const LineHeader& header, const Origin& origin) {
  const std::string_view line = header.record;
  const auto at = static_cast<std::uint32_t>(open.event.bytes.size());
  const auto place = [&](std::string_view part) {
    return part.empty() ? at : at + static_cast<std::uint32_t>(part.data() - line.data());
  };
  const auto size = [](std::string_view part) { return static_cast<std::uint32_t>(part.size()); };
  // The name of a type that came as a number is not in the line, and is kept behind it.
  const bool named =
      line.data() <= header.type.data() && header.type.data() < line.data() + line.size();
  const std::uint32_t type_at = named ? place(header.type) : at + size(line);
  open.event.slices.push_back({type_at, size(header.type), place(header.body), size(header.body),
                               place(header.enriched), size(header.enriched), at, size(line),
                               origin.source, origin.number});
  open.event.bytes.append(line);
  if (!named) open.event.bytes.append(header.type);
  open_bytes_ += line.size() + (named ? 0 : header.type.size());
  open.last_line = lines_;
  seen_.line(raw_part(header));
}

void Assembler::finish(std::size_t index) {
  RawEvent event = std::move(open_[index].event);
  if (open_[index].message) --messages_;
  open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(index));
  seen_.finished(event.node, event.key);
  open_bytes_ -= event.bytes.size();
  finished_.push_back(std::move(event));
}

void Assembler::advance(const LineHeader& header) {
  clock_.note(header.node, header.key, header.number);
  if (!open_.empty() && lines_ >= expired_line_ + kExpiryEvery) {
    expired_line_ = lines_;
    expire();
  }
}

void Assembler::expire() {
  for (std::size_t i = 0; i < open_.size();) {
    const Open& open = open_[i];
    // A clock that was set back must not age new events.
    const std::int64_t since = std::max(ms_of(open.event.key), open.event.watermark_ms);
    const std::uint64_t lines = lines_ - open.last_line;
    if (lines > kManyLines || (lines >= kFewLines && clock_.ms() > since + kTimeoutMs)) {
      finish(i);
    } else {
      ++i;
    }
  }
}

std::optional<RawEvent> Assembler::take() {
  if (finished_.empty()) return std::nullopt;
  std::optional<RawEvent> event = std::move(finished_.front());
  finished_.pop_front();
  return event;
}

void Assembler::recycle(RawEvent&& event) {
  if (spare_.size() >= kMostSpare || event.bytes.capacity() > 256UL * 1024) return;
  event.bytes.clear();
  event.slices.clear();
  event.fetched = RawEvent::Fetched::no;
  spare_.push_back(std::move(event));
}

std::optional<RawEvent> Assembler::take_login(std::string_view node, std::uint32_t ses) {
  const std::string field = "ses=" + std::to_string(ses);
  for (std::size_t i = 0; i < open_.size(); ++i) {
    const RawEvent& event = open_[i].event;
    const bool login =
        event.node == node &&
        std::any_of(event.slices.begin(), event.slices.end(), [&](const auto& slice) {
          return event.type(slice) == "LOGIN" && has_field(event.body(slice), field);
        });
    if (!login) continue;
    finish(i);
    std::optional<RawEvent> taken = std::move(finished_.back());
    finished_.pop_back();
    return taken;
  }
  return std::nullopt;
}

bool RawEvent::whole() const {
  const auto inside = [&](std::uint32_t at, std::uint32_t size) {
    return at <= bytes.size() && size <= bytes.size() - at;
  };
  return std::all_of(slices.begin(), slices.end(), [&](const Slice& s) {
    return inside(s.type_at, s.type_size) && inside(s.body_at, s.body_size) &&
           inside(s.enriched_at, s.enriched_size) && inside(s.line_at, s.line_size);
  });
}

void Assembler::count_open() {
  open_bytes_ = 0;
  messages_ = 0;
  for (const Open& open : open_) {
    open_bytes_ += open.event.bytes.size();
    messages_ += open.message ? 1 : 0;
  }
}

void Assembler::finish_all() {
  while (!open_.empty()) finish(0);
}

}  // namespace auweave::audit
