#include "story/playing.h"

#include "base/text.h"
#include "story/text.h"

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

}  // namespace

std::string how_to_play(const RecordingStory& recording, const View& view,
                        const std::string& position) {
  const std::string& first = *recording.files.begin();
  if (recording.source == "sudo") {
    return "sudoreplay -d " + shell_word(first) + " " + shell_word(recording.rec) + "   # " +
           recording.command;
  }
  if (recording.source == "script") {
    const std::size_t comma = first.rfind(',');
    return "scriptreplay -T " + shell_word(first.substr(comma + 1)) + " -O " +
           shell_word(first.substr(0, comma));
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
