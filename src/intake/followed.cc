#include "intake/followed.h"

#include <utility>

namespace auweave::intake {
namespace {

class Lines : public Followed {
 public:
  Lines(FollowedFile file, std::uint32_t source) : file_(std::move(file)), source_(source) {}

  [[nodiscard]] std::uint32_t source() const override { return source_; }
  base::Result<std::optional<FollowedItem>> next() override {
    auto line = file_.next();
    if (!line.ok()) return line.error();
    if (!line->has_value()) return std::optional<FollowedItem>();
    if (!mark_.has_value()) mark();
    return std::optional(given(**line));
  }
  std::optional<FollowedItem> rest() override {
    const auto half = file_.rest();
    return half.has_value() ? std::optional(given(*half)) : std::nullopt;
  }
  // But not what comes while it is read: a file may grow faster than that.
  [[nodiscard]] bool at_mark() const override {
    return mark_.has_value() && file_.position() >= *mark_;
  }
  void mark() override { mark_ = file_.size(); }
  [[nodiscard]] std::string unread() const override {
    if (!mark_.has_value() || at_mark()) return "";
    return std::to_string(*mark_ - file_.position()) + " bytes";
  }
  [[nodiscard]] FollowedState state() const override {
    return {.path = file_.path(),
            .there = file_.there(),
            .position = file_.position(),
            .size = file_.size(),
            .truncations = file_.truncations()};
  }

 private:
  [[nodiscard]] FollowedItem given(const base::Line& line) const {
    return FollowedLine{source_,  std::string(line.text), line.number,     line.offset,
                        line.cut, file_.place(),          file_.own_file()};
  }

  FollowedFile file_;
  std::uint32_t source_;
  std::optional<std::uint64_t> mark_;
};

class Logs : public Followed {
 public:
  Logs(FollowedLogs logs, std::uint32_t source) : logs_(std::move(logs)), source_(source) {}

  [[nodiscard]] std::uint32_t source() const override { return source_; }
  base::Result<std::optional<FollowedItem>> next() override {
    if (const auto excess = logs_.take_excess()) return std::optional(given(*excess));
    auto recorded = logs_.next();
    if (!recorded.ok()) return recorded.error();
    return given(std::move(*recorded));
  }
  std::optional<FollowedItem> rest() override { return given(logs_.rest()); }
  [[nodiscard]] std::string unread() const override {
    return logs_.active() == 0 ? "" : std::to_string(logs_.active()) + " logs";
  }
  [[nodiscard]] FollowedState state() const override {
    return {.path = logs_.name(),
            .there = logs_.there(),
            .logs = logs_.begun(),
            .growing = logs_.active()};
  }

 private:
  [[nodiscard]] FollowedItem given(const Excess& excess) const {
    model::InputNote note;
    note.source = source_;
    note.at = excess.at;
    note.quota = excess.quota;
    note.most = excess.most;
    note.owner = model::Uid{excess.owner};
    return note;
  }
  [[nodiscard]] std::optional<FollowedItem> given(std::optional<tty::Recorded> recorded) const {
    if (!recorded.has_value()) return std::nullopt;
    return FollowedLog{source_, std::move(*recorded)};
  }

  FollowedLogs logs_;
  std::uint32_t source_;
};

class Entries : public Followed {
 public:
  Entries(FollowedJournal journal, std::uint32_t source)
      : journal_(std::move(journal)), source_(source) {}

  [[nodiscard]] std::uint32_t source() const override { return source_; }
  base::Result<std::optional<FollowedItem>> next() override {
    auto entry = journal_.next();
    if (!entry.ok()) return entry.error();
    if (!entry->has_value()) return std::optional<FollowedItem>();
    until_ = (*entry)->time;
    return std::optional<FollowedItem>(FollowedEntry{source_, std::move(**entry)});
  }
  std::optional<FollowedItem> rest() override { return std::nullopt; }
  [[nodiscard]] FollowedState state() const override {
    return {.path = journal_.name(), .there = journal_.there(), .until = until_};
  }

 private:
  FollowedJournal journal_;
  std::uint32_t source_;
  base::WallTime until_;
};

}  // namespace

std::unique_ptr<Followed> followed(FollowedFile file, std::uint32_t source) {
  return std::make_unique<Lines>(std::move(file), source);
}
std::unique_ptr<Followed> followed(FollowedLogs logs, std::uint32_t source) {
  return std::make_unique<Logs>(std::move(logs), source);
}
std::unique_ptr<Followed> followed(FollowedJournal journal, std::uint32_t source) {
  return std::make_unique<Entries>(std::move(journal), source);
}

}  // namespace auweave::intake
