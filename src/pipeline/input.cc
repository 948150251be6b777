#include "pipeline/input.h"

#include <utility>

#include "base/state.h"

namespace auweave::pipeline {
namespace {

template <typename... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
template <typename... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;  // clang 14 needs to be told

// Returns an Input with the alternative `index`, default-made.
template <std::size_t... N>
Input empty(std::size_t index, std::index_sequence<N...>) {
  Input input;
  ((index == N ? static_cast<void>(input.emplace<N>()) : static_cast<void>(0)), ...);
  return input;
}

}  // namespace

std::size_t AuditLines::size() const {
  std::size_t sum = 0;
  for (const std::string& line : lines) sum += sizeof(std::string) + line.size();
  return sum;
}

void AuditLines::add(const base::Line& line) {
  if (lines.empty()) {
    number = line.number;
    offset = line.offset;
  }
  if (line.cut > 0) cut.insert(cut.end(), {lines.size(), line.cut});
  lines.emplace_back(line.text);
}

void note_place(const Input& input, SourcePlaces& places) {
  if (const auto* line = std::get_if<intake::FollowedLine>(&input)) {
    places[line->source].file = line->place;
  }
  if (const auto* entry = std::get_if<intake::FollowedEntry>(&input)) {
    places[entry->source].cursor = entry->entry.cursor;
  }
}

std::optional<std::uint32_t> source_of(const Input& input) {
  if (const auto* line = std::get_if<intake::FollowedLine>(&input)) return line->source;
  if (const auto* log = std::get_if<intake::FollowedLog>(&input)) return log->source;
  if (const auto* entry = std::get_if<intake::FollowedEntry>(&input)) return entry->source;
  if (const auto* note = std::get_if<model::InputNote>(&input)) return note->source;
  return std::nullopt;
}

std::string encoded(const Input& input) {
  base::Saver saver;
  saver(kInputVersion, input.index());
  std::visit([&](const auto& part) { saver(part); }, input);
  return saver.take();
}

base::Result<Input> decoded(std::string_view bytes) {
  base::Loader loader(bytes);
  std::uint64_t version = 0;
  std::size_t index = 0;
  loader(version);
  if (version != kInputVersion) {
    return base::Error{base::ErrorKind::parse, "an entry of version " + std::to_string(version) +
                                                   ", and this program reads " +
                                                   std::to_string(kInputVersion)};
  }
  loader(index);
  Input input = empty(index, std::make_index_sequence<std::variant_size_v<Input>>());
  std::visit([&](auto& part) { loader(part); }, input);
  if (loader.complete() && input.index() == index) return input;
  return base::Error{base::ErrorKind::parse, "no input of this version"};
}

std::size_t size_of(const Input& input) {
  constexpr std::size_t kOther = 256;
  if (const auto* lines = std::get_if<AuditLines>(&input)) return lines->size();
  if (const auto* line = std::get_if<intake::FollowedLine>(&input)) return line->text.size();
  if (const auto* event = std::get_if<LoggedEvent>(&input)) {
    std::size_t sum = kOther;
    for (const std::string& line : event->lines) sum += sizeof(std::string) + line.size();
    return sum;
  }
  if (const auto* entry = std::get_if<intake::FollowedEntry>(&input)) {
    return entry->entry.message.size();
  }
  if (const auto* answer = std::get_if<model::AccountGroups>(&input)) {
    std::size_t sum = kOther;
    for (const std::string& group : answer->groups) sum += sizeof(std::string) + group.size();
    return sum;
  }
  if (const auto* programs = std::get_if<model::ProgramFiles>(&input))
    return kOther * (1 + programs->files.size());
  const auto* log = std::get_if<intake::FollowedLog>(&input);
  const auto* chunk = log == nullptr ? nullptr : std::get_if<model::TtyChunk>(&log->recorded);
  return chunk == nullptr ? kOther : chunk->size();
}

namespace {

void weave_lines(const AuditLines& input, std::uint32_t source, weave::Weaver& weaver) {
  base::Line line;
  line.number = input.number;
  line.offset = input.offset;
  auto cut = input.cut.begin();
  for (std::size_t i = 0; i < input.lines.size(); ++i) {
    line.text = input.lines[i];
    line.cut = 0;
    if (cut != input.cut.end() && *cut == i) {
      line.cut = *std::next(cut);
      cut += 2;
    }
    weaver.audit_line(line, source, input.of_log);
    ++line.number;
    line.offset += line.text.size() + line.cut + 1;
  }
}

}  // namespace

void weave(const Input& input, const InputSources& sources, weave::Weaver& weaver) {
  const auto is_sshd = [&](std::uint32_t source) { return sources.sshd_log == source; };
  std::visit(
      Overloaded{[&](const AuditLines& lines) {
                   weave_lines(lines, lines.of_log ? sources.audit_log : sources.records, weaver);
                 },
                 [&](const intake::LostRecords& lost) {
                   weaver.losses().records(lost.count, lost.first, lost.last);
                 },
                 [&](const intake::FollowedLine& followed) {
                   const base::Line line{followed.text, followed.number, followed.offset,
                                         followed.cut, true};
                   is_sshd(followed.source)
                       ? weaver.sshd_log().line(line, followed.source)
                       : weaver.chunks().tlog_line(line, followed.source, followed.own_file);
                 },
                 [&](const intake::FollowedLog& log) {
                   weaver.chunks().recorded(log.recorded, log.source);
                 },
                 [&](const intake::FollowedEntry& followed) {
                   is_sshd(followed.source)
                       ? weaver.sshd_log().entry(followed.entry, followed.source)
                       : weaver.chunks().tlog_entry(followed.entry, followed.source);
                 },
                 [&](const RecordsPause&) { weaver.records_pause(); },
                 [&](const Idle& idle) { weaver.idle(idle.now); },
                 [&](const Presence& presence) {
                   weaver.sessions_with_process(presence.at, presence.sessions);
                 },
                 [&](const LoggedEvent& event) {
                   weaver.repair_event(event.lines, event.numbers, sources.audit_log);
                 },
                 [&](const Repaired& repaired) { weaver.repaired(repaired.lost, repaired.found); },
                 [&](const weave::KernelLost& kernel) { weaver.losses().kernel(kernel); },
                 [&](const model::AccountGroups& groups) { weaver.account_groups(groups); },
                 [&](const model::InputNote& note) { weaver.input_notes().tell(note); },
                 [&](const Clock& clock) { weaver.clock(clock.now); },
                 [&](const model::PluginNote& note) { weaver.plugin_notes().tell(note); },
                 [&](const model::ProgramFiles& files) { weaver.program_files(files); }},
      input);
}

}  // namespace auweave::pipeline
