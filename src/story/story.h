// Story: documents told to a person: sessions in time order with what happened in them, failed
// logins between them, and what concerns no session. Takes documents as the weaver makes them and
// tells each session when its end is known, so that memory holds only the open ones. One thread.
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

  // Nothing comes any more. Hands out the text, piece by piece in time order; false from `out` ends
  // it. Error (io): the temporary file cannot be read.
  base::Status finish(const std::function<bool(std::string_view)>& out);

 private:
  // What nobody's session did: the service's own, and the pipeline's.
  struct Note {
    base::WallTime first, last;
    std::string text;
    std::uint64_t count = 0;
  };
  // Told, and put aside until all is sorted.
  struct Chapter {
    base::WallTime time;
    base::SpillFile::Block text;
  };

  void take_event(const model::EventDocument& event);
  void take_session(const model::SessionDocument& document);
  void take_pipeline(const model::PipelineDocument& pipeline);
  // Null: it is not known, or was told.
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
  static constexpr std::size_t kMostSuspects = 100;  // anybody can make some
};

}  // namespace auweave::story
