#include "app/weave_to.h"

#include "config/accounts_choice.h"
#include "weave/loom.h"

namespace auweave::app {

base::Status weave_to(model::DocumentSink& sink, const InputOptions& options, bool extended,
                      std::string_view doing) {
  auto accounts = config::accounts_from(options.accounts);
  if (!accounts.ok()) return accounts.error();
  auto settings = weaver_settings(options);
  if (!settings.ok()) return settings.error();
  settings->extended = extended;
  weave::Loom loom(std::move(*settings), **accounts, sink);
  pipeline::MergedInputs inputs;
  if (auto opened = open_inputs(options, loom.weaver, inputs); !opened.ok()) return opened;
  base::Status woven = weave_all(inputs, loom.weaver, doing, [] { return true; });
  say_deadletters(loom.weaver.counts(), inputs);
  return woven;
}

}  // namespace auweave::app
