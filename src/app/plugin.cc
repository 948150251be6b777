#include "app/plugin.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <memory>
#include <optional>
#include <vector>

#include "app/accounts_choice.h"
#include "app/config.h"
#include "app/exit_status.h"
#include "app/machine.h"
#include "app/signals.h"
#include "app/wiring.h"
#include "deliver/file_sink.h"
#include "deliver/kafka_sink.h"

namespace auweave::app {
namespace {

using base::LineFile;

constexpr int kIdleMs = 200;      // how often recordings are looked at while no record comes
constexpr int kFlushMs = 30'000;  // at the end, for what the broker has not acknowledged

struct TlogInput {
  LineFile file;
  std::uint32_t source;
};

// A sink's file that got the number of a closed stderr would be told all that stderr is.
void fill_standard_streams() {
  int fd = -1;
  do {
    fd = ::open("/dev/null", O_RDWR);
  } while (fd >= 0 && fd <= STDERR_FILENO);
  if (fd > STDERR_FILENO) ::close(fd);
}

base::Status add_sinks(const Config& config, pipeline::Publisher& publisher) {
  for (const auto& sink : config.sinks) {
    if (const auto* kafka = std::get_if<deliver::KafkaSettings>(&sink)) {
      auto connected = deliver::KafkaSink::connect(*kafka);
      if (!connected.ok()) return connected.error();
      publisher.add(std::make_unique<deliver::KafkaSink>(std::move(*connected)));
    } else {
      auto file = deliver::FileSink::open(std::get<FileSinkConfig>(sink).path,
                                          deliver::FileSink::Mode::append);
      if (!file.ok()) return file.error();
      publisher.add(std::make_unique<deliver::FileSink>(std::move(*file)));
    }
  }
  return base::ok();
}

base::Status open_tlog(const Config& config, pipeline::Weaver& weaver,
                       std::vector<TlogInput>& out) {
  for (const std::string& path : config.tlog) {
    auto file = LineFile::open(path, kLongestTlogLine);
    if (!file.ok()) return base::Error{base::ErrorKind::config, file.error().message};
    file->follow();
    out.push_back({std::move(*file), weaver.add_source(path)});
  }
  return base::ok();
}

// All that the recordings hold now.
base::Status read_tlog(std::vector<TlogInput>& inputs, pipeline::Weaver& weaver) {
  for (TlogInput& input : inputs) {
    while (true) {
      auto line = input.file.next();
      if (!line.ok()) return line.error();
      if (line->has_value()) {
        weaver.tlog_line(**line, input.source);
      } else if (input.file.ended()) {
        break;
      }
    }
  }
  return base::ok();
}

// True: there is something to read, or the input ended. False: nothing came for a while.
bool wait_for_input(int fd) {
  pollfd waiting{fd, POLLIN, 0};
  return ::poll(&waiting, 1, kIdleMs) > 0;
}

// Records until auditd closes the pipe, or asks for an end and sends nothing more: after SIGTERM it
// closes at once, and what it sent before is still there to be read.
base::Status run(LineFile& records, std::uint32_t source, std::vector<TlogInput>& tlog, Line& line,
                 pipeline::Publisher& publisher) {
  base::Status read = base::ok();
  while (true) {
    if (!records.has_line() && !wait_for_input(records.fd())) {
      if (end_asked()) break;
      if (read = read_tlog(tlog, line.weaver); !read.ok()) break;
      static_cast<void>(publisher.flush(0));  // what failed stays noted, and is told at the end
      continue;
    }
    auto record = records.next();
    if (!record.ok()) {
      read = record.error();
      break;
    }
    if (record->has_value()) {
      line.weaver.audit_line(**record, source);
    } else if (records.ended()) {
      break;
    }
  }
  records.settle();
  if (auto half = records.next(); half.ok() && half->has_value()) {
    line.weaver.audit_line(**half, source);
  }
  base::Status rest = read_tlog(tlog, line.weaver);
  for (TlogInput& input : tlog) input.file.settle();
  if (rest.ok()) rest = read_tlog(tlog, line.weaver);
  line.weaver.audit_ended();
  return read.ok() ? rest : read;
}

}  // namespace

int plugin(const std::string& config_path) {
  fill_standard_streams();
  take_over_signals();
  auto config = load_config(config_path);
  if (!config.ok()) return fail(config.error());
  auto mapping = load_mapping(config->mapping);
  if (!mapping.ok()) return fail(mapping.error());
  auto accounts = accounts_from(config->accounts);
  if (!accounts.ok()) return fail(accounts.error());

  pipeline::Publisher::Wanted every{};
  every.fill(true);
  pipeline::Publisher publisher(*mapping, {}, every);
  if (auto added = add_sinks(*config, publisher); !added.ok()) return fail(added.error());
  pipeline::WeaverSettings settings;
  settings.host = config->host.empty() ? host_name() : config->host;
  settings.boots.set_first(config->boot_id.empty() ? kernel_boot_id() : config->boot_id);
  settings.terminal_input = config->terminal_input;
  settings.whole_events = mapping->whole_events();
  Line line(std::move(settings), **accounts, publisher);

  LineFile records = LineFile::adopt(base::UniqueFd(::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)),
                                     "<stdin>", kLongestAuditLine);
  records.follow();
  const std::uint32_t source = line.weaver.add_source(records.name());
  std::vector<TlogInput> tlog;
  if (auto opened = open_tlog(*config, line.weaver, tlog); !opened.ok())
    return fail(opened.error());

  const base::Status read = run(records, source, tlog, line, publisher);
  const base::Status flushed = publisher.flush(kFlushMs);
  if (!read.ok()) return fail(read.error());
  return flushed.ok() ? kDone : fail(flushed.error());
}

}  // namespace auweave::app
