#include "app/weave_to.h"

#include "app/accounts_choice.h"
#include "app/wiring.h"

namespace auweave::app {

base::Status weave_to(model::DocumentSink& sink, const InputOptions& options, bool whole,
                      std::string_view doing) {
  auto accounts = accounts_from(options.accounts);
  if (!accounts.ok()) return accounts.error();
  auto settings = weaver_settings(options);
  if (!settings.ok()) return settings.error();
  settings->whole_events = whole;
  Line line(std::move(*settings), **accounts, sink);
  pipeline::MergedInputs inputs;
  if (auto opened = open_inputs(options, line.weaver, inputs); !opened.ok()) return opened;
  base::Status woven = weave_all(inputs, line.weaver, doing, [] { return true; });
  say_deadletters(line.weaver.counts());
  return woven;
}

}  // namespace auweave::app
