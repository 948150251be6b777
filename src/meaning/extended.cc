#include "meaning/extended.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace auweave::meaning {
namespace {

using model::Record;

// NUL bytes between the arguments become blanks, as libauparse shows them.
std::string_view title_of(const Fields& fields) {
  const std::string_view bytes = fields.string(fields.event().find("PROCTITLE"), "proctitle");
  char* out = fields.event().arena.allocate(bytes.size());
  std::replace_copy(bytes.begin(), bytes.end(), out, '\0', ' ');
  return {out, bytes.size()};
}

struct IdField {
  std::string_view name;
  model::Number model::ProcessFacts::*member;
};
using model::ProcessFacts;
constexpr std::array<IdField, 8> kIds = {{{"uid", &ProcessFacts::uid},
                                          {"gid", &ProcessFacts::gid},
                                          {"euid", &ProcessFacts::euid},
                                          {"egid", &ProcessFacts::egid},
                                          {"suid", &ProcessFacts::suid},
                                          {"sgid", &ProcessFacts::sgid},
                                          {"fsuid", &ProcessFacts::fsuid},
                                          {"fsgid", &ProcessFacts::fsgid}}};

// In one walk over the record: eight searches of some 25 fields were 2.6 % of what `shape --mapping ecs` does,
// this is 1.2 % (callgrind, 20,000 lines of 30-load).
void fill_ids(const Fields& fields, const Record& who, ProcessFacts& process) {
  for (const model::Field& field : fields.event().of(who)) {
    if (!field.name.ends_with("id")) continue;
    for (const IdField& id : kIds) {
      model::Number& number = process.*id.member;
      if (id.name == field.name && !number.has_value())
        number = base::parse_signed(unless_placeholder(field.raw));
    }
  }
}

void fill_process(const Fields& fields, const Record* who, model::EventDocument& out) {
  model::ProcessFacts& process = out.process;
  process.pid = out.pid;
  process.ppid = out.ppid;
  if (who != nullptr) fill_ids(fields, *who, process);
  process.user = fields.account(who, "uid");
  process.group = fields.account(who, "gid");
  process.effective_group = fields.account(who, "egid");
  process.title = title_of(fields);
}

void fill_paths(const Fields& fields, model::EventDocument& out) {
  for (const Record& record : fields.event().records) {
    if (record.type != "PATH") continue;
    model::PathFacts path;
    path.item = fields.number(&record, "item");
    path.name = fields.string(&record, "name");
    path.nametype = fields.nametype(record);
    path.inode = fields.raw(&record, "inode");
    path.device = fields.raw(&record, "dev");
    path.mode = fields.raw(&record, "mode");
    path.uid = fields.number(&record, "ouid");
    path.gid = fields.number(&record, "ogid");
    path.owner = fields.account(&record, "ouid");
    path.group = fields.account(&record, "ogid");
    out.paths.push_back(path);
  }
}

void fill_call(const Fields& fields, const Record* call, model::EventDocument& out) {
  out.call.number = fields.number(call, "syscall");
  out.call.arch = fields.text(call, "arch");
  constexpr std::array<std::string_view, 4> names = {"a0", "a1", "a2", "a3"};
  for (const std::string_view name : names) {
    const std::string_view value = fields.raw(call, name);
    if (!value.empty()) out.call.args.push_back(value);
  }
  out.call.exit = fields.number(call, "exit");
}

}  // namespace

void fill_extended(const Fields& fields, const Record* lead, const Record* call,
                   model::EventDocument& out) {
  fill_process(fields, call != nullptr ? call : lead, out);
  fill_paths(fields, out);
  if (call != nullptr) fill_call(fields, call, out);
}

}  // namespace auweave::meaning
