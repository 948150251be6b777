#include "app/wiring.h"

#include "app/machine.h"
#include "meaning/meaning.h"

namespace auweave::app {

base::Result<mapping::Mapping> load_mapping(const std::string& name) {
  auto path = mapping_path(name);
  if (!path.ok()) return path.error();
  return mapping::Mapping::load(*path, mapping_path);
}

Line::Line(weave::WeaverSettings settings, audit::AccountNames& accounts, model::DocumentSink& sink)
    : decoder(meaning::wants_normalized),
      interpreter(accounts),
      weaver(std::move(settings), decoder, interpreter, sink) {}

}  // namespace auweave::app
