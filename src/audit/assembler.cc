#include "audit/assembler.h"

#include <algorithm>
#include <utility>

namespace auweave::audit {
namespace {

constexpr std::uint64_t kVersion = 2;
constexpr std::int64_t kBelievableJumpMs = 60'000;
constexpr std::uint64_t kExpiryEvery = 8;  // lines between two looks at the open events' ages
constexpr std::size_t kMostSpare = 16;

// Records that no other record follows. LOGIN (1006) is not one of them: the kernel brings the
// SYSCALL and PROCTITLE of the write to loginuid along.
bool stands_alone(int type) {
  return (type >= 1100 && type < 1300) || type == 2000 || (type >= 2100 && type < 3000);
}

std::string_view raw_part(std::string_view line) {
  return line.substr(0, line.find(kEnrichedMark));
}

std::int64_t ms_of(const model::EventKey& key) { return key.sec * 1000 + key.ms; }

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

Assembler::Added Assembler::add(std::string_view line, const LineHeader& header,
                                std::uint32_t source, std::uint64_t number) {
  ++lines_;
  if (header.type == "EOE") {
    Open* open = find(header);
    if (open != nullptr) finish(static_cast<std::size_t>(open - open_.data()));
    advance(header.key);
    return Added::kept;
  }
  Open* open = find(header);
  if (open == nullptr) {
    if (seen_.is_finished(header.node, header.key)) {
      return seen_.has_line(raw_part(line)) ? Added::duplicate : Added::late;
    }
    open = &begin(header);
  } else if (known_line(*open, line, source)) {
    return Added::duplicate;
  } else if (open->event.bytes.size() + line.size() > kMostBytes) {
    return Added::oversized;
  }
  append(*open, line, header, source, number);
  if (header.type == "PROCTITLE" || stands_alone(type_number(header.type))) {
    finish(static_cast<std::size_t>(open - open_.data()));
  }
  advance(header.key);
  return Added::kept;
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
  open.event.watermark_ms = watermark_ms_;
  return open;
}

bool Assembler::known_line(const Open& open, std::string_view line, std::uint32_t source) const {
  const std::string_view raw = raw_part(line);
  return std::any_of(open.event.slices.begin(), open.event.slices.end(), [&](const auto& slice) {
    return slice.source != source && raw_part(open.event.line(slice)) == raw;
  });
}

void Assembler::append(Open& open, std::string_view line, const LineHeader& header,
                       std::uint32_t source, std::uint64_t number) {
  const auto at = static_cast<std::uint32_t>(open.event.bytes.size());
  const auto place = [&](std::string_view part) {
    return part.empty() ? at : at + static_cast<std::uint32_t>(part.data() - line.data());
  };
  const auto size = [](std::string_view part) { return static_cast<std::uint32_t>(part.size()); };
  open.event.slices.push_back({place(header.type), size(header.type), place(header.body),
                               size(header.body), place(header.enriched), size(header.enriched), at,
                               size(line), source, number});
  open.event.bytes.append(line);
  open_bytes_ += line.size();
  open.last_line = lines_;
  seen_.line(raw_part(line));
}

void Assembler::finish(std::size_t index) {
  RawEvent event = std::move(open_[index].event);
  open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(index));
  seen_.finished(event.node, event.key);
  open_bytes_ -= event.bytes.size();
  finished_.push_back(std::move(event));
}

void Assembler::advance(const model::EventKey& key) {
  const std::int64_t ms = ms_of(key);
  if (ms > watermark_ms_ + kBelievableJumpMs) {
    const bool agrees = jump_ms_ != 0 && jump_serial_ != key.serial &&
                        ms <= jump_ms_ + kBelievableJumpMs && jump_ms_ <= ms + kBelievableJumpMs;
    jump_ms_ = agrees ? 0 : ms;
    jump_serial_ = key.serial;
    if (!agrees) return;
  }
  if (ms > watermark_ms_) watermark_ms_ = ms;
  if (!open_.empty() && lines_ >= expired_line_ + kExpiryEvery) {
    expired_line_ = lines_;
    expire();
  }
}

void Assembler::expire() {
  for (std::size_t i = 0; i < open_.size();) {
    const Open& open = open_[i];
    // A clock set back does not age new events.
    const std::int64_t since = std::max(ms_of(open.event.key), open.event.watermark_ms);
    const std::uint64_t lines = lines_ - open.last_line;
    if (lines > kManyLines || (lines >= kFewLines && watermark_ms_ > since + kTimeoutMs)) {
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

void Assembler::finish_all() {
  while (!open_.empty()) finish(0);
}

std::string Assembler::encode() const {
  base::Encoder out;
  out.number(kVersion);
  for (const std::uint64_t value :
       {lines_, expired_line_, static_cast<std::uint64_t>(watermark_ms_),
        static_cast<std::uint64_t>(jump_ms_), jump_serial_}) {
    out.number(value);
  }
  const auto put = [&](const RawEvent& event) {
    out.text(event.node);
    out.number(static_cast<std::uint64_t>(event.watermark_ms));
    out.number(event.slices.size());
    for (const auto& slice : event.slices) {
      out.number(slice.source);
      out.number(slice.number);
      out.text(event.line(slice));
    }
  };
  out.number(open_.size());
  for (const Open& open : open_) {
    out.number(open.last_line);
    put(open.event);
  }
  out.number(finished_.size());
  for (const RawEvent& event : finished_) put(event);
  seen_.encode(out);
  return out.take();
}

bool Assembler::decode(std::string_view bytes) {
  *this = Assembler();
  base::Decoder in(bytes);
  if (in.number() != kVersion) return false;
  Assembler restored;
  restored.lines_ = in.number();
  restored.expired_line_ = in.number();
  restored.watermark_ms_ = static_cast<std::int64_t>(in.number());
  restored.jump_ms_ = static_cast<std::int64_t>(in.number());
  restored.jump_serial_ = in.number();
  for (std::uint64_t left = in.number(); left > 0 && in.ok(); --left) {
    Open open;
    const std::uint64_t last_line = in.number();
    if (!restored.decode_event(in, open)) return false;
    open.last_line = last_line;
    restored.open_.push_back(std::move(open));
  }
  for (std::uint64_t left = in.number(); left > 0 && in.ok(); --left) {
    Open open;
    if (!restored.decode_event(in, open)) return false;
    restored.open_bytes_ -= open.event.bytes.size();
    restored.finished_.push_back(std::move(open.event));
  }
  restored.seen_.decode(in);
  if (!in.ok() || !in.at_end()) return false;
  *this = std::move(restored);
  return true;
}

bool Assembler::decode_event(base::Decoder& in, Open& open) {
  open.event.node = in.text();
  open.event.watermark_ms = static_cast<std::int64_t>(in.number());
  for (std::uint64_t left = in.number(); left > 0 && in.ok(); --left) {
    const auto source = static_cast<std::uint32_t>(in.number());
    const std::uint64_t number = in.number();
    const std::string_view line = in.text();
    const auto header = parse_line(line);
    if (!header.ok()) return false;
    open.event.key = header->key;
    append(open, line, *header, source, number);
  }
  return in.ok();
}

}  // namespace auweave::audit
