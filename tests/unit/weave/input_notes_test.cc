#include "weave/input_notes.h"

#include <gtest/gtest.h>

namespace auweave::weave {
namespace {

class Sink : public model::DocumentSink {
 public:
  void take(const model::Document& document) override {
    const auto& pipeline = std::get<model::PipelineDocument>(document);
    const auto text = [](model::Text each) { return std::string(each); };
    told.push_back(text(pipeline.what) + " " + text(pipeline.input) + " " + text(pipeline.quota) +
                   " " + text(pipeline.file_owner) + " " +
                   std::to_string(pipeline.file_owner_uid.value_or(-1)) + ": " +
                   text(pipeline.detail));
    ids.push_back(text(pipeline.stamp.event_id));
  }
  std::vector<std::string> told, ids;
};

class Names : public model::FieldText {
 public:
  std::string_view text(const model::AuditEvent&, const model::Record&,
                        const model::Field&) override {
    return "";
  }
  std::string_view user(std::uint32_t uid) override { return uid == 7 ? "eve" : "unknown(8)"; }
  std::string_view group(std::uint32_t) override { return ""; }
};

TEST(InputNotes, NameTheOwnerAndTheQuota) {
  Sink sink;
  Names names;
  WeaverSettings settings;
  settings.host = "h";
  Context context{std::move(settings), Outlet(sink)};
  model::InputNote note;
  note.source = context.sources.add("/var/log/script");
  note.at = base::WallTime::from_ms(5000);
  note.quota = "begun";
  note.most = 4096;
  note.owner = model::Uid{7};
  InputNotes notes(context, names);
  notes.tell(note);
  note.owner = model::Uid{8};
  notes.tell(note);
  note.owner.reset();
  note.quota.clear();
  note.since = base::WallTime::from_ms(1000);
  notes.tell(note);
  EXPECT_EQ(
      sink.told,
      (std::vector<std::string>{
          "quota /var/log/script begun eve 7: more than 4096 recordings began within a minute: "
          "further ones are read later",
          "quota /var/log/script begun 8 8: more than 4096 recordings began within a minute: "
          "further ones are read later",
          "input-stuck /var/log/script   -1: the input has not answered; other inputs go on"}));
  EXPECT_NE(sink.ids[0], sink.ids[1]);
}

}  // namespace
}  // namespace auweave::weave
