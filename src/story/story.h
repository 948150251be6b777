// Story: tells documents to a person. The story has sessions in the order of time, failed logins
// between the sessions, and notes that concern no session. A session is told when its end is known,
// so memory holds only open sessions. One thread uses a Story.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/spill_file.h"
#include "model/document.h"
#include "story/login_tries.h"
#include "story/session_story.h"
#include "story/settings.h"
#include "story/tell.h"

namespace auweave::story {

class Story : public model::DocumentSink {
 public:
  Story(Filter filter, View view, base::SpillFile spill);

  void take(const model::Document& document) override;

  // Ends the input, and hands the text to `out` piece by piece in the order of time. If `out`
  // returns false, no more text is handed out. Error (io): the temporary file cannot be written or
  // read.
  base::Status finish(const std::function<bool(std::string_view)>& out);

 private:
  // Note: a thing that no session did, but a daemon, the audit daemon or the pipeline.
  struct Note {
    base::WallTime first, last;
    std::string text;
    std::uint64_t count = 0;
  };
  // Chapter: a text that is finished and lies in the spill file until all texts are sorted.
  struct Chapter {
    base::WallTime time;
    base::SpillFile::Block text;
  };

  void take_event(const model::EventDocument& event);
  void take_session(const model::SessionDocument& document);
  void take_pipeline(const model::PipelineDocument& pipeline);
  void take_note(const model::PipelineDocument& pipeline);
  // Returns null if the session is unknown or was told already.
  SessionStory* open(std::string_view session_id);
  void note(base::WallTime time, std::string text);
  [[nodiscard]] bool wanted(const SessionStory& session) const;
  std::map<std::string, SessionStory, std::less<>>::iterator reopen(
      const model::EventDocument& event);
  void tell(SessionStory& session);
  void keep(base::WallTime time, const std::string& text);
  void tell_rest();
  std::size_t tell_notes(std::size_t first);
  [[nodiscard]] std::string ending() const;

  Filter filter_;
  View view_;
  base::SpillFile spill_;
  screen::Keep rows_;
  std::map<std::string, SessionStory, std::less<>> open_;  // by session_id
  LoginTries tries_;
  std::vector<Note> notes_;
  std::vector<Chapter> chapters_;
  Totals totals_;
  std::uint64_t sessions_ = 0;
  std::uint64_t failed_ = 0;
  std::uint64_t deadletters_ = 0;
  std::uint64_t suspects_ = 0;
  std::uint64_t untold_notes_ = 0;
  std::uint64_t late_chunks_ = 0;
  base::Status written_ = base::ok();

  static constexpr std::size_t kMostNotes = 10'000;
  static constexpr std::size_t kMostSuspects = 100;  // anybody can make suspect recordings
};

}  // namespace auweave::story
