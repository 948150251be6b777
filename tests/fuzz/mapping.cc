// A mapping's YAML: compiled, or an error with its place. What compiles writes documents.
#include "mapping/mapping.h"

#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

using namespace auweave;

base::Result<std::string> nothing_found(const std::string& name) {
  return base::Error{base::ErrorKind::config, "no " + name};
}

// One of each kind, with something in every sort of field.
std::array<model::Document, 6> documents() {
  static const model::AuditEvent records;
  static const model::Executed executed{{"rm", "", "\xFF"}, "/bin/rm", 2, 1, {}, "root", false};
  model::EventDocument event;
  event.stamp.src_ip = "::ffff:10.1.2.3";
  event.stamp.time = base::WallTime{};
  event.command = "rm \xFF \\x41";
  event.types = {"SYSCALL", "EXECVE"};
  event.pid = -1;
  event.paths.emplace_back().name = "/etc/shadow";
  event.event = &records;
  model::CommandDocument command;
  command.executed = {&executed};
  model::SessionDocument session;
  session.recordings.emplace_back().rec = "r";
  return {event,   model::TtyDocument(),      command,
          session, model::PipelineDocument(), model::DeadletterDocument()};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto root = yaml::parse(std::string(reinterpret_cast<const char*>(data), size), "f");
  if (!root.ok()) {
    if (!root.error().message.starts_with("f:")) std::abort();
    return 0;
  }
  const auto mapping = mapping::Mapping::compile(*root, nothing_found);
  if (!mapping.ok()) {
    if (!mapping.error().message.starts_with("f:")) std::abort();
    return 0;
  }
  json::Writer out;
  for (const model::Document& document : documents()) (void)mapping->write(document, {true}, out);
  return 0;
}
