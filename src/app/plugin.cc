#include "app/plugin.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <chrono>
#include <limits>
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

constexpr int kIdleMs = 200;      // how often recordings and sinks are looked at
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

// The loop of a running plugin: records as they come, and a look at everything else now and then.
class Live {
 public:
  Live(LineFile& records, std::uint32_t source, std::vector<TlogInput>& tlog, Line& line,
       pipeline::Publisher& publisher)
      : records_(records), source_(source), tlog_(tlog), line_(line), publisher_(publisher) {}

  // Records until auditd closes the pipe, or asks for an end and sends nothing more: after SIGTERM
  // it closes at once, and what it sent before is still there to be read.
  base::Status run() {
    base::Status read = base::ok();
    while (read.ok() && !ended_) read = step();
    records_.settle();
    if (auto half = records_.next(); half.ok() && half->has_value()) {
      line_.weaver.audit_line(**half, source_);
    }
    base::Status rest = read_tlog(kAll);
    for (TlogInput& input : tlog_) input.file.settle();
    if (rest.ok()) rest = read_tlog(kAll);
    line_.weaver.finish();
    return read.ok() ? rest : read;
  }

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr std::size_t kAll = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t kLinesALook = 512;  // of recordings, before records again
  // auditd hands records over within milliseconds; with this much of nothing none is on its way.
  static constexpr std::chrono::seconds kSilence{2};

  base::Status step() {
    // A busy host must not keep its recordings waiting, nor its documents in a buffer.
    if (Clock::now() >= next_look_) return look();
    if (!records_.has_line() && !wait_for_input()) {
      ended_ = end_asked();
      return base::ok();
    }
    auto record = records_.next();
    if (!record.ok()) return record.error();
    if (record->has_value()) {
      last_line_ = Clock::now();
      line_.weaver.audit_line(**record, source_);
    } else {
      ended_ = records_.ended();
    }
    return base::ok();
  }

  base::Status look() {
    next_look_ = Clock::now() + std::chrono::milliseconds(kIdleMs);
    static_cast<void>(publisher_.flush(0));  // what failed stays noted, and is told at the end
    // Somebody asked for an end, and records come all the same.
    if (end_asked() && ++looks_since_end_asked_ > kMostLooksAfter) ended_ = true;
    base::Status read = read_tlog(kLinesALook);
    // On a host where nothing happens, what waits for event time would wait for ever.
    if (Clock::now() - last_line_ > kSilence) line_.weaver.idle(wall_time_now());
    return read;
  }

  // What the recordings hold now, `most` lines at most.
  base::Status read_tlog(std::size_t most) {
    for (TlogInput& input : tlog_) {
      while (most > 0) {
        auto line = input.file.next();
        if (!line.ok()) return line.error();
        if (line->has_value()) {
          --most;
          last_line_ = Clock::now();
          line_.weaver.tlog_line(**line, input.source);
        } else if (input.file.ended()) {
          break;
        }
      }
    }
    return base::ok();
  }

  // True: there is something to read, or the input ended. False: nothing came for a while.
  [[nodiscard]] bool wait_for_input() const {
    pollfd waiting{records_.fd(), POLLIN, 0};
    return ::poll(&waiting, 1, kIdleMs) > 0;
  }

  static constexpr int kMostLooksAfter = 5;  // 1 s

  LineFile& records_;
  std::uint32_t source_;
  std::vector<TlogInput>& tlog_;
  Line& line_;
  pipeline::Publisher& publisher_;
  Clock::time_point next_look_ = Clock::now();
  Clock::time_point last_line_ = Clock::now();
  int looks_since_end_asked_ = 0;
  bool ended_ = false;
};

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
  settings.boots.set_live(config->boot_id.empty() ? kernel_boot_id() : config->boot_id);
  settings.terminal_input = config->terminal_input;
  settings.whole_events = mapping->whole_events();
  settings.recordings = !config->tlog.empty();
  Line line(std::move(settings), **accounts, publisher);

  LineFile records = LineFile::adopt(base::UniqueFd(::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)),
                                     "<stdin>", kLongestAuditLine);
  records.follow();
  const std::uint32_t source = line.weaver.add_source(records.name());
  std::vector<TlogInput> tlog;
  if (auto opened = open_tlog(*config, line.weaver, tlog); !opened.ok())
    return fail(opened.error());

  const base::Status read = Live(records, source, tlog, line, publisher).run();
  const base::Status flushed = publisher.flush(kFlushMs);
  if (!read.ok()) return fail(read.error());
  return flushed.ok() ? kDone : fail(flushed.error());
}

}  // namespace auweave::app
