// Weaver's part for being saved, and going on elsewhere.
#include "base/state.h"
#include "weave/weaver.h"

namespace auweave::weave {
namespace {

// With whatever changes in the state of any part: what was saved by another version is not understood.
constexpr std::uint64_t kVersion = 7;

}  // namespace

template <typename Archive>
void Weaver::state(Archive& archive) {
  archive(idle_until_, assembler_, table_, processes_, join_, record_join_, commands_, hops_,
          suspects_, recovered_, kernel_lost_);
  for (Source& source : sources_) archive(source.last_good);
}

std::vector<std::string> Weaver::source_names() const {
  std::vector<std::string> names;
  names.reserve(sources_.size());
  for (const Source& source : sources_) names.push_back(source.name);
  return names;
}

std::string Weaver::save() {
  base::Saver saver;
  saver(kVersion, settings_.host, settings_.lateness_ms, settings_.terminal_input, source_names());
  state(saver);
  return saver.take();
}

bool Weaver::load(std::string_view bytes) {
  base::Loader loader(bytes);
  std::uint64_t version = 0;
  std::string host;
  std::int64_t lateness_ms = 0;
  bool terminal_input = false;
  std::vector<std::string> sources;
  loader(version, host, lateness_ms, terminal_input, sources);
  const bool same = version == kVersion && host == settings_.host &&
                    lateness_ms == settings_.lateness_ms &&
                    terminal_input == settings_.terminal_input && sources == source_names();
  if (!loader.ok() || !same) return false;
  state(loader);
  return loader.complete();
}

}  // namespace auweave::weave
