#include "support/weave.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>
#include <memory>

#include "audit/decoder.h"
#include "audit/interpreter.h"
#include "mapping/mapping.h"
#include "meaning/meaning.h"
#include "pipeline/merged_inputs.h"
#include "pipeline/publisher.h"
#include "sshd/log_line.h"
#include "support/text_file.h"
#include "systemd/journal.h"
#include "tty/recorders.h"
#include "tty/tlog.h"
#include "weave/boot_scan.h"
#include "weave/primer.h"

namespace auweave::support {
namespace {

class Collector : public deliver::Sink {
 public:
  explicit Collector(std::vector<std::string>& documents) : documents_(documents) {}
  base::Status put(const deliver::Outgoing& document) override {
    documents_.emplace_back(document.bytes);
    return base::ok();
  }
  base::Status flush(int) override { return base::ok(); }

 private:
  std::vector<std::string>& documents_;
};

base::LineFile memory_file(const std::string& text, const std::string& name) {
  base::UniqueFd fd(memfd_create("auweave-test", MFD_CLOEXEC));
  for (std::size_t at = 0; at < text.size();) {
    const ssize_t now = ::write(fd.get(), text.data() + at, text.size() - at);
    if (now <= 0) std::abort();
    at += static_cast<std::size_t>(now);
  }
  ::lseek(fd.get(), 0, SEEK_SET);
  return base::LineFile::adopt(std::move(fd), name, 4UL * 1024 * 1024);
}

systemd::Journal journal_of(const std::string& folder, pipeline::MergedInputs::Kind kind) {
  const bool tlog = kind == pipeline::MergedInputs::Kind::tlog;
  auto journal =
      systemd::Journal::open(folder, tlog ? tty::journal_matches() : sshd::journal_matches());
  if (!journal.ok()) std::abort();
  return std::move(*journal);
}

using Kind = pipeline::MergedInputs::Kind;

// A weaver with all that it needs, and where its documents go.
class Loom {
 public:
  explicit Loom(const WeaveInput& input)
      : mapping_(preset(input.mapping)),
        publisher_(mapping_, {input.with_raw}, every_kind()),
        decoder_(meaning::wants_normalized),
        interpreter_(input.accounts != nullptr ? *input.accounts : nobody_),
        settings_(settings_of(input, mapping_)),
        layout_(input.layout),
        trust_files_(input.trust_files) {
    begin();
    publisher_.add(std::make_unique<Collector>(woven_.documents));
  }

  std::uint32_t add_source(Kind kind) {
    if (kind == Kind::sshd) return add_source("auth.log");
    return add_source(kind == Kind::audit ? "audit.log" : "tlog.jsonl");
  }
  void learn_past(const WeaveInput& input) {
    weave::Primer primer({input.host}, decoder_, interpreter_, weaver_->sessions());
    for (const std::string& line : lines_of(input.past)) primer.line(line);
    const std::string& first = input.audit.empty() ? "" : input.audit.front();
    primer.finish(first.substr(0, first.find('\n')));
    weaver_->begin_after_past();
  }
  void look_at_system(const WeaveInput& input) {
    weaver_->sessions_with_process(*input.looked_at, input.with_process);
  }
  std::uint32_t add_source(const std::string& name) {
    sources_.push_back(name);
    return weaver_->sources().add(name);
  }
  // To a weaver that has nothing but what this one knows.
  void hand_over() {
    const std::string state = weaver_->save();
    if (layout_ != nullptr) weave::add_layout(*weaver_, *layout_);
    begin();
    for (const std::string& source : sources_) weaver_->sources().add(source);
    if (!weaver_->load(state) || weaver_->save() != state) std::abort();
  }
  void take(tty::Recorded recorded, std::uint32_t source) {
    weaver_->chunks().recorded(std::move(recorded), source);
  }
  void take(const model::AccountGroups& answer) { weaver_->account_groups(answer); }
  void take(pipeline::MergedInputs::Next& next) { pipeline::weave(next, *weaver_); }
  void take(const base::Line& line, Kind kind, std::uint32_t source) {
    if (kind == Kind::sshd) return weaver_->sshd_log().line(line, source);
    kind == Kind::audit ? weaver_->audit_line(line, source)
                        : weaver_->chunks().tlog_line(line, source, trust_files_);
  }
  Woven finish() {
    weaver_->finish();
    woven_.counts = weaver_->counts();
    return std::move(woven_);
  }

 private:
  void begin() {
    weaver_ = std::make_unique<weave::Weaver>(settings_, decoder_, interpreter_, publisher_);
  }
  static pipeline::Publisher::Wanted every_kind() {
    pipeline::Publisher::Wanted every{};
    every.fill(true);
    return every;
  }
  static void learn_boots(const WeaveInput& input, session::BootIds& boots) {
    weave::BootScan scan(input.host);
    for (const std::string& text : input.tlog) {
      for (const std::string& line : lines_of(text)) scan.tlog_line(line);
    }
    for (const std::string& folder : input.journals) {
      auto journal = journal_of(folder, Kind::tlog);
      for (auto e = journal.next(); e.ok() && e->has_value(); e = journal.next()) {
        scan.tlog_entry(**e);
      }
    }
    for (const std::string& text : input.audit) {
      for (const std::string& line : lines_of(text)) scan.audit_line(line);
    }
    scan.teach(boots);
  }
  static weave::WeaverSettings settings_of(const WeaveInput& input,
                                           const mapping::Mapping& mapping) {
    weave::WeaverSettings settings;
    settings.host = input.host;
    settings.terminal_input = input.terminal_input;
    settings.flood_limit = input.flood_limit;
    settings.recordings = !input.tlog.empty() || !input.journals.empty();
    settings.terminals_recorded = settings.recordings || !input.recordings.empty();
    settings.must_record = input.must_record;
    settings.groups = input.groups;
    settings.extended = mapping.writes_extended();
    if (!input.boot_id.empty()) settings.boots.set_first(input.boot_id);
    if (input.learn_boots) learn_boots(input, settings.boots);
    return settings;
  }

  Woven woven_;
  audit::NoAccounts nobody_;
  const mapping::Mapping& mapping_;
  pipeline::Publisher publisher_;
  audit::AuparseDecoder decoder_;
  audit::Interpreter interpreter_;
  weave::WeaverSettings settings_;
  base::Layout* layout_;
  bool trust_files_;
  std::unique_ptr<weave::Weaver> weaver_;
  std::vector<std::string> sources_;
};

}  // namespace

const mapping::Mapping& preset(const std::string& name) {
  static std::map<std::string, mapping::Mapping> loaded;
  const auto found = loaded.find(name);
  if (found != loaded.end()) return found->second;
  const auto path = [](const std::string& preset) -> base::Result<std::string> {
    return source_folder() + "/mappings/" + preset + ".yaml";
  };
  auto mapping = mapping::Mapping::load(*path(name), path);
  if (!mapping.ok()) std::abort();
  return loaded.emplace(name, std::move(*mapping)).first->second;
}

Woven weave(const WeaveInput& input) {
  Loom loom(input);
  if (!input.past.empty()) loom.learn_past(input);
  pipeline::MergedInputs inputs;
  if (input.trust_files) inputs.trust_files();
  for (const std::string& text : input.audit) {
    inputs.add(memory_file(text, "audit.log"), Kind::audit, loom.add_source(Kind::audit));
  }
  for (const std::string& text : input.tlog) {
    inputs.add(memory_file(text, "tlog.jsonl"), Kind::tlog, loom.add_source(Kind::tlog));
  }
  for (const std::string& text : input.sshd_log) {
    inputs.add(memory_file(text, "auth.log"), Kind::sshd, loom.add_source(Kind::sshd));
  }
  for (const std::string& folder : input.journals) {
    for (const Kind kind : {Kind::tlog, Kind::sshd}) {
      auto journal = journal_of(folder, kind);
      inputs.add(std::move(journal), kind, loom.add_source(kind));
    }
  }
  for (const std::string& root : input.sudo_io) {
    auto logs = tty::TimedLogs::of_sudo(root, input.terminal_input);
    if (!logs.ok()) std::abort();
    inputs.add(std::move(*logs), loom.add_source(root));
  }
  for (const auto& [source, argument] : input.recordings) {
    auto log = tty::recorder_of(source)->open(argument, input.terminal_input);
    if (!log.ok()) std::abort();
    inputs.add(std::move(*log), loom.add_source(argument));
  }
  auto handover = input.handovers.begin();
  std::size_t pieces = 0;
  while (true) {
    auto next = inputs.next();
    if (!next.has_value()) break;
    if (handover != input.handovers.end() && *handover == pieces) {
      loom.hand_over();
      ++handover;
    }
    if (const auto at = input.answers.find(pieces); at != input.answers.end())
      loom.take(at->second);
    ++pieces;
    loom.take(*next);
  }
  if (!inputs.problems().empty()) std::abort();
  if (handover != input.handovers.end()) std::abort();  // there are not so many
  if (input.looked_at.has_value()) loom.look_at_system(input);
  return loom.finish();
}

Woven weave_in_order(const WeaveInput& input, const std::vector<FedLine>& lines) {
  Loom loom(input);
  const std::uint32_t audit = loom.add_source(Kind::audit);
  const std::uint32_t tlog = loom.add_source(Kind::tlog);
  const std::uint32_t sshd = loom.add_source(Kind::sshd);
  const std::uint32_t sudo = loom.add_source("sudo-io");
  base::Line of_audit;
  base::Line of_tlog;
  base::Line of_sshd;
  auto handover = input.handovers.begin();
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto& [kind, text, chunk] = lines[i];
    if (handover != input.handovers.end() && *handover == i) {
      loom.hand_over();
      ++handover;
    }
    if (chunk != nullptr) {
      loom.take(*chunk, sudo);
      continue;
    }
    base::Line& line = kind == Kind::audit ? of_audit : (kind == Kind::sshd ? of_sshd : of_tlog);
    line.offset += line.number == 0 ? 0 : line.text.size() + 1;
    line.text = text;
    ++line.number;
    loom.take(line, kind, kind == Kind::audit ? audit : (kind == Kind::sshd ? sshd : tlog));
  }
  return loom.finish();
}

std::string raw_of(const std::string& enriched) {
  std::string raw;
  for (const std::string& line : lines_of(enriched))
    raw += line.substr(0, line.find('\x1D')) + "\n";
  return raw;
}

}  // namespace auweave::support
