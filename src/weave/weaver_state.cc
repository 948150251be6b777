// The weaver's part for being saved, and for going on elsewhere. It is apart because its templates take half a minute
// to compile.
#include "base/state.h"
#include "weave/weaver.h"

namespace auweave::weave {
namespace {

// It rises with whatever changes in the state of any part. tests/property/layout_test.cc fails when the layout
// changes and this does not.
constexpr std::uint64_t kVersion = 19;

}  // namespace

template <typename Archive>
void Weaver::state(Archive& archive) {
  archive(idle_until_, assembler_, table_, processes_, chunks_, commands_, hops_, repairs_, losses_,
          groups_, queued_jobs_, context_.sources, context_.host_clock, plugin_notes_,
          audit_changes_, known_programs_);
}

std::uint64_t saved_version() { return kVersion; }

void add_layout(Weaver& weaver, base::Layout& layout) { weaver.state(layout); }

std::string Weaver::save() {
  const WeaverSettings& settings = context_.settings;
  base::Saver saver;
  saver(kVersion, settings.host, settings.lateness_ms, settings.flood_limit,
        settings.terminal_input, context_.sources.names());
  state(saver);
  return saver.take();
}

bool Weaver::load(std::string_view bytes) {
  const WeaverSettings& settings = context_.settings;
  base::Loader loader(bytes);
  std::uint64_t version = 0;
  std::string host;
  std::int64_t lateness_ms = 0;
  std::uint64_t flood_limit = 0;
  bool terminal_input = false;
  std::vector<std::string> sources;
  loader(version, host, lateness_ms, flood_limit, terminal_input, sources);
  const bool same = version == kVersion && host == settings.host &&
                    lateness_ms == settings.lateness_ms && flood_limit == settings.flood_limit &&
                    terminal_input == settings.terminal_input &&
                    sources == context_.sources.names();
  if (!loader.ok() || !same) return false;
  state(loader);
  context_.event_time = std::max(audit_time(), idle_until_);
  return loader.complete();
}

}  // namespace auweave::weave
