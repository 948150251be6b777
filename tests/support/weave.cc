#include "support/weave.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>

#include "audit/decoder.h"
#include "audit/interpreter.h"
#include "mapping/mapping.h"
#include "meaning/meaning.h"
#include "pipeline/merged_inputs.h"
#include "pipeline/publisher.h"
#include "support/text_file.h"

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

const mapping::Mapping& preset(const std::string& name) {
  static std::map<std::string, mapping::Mapping> loaded;
  const auto found = loaded.find(name);
  if (found != loaded.end()) return found->second;
  auto mapping = mapping::Mapping::load(source_folder() + "/mappings/" + name + ".yaml");
  if (!mapping.ok()) std::abort();
  return loaded.emplace(name, std::move(*mapping)).first->second;
}

}  // namespace

Woven weave(const WeaveInput& input) {
  using Kind = pipeline::MergedInputs::Kind;
  Woven woven;
  audit::NoAccounts nobody;
  const mapping::Mapping& mapping = preset(input.mapping);
  pipeline::Publisher::Wanted every{};
  every.fill(true);
  pipeline::Publisher publisher(mapping, {input.with_raw}, every);
  publisher.add(std::make_unique<Collector>(woven.documents));
  audit::AuparseDecoder decoder(meaning::wants_normalized);
  audit::Interpreter interpreter(input.accounts != nullptr ? *input.accounts : nobody);
  pipeline::WeaverSettings settings;
  settings.host = input.host;
  settings.terminal_input = input.terminal_input;
  settings.whole_events = mapping.whole_events();
  if (!input.boot_id.empty()) settings.boots.set_first(input.boot_id);
  pipeline::Weaver weaver(std::move(settings), decoder, interpreter, publisher);
  pipeline::MergedInputs inputs;
  for (const std::string& text : input.audit) {
    const std::uint32_t source = weaver.add_source("audit.log");
    inputs.add(memory_file(text, "audit.log"), Kind::audit, source);
  }
  for (const std::string& text : input.tlog) {
    const std::uint32_t source = weaver.add_source("tlog.jsonl");
    inputs.add(memory_file(text, "tlog.jsonl"), Kind::tlog, source);
  }
  while (true) {
    auto next = inputs.next();
    if (!next.ok()) std::abort();
    if (!next->has_value()) break;
    const auto& [line, kind, source] = **next;
    kind == Kind::audit ? weaver.audit_line(line, source) : weaver.tlog_line(line, source);
  }
  weaver.finish();
  woven.counts = weaver.counts();
  return woven;
}

std::string raw_of(const std::string& enriched) {
  std::string raw;
  for (const std::string& line : lines_of(enriched))
    raw += line.substr(0, line.find('\x1D')) + "\n";
  return raw;
}

}  // namespace auweave::support
