// What a whole log lacks, by captures of which events are cut out.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "audit/accounts.h"
#include "support/capture.h"
#include "support/text_file.h"
#include "weave/loom.h"

namespace auweave::weave {
namespace {

class Sink : public model::DocumentSink {
 public:
  void take(const model::Document& document) override {
    if (const auto* session = std::get_if<model::SessionDocument>(&document)) {
      const bool is_marked = std::find(session->integrity.begin(), session->integrity.end(),
                                       "events-lost") != session->integrity.end();
      if (is_marked) marked.insert(std::string(session->stamp.session_id));
    }
    const auto* pipeline = std::get_if<model::PipelineDocument>(&document);
    if (pipeline == nullptr) return;
    if (pipeline->what == "excerpt") excerpts.push_back(*pipeline->count);
    if (pipeline->what != "loss") return;
    for (std::int64_t at = *pipeline->first_serial; at <= *pipeline->last_serial; ++at)
      lost.insert(static_cast<std::uint64_t>(at));
  }
  std::set<std::string> marked;
  std::set<std::uint64_t> lost;
  std::vector<std::int64_t> excerpts;
};

// Weaves the lines of a capture whose events `keeps` keeps.
template <typename Keeps>
Sink woven(const std::string& capture, const Keeps& keeps) {
  Sink sink;
  audit::NoAccounts nobody;
  WeaverSettings settings;
  settings.host = "h";
  settings.whole_logs = true;
  Loom loom(std::move(settings), nobody, sink);
  const std::uint32_t source = loom.weaver.sources().add("audit.log");
  std::uint64_t number = 0;
  for (const std::string& line : support::lines_of(support::load_capture(capture).enriched)) {
    const auto header = audit::parse_line(line);
    if (header.ok() && !keeps(*header)) continue;
    loom.weaver.audit_line({line, ++number, 0, 0, true}, source);
  }
  loom.weaver.finish();
  return sink;
}

TEST(SkippedEvents, OfAWholeLogAreNone) {
  const Sink sink = woven("04-sudo", [](const auto&) { return true; });
  EXPECT_TRUE(sink.lost.empty());
  EXPECT_TRUE(sink.marked.empty());
  EXPECT_TRUE(sink.excerpts.empty());
}

TEST(SkippedEvents, AreToldAndTheirSessionsSaySo) {
  std::set<std::uint64_t> cut;
  const Sink sink = woven("04-sudo", [&](const audit::LineHeader& header) {
    if (header.type == "USER_CMD") cut.insert(header.key.serial);
    return !cut.contains(header.key.serial);
  });
  EXPECT_FALSE(cut.empty());
  EXPECT_EQ(sink.lost, cut);
  EXPECT_FALSE(sink.marked.empty());
  EXPECT_TRUE(sink.excerpts.empty());
}

TEST(SkippedEvents, OfAnExcerptAreOneDocumentAndNoSessions) {
  const Sink sink =
      woven("04-sudo", [](const audit::LineHeader& header) { return header.key.serial % 5 < 2; });
  EXPECT_TRUE(sink.lost.empty());
  EXPECT_TRUE(sink.marked.empty());
  EXPECT_EQ(sink.excerpts.size(), 1U);
}

}  // namespace
}  // namespace auweave::weave
