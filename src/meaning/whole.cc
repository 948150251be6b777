#include "meaning/whole.h"

#include <algorithm>
#include <array>

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

void fill_process(const Fields& fields, const Record* who, model::EventDocument& out) {
  model::ProcessFacts& process = out.process;
  process.pid = out.pid;
  process.ppid = out.ppid;
  process.uid = fields.number(who, "uid");
  process.gid = fields.number(who, "gid");
  process.euid = fields.number(who, "euid");
  process.egid = fields.number(who, "egid");
  process.suid = fields.number(who, "suid");
  process.sgid = fields.number(who, "sgid");
  process.fsuid = fields.number(who, "fsuid");
  process.fsgid = fields.number(who, "fsgid");
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
    path.nametype = fields.raw(&record, "nametype");
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

void fill_whole(const Fields& fields, const Record* lead, const Record* call,
                model::EventDocument& out) {
  fill_process(fields, call != nullptr ? call : lead, out);
  fill_paths(fields, out);
  if (call != nullptr) fill_call(fields, call, out);
}

}  // namespace auweave::meaning
