#include "story/playing.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "story/text.h"
#include "tty/recorders.h"

namespace auweave::story {
namespace {

// What the recorder itself wrote: anybody may write under a recording's name.
std::string from_journal(const std::string& rec, const std::string& where) {
  const std::size_t dash = rec.find('-');
  const auto pid = base::parse_unsigned(rec.substr(dash + 1, rec.rfind('-') - dash - 1), 16);
  return "<(journalctl" + where + " -o cat TLOG_REC=" + rec +
         " _PID=" + std::to_string(pid.value_or(0)) + ")";
}

// tlog-play reads one plain file of JSON lines; everything else has to be made into one.
std::string from_files(const RecordingStory& recording, const View& view) {
  std::string files;
  bool plain = recording.files.size() == 1;
  bool syslog = false;
  for (const std::string& file : recording.files) {
    files += " " + shell_word(file);
    plain = plain && !file.ends_with(".gz");
    syslog = syslog || view.syslog_files.contains(file);
  }
  if (plain && !syslog) return files.substr(1) + " -m " + recording.rec;
  return "<(zcat -f" + files + (syslog ? " | sed 's/^[^{]*//'" : "") + ") -m " + recording.rec;
}

// The row's template with its words put in (tty::Recorder::replay).
std::string filled(std::string_view replay, const std::string& file,
                   const RecordingStory& recording) {
  const std::size_t comma = std::min(file.rfind(','), file.size());
  const std::string behind = file.substr(std::min(comma + 1, file.size()));
  const std::array<std::pair<std::string_view, std::string>, 5> words = {
      {{"{file}", shell_word(file)},
       {"{before}", shell_word(file.substr(0, comma))},
       {"{behind}", shell_word(behind)},
       {"{rec}", shell_word(recording.rec)},
       {"{command}", recording.command}}};
  std::string text(replay);
  for (const auto& [word, value] : words) {
    const std::size_t at = text.find(word);
    if (at != std::string::npos) text.replace(at, word.size(), value);
  }
  return text;
}

}  // namespace

std::string how_to_play(const RecordingStory& recording, const View& view,
                        const std::string& position) {
  const std::string& first = *recording.files.begin();
  const tty::Recorder* recorder = tty::recorder_of(recording.source);
  if (recorder != nullptr && !recorder->replay.empty()) {
    return filled(recorder->replay, first, recording);
  }
  if (recording.files.contains("<stdin>")) {
    return "recorded as " + recording.rec + ", read from a pipe";
  }
  const auto journal = view.journals.find(first);
  const std::string input = journal == view.journals.end()
                                ? from_files(recording, view)
                                : from_journal(recording.rec, journal->second);
  return "tlog-play -i " + input + " -g " + position;
}

}  // namespace auweave::story
