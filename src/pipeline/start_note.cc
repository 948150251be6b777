#include "pipeline/start_note.h"

#include <utility>

namespace auweave::pipeline {
namespace {

constexpr std::uint64_t kVersion = 1;

}  // namespace

std::string encoded(const StartNote& note) {
  base::Saver saver;
  saver(kVersion, note);
  return saver.take();
}

std::optional<StartNote> start_note_of(std::string_view bytes) {
  base::Loader loader(bytes);
  std::uint64_t version = 0;
  StartNote note;
  loader(version, note);
  if (version != kVersion || !loader.complete()) return std::nullopt;
  return note;
}

void StartNotes::add(Clock::time_point now, std::string note) {
  notes_.push_back({now, std::move(note)});
  while (notes_.size() > 1 && now - notes_[1].made >= kAge) notes_.pop_front();
}

const std::string& StartNotes::oldest() const {
  static const std::string none;
  return notes_.empty() ? none : notes_.front().note;
}

}  // namespace auweave::pipeline
