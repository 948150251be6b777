// InputNotes: puts a document for what the plugin found about a followed input: an account whose
// files exceed a quota, or an input that does not answer.
#pragma once

#include "model/input_note.h"
#include "weave/context.h"

namespace auweave::weave {

class InputNotes {
 public:
  // `names` gives the accounts' names, and must outlive the InputNotes, as the context must.
  InputNotes(Context& context, model::FieldText& names) : context_(context), names_(names) {}

  void tell(const model::InputNote& note);

 private:
  Context& context_;
  model::FieldText& names_;
};

}  // namespace auweave::weave
