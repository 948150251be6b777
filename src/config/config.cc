#include "config/config.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "config/config_sinks.h"
#include "config/machine.h"
#include "config/must_record.h"
#include "config/persons.h"
#include "config/value_reader.h"
#include "intake/script_log_finder.h"

namespace auweave::config {
namespace {

using yaml::Node;
using Kind = Node::Kind;

constexpr std::size_t kLeastFlood = 4UL * 1024;
constexpr std::size_t kLeastSpool = 16UL * 1024 * 1024;
constexpr std::size_t kLeastQuota = 1024UL * 1024;
// Keys that had another name before the first release.
constexpr std::array kRenamed = {ValueReader::Renamed{"journal", "spool"}};

class Reader {
 public:
  Config read(const Node& root) {
    in_.each(
        root,
        {{"host", [&](const Node& n) { host(n); }},
         {"boot_id", [&](const Node& n) { boot_id(n); }},
         {"accounts", [&](const Node& n) { accounts(n); }},
         {"persons", [&](const Node& n) { read_persons(n, in_.problems, config_.persons); }},
         {"must_record", [&](const Node& n) { read_must_record(n, in_, config_.must_record); }},
         {"terminal_input", [&](const Node& n) { in_.flag(n, config_.terminal_input); }},
         {"lateness", [&](const Node& n) { in_.duration(n, config_.lateness); }},
         {"flood_limit", [&](const Node& n) { in_.size(n, kLeastFlood, config_.flood_limit); }},
         {"mapping", [&](const Node& n) { in_.text(n, config_.mapping); }},
         {"inputs", [&](const Node& n) { inputs(n); }},
         {"sinks", [&](const Node& n) { read_sinks(n, in_, config_.sinks); }},
         {"spool", [&](const Node& n) { spool(n); }},
         {"status", [&](const Node& n) { status(n); }},
         {"metrics", [&](const Node& n) { metrics(n); }},
         {"health", [&](const Node& n) { health(n); }},
         {"log",
          [&](const Node& n) {
            in_.word(n, {"auto", "stderr", "syslog"}, config_.log);
          }}},
        kRenamed);
    // With a configured boot_id the records may be another boot's or another machine's. The default
    // audit.log would not belong to them.
    if (!audit_log_named_ && !config_.boot_id.empty()) config_.audit_log.clear();
    check_paths(root);
    check_groups(root);
    const Node* sinks = root.find("sinks");
    if (sinks != nullptr) check_exactly_once(*sinks, !config_.spool.empty(), config_.sinks, in_);
    if (sinks == nullptr) in_.problems.add(root, "`sinks` is missing: where should documents go?");
    return std::move(config_);
  }

  [[nodiscard]] const yaml::Problems& problems() const { return in_.problems; }

 private:
  // The plugin must not read a file that it writes: each document would cause the next one.
  void check_paths(const Node& root) {
    std::vector<std::string> paths = {config_.status_file, config_.audit_log, config_.metrics_file};
    for (const FollowedConfig& tlog : config_.tlog) {
      paths.push_back(tlog.journal.empty() ? tlog.file : "journal " + tlog.journal);
    }
    // One syslog file may contain tlog's recordings and sshd's lines, and may be named for both.
    const auto holds_it = [&](const FollowedConfig& tlog) { return tlog.file == sshd_log(); };
    if (std::none_of(config_.tlog.begin(), config_.tlog.end(), holds_it)) {
      paths.push_back(sshd_log());
    }
    for (const SinkConfig& sink : config_.sinks) {
      if (const auto* file = std::get_if<FileSinkConfig>(&sink.target)) paths.push_back(file->path);
    }
    std::sort(paths.begin(), paths.end());
    std::erase(paths, "");
    const auto twice = std::adjacent_find(paths.begin(), paths.end());
    if (twice != paths.end())
      in_.problems.add(root, *twice + " is named twice, among inputs, sinks and status");
  }

  // Without groups of accounts a session of a group's member would never be told.
  void check_groups(const Node& root) {
    const bool known =
        config_.accounts == "system" || config_.accounts.find(',') != std::string::npos;
    if (config_.must_record.groups.empty() || known) return;
    in_.problems.add(*root.find("must_record"),
                     "`groups` needs `accounts: system`, or `accounts` with a `group` file");
  }

  [[nodiscard]] std::string sshd_log() const {
    return config_.sshd_log.has_value() ? config_.sshd_log->file : "";
  }

  void host(const Node& node) {
    in_.text(node, config_.host);
    if (!config_.host.empty() && !good_host(config_.host))
      in_.problems.add(node, "a host name holds no colon, slash or blank");
  }

  void boot_id(const Node& node) {
    if (node.kind == Kind::scalar && node.text == "kernel") return;
    auto id = boot_id_from(node.text);
    if (!id.ok()) {
      in_.problems.add(node, id.error().message);
    } else {
      config_.boot_id = *id;
    }
  }

  // VALUE: system, none, or {passwd: FILE, group: FILE}.
  void accounts(const Node& node) {
    if (node.kind == Kind::scalar && (node.text == "system" || node.text == "none")) {
      config_.accounts = node.text;
      return;
    }
    std::string passwd;
    std::string group;
    in_.each(node, {{"passwd", [&](const Node& n) { in_.path(n, passwd); }},
                    {"group", [&](const Node& n) { in_.path(n, group); }}});
    if (node.kind == Kind::map && passwd.empty()) in_.problems.add(node, "`passwd` is missing");
    config_.accounts = group.empty() ? passwd : passwd + "," + group;
  }

  void inputs(const Node& node) {
    std::string audit;
    in_.each(node, {{"audit", [&](const Node& n) { in_.word(n, {"stdin"}, audit); }},
                    {"audit_log", [&](const Node& n) { audit_log(n); }},
                    {"sshd_log", [&](const Node& n) { config_.sshd_log = followed(n); }},
                    {"tlog", [&](const Node& n) { tlog(n); }},
                    {"sudo_io", [&](const Node& n) { in_.path(n, config_.sudo_io); }},
                    {"script", [&](const Node& n) { script(n); }},
                    {"quotas", [&](const Node& n) { quotas(n); }}});
  }

  void audit_log(const Node& node) {
    audit_log_named_ = true;
    config_.audit_log.clear();
    if (node.kind != Kind::scalar || node.text != "none") in_.path(node, config_.audit_log);
  }

  void tlog(const Node& node) {
    in_.each_item(node, "`file: PATH` or `journal: system`",
                  [&](const Node& item) { config_.tlog.push_back(followed(item)); });
  }

  FollowedConfig followed(const Node& node) {
    FollowedConfig input;
    in_.each(node, {{"file", [&](const Node& n) { in_.path(n, input.file); }},
                    {"journal", [&](const Node& n) { journal(n, input.journal); }},
                    {"from", [&](const Node& n) {
                       in_.word(n, {"start", "end"}, input.from);
                     }}});
    if (node.kind != Kind::map) return input;
    const bool file = node.find("file") != nullptr;
    const bool journal = node.find("journal") != nullptr;
    if (!file && !journal) in_.problems.add(node, "`file` or `journal` is missing");
    if (file && journal) in_.problems.add(node, "`file` and `journal` are two inputs, not one");
    return input;
  }

  // VALUE: "system", or a folder with journal files that were gathered from other hosts.
  void journal(const Node& node, std::string& to) {
    if (node.kind == Kind::scalar && (node.text == "system" || node.text.starts_with('/'))) {
      to = node.text;
    } else {
      in_.problems.add(node, "`system`, or a path that begins with /, is expected here");
    }
  }

  void script(const Node& node) {
    ScriptConfig& files = config_.script.emplace();
    in_.each(node, {{"data", [&](const Node& n) { pattern(n, files.data); }},
                    {"timing", [&](const Node& n) { pattern(n, files.timing); }}});
    for (const char* name : {"data", "timing"}) {
      if (node.kind == Kind::map && node.find(name) == nullptr)
        in_.problems.add(node, std::string("`") + name + "` is missing");
    }
  }

  void quotas(const Node& node) {
    intake::Quotas& most = config_.quotas;
    in_.each(node, {{"recordings", [&](const Node& n) { in_.count(n, most.recordings); }},
                    {"begun", [&](const Node& n) { in_.count(n, most.begun); }},
                    {"bytes", [&](const Node& n) { in_.size(n, kLeastQuota, most.bytes); }},
                    {"inflated", [&](const Node& n) { in_.size(n, kLeastQuota, most.inflated); }},
                    {"ratio", [&](const Node& n) { in_.count(n, most.ratio); }},
                    {"windows", [&](const Node& n) { in_.count(n, most.windows); }}});
  }

  void pattern(const Node& node, std::string& to) {
    in_.path(node, to);
    if (!to.empty() && !intake::one_star(to).has_value())
      in_.problems.add(node, "one `*` is expected here, behind the last slash");
  }

  void spool(const Node& node) {
    in_.each(node,
             {{"folder", [&](const Node& n) { in_.path(n, config_.spool); }},
              {"size", [&](const Node& n) { in_.size(n, kLeastSpool, config_.spool_size); }}});
    if (node.kind == Kind::map && node.find("folder") == nullptr)
      in_.problems.add(node, "`folder` is missing");
  }

  void metrics(const Node& node) {
    in_.each(node, {{"file", [&](const Node& n) { in_.path(n, config_.metrics_file); }}});
  }

  void health(const Node& node) {
    const bool none = node.kind == Kind::scalar && node.text == "none";
    if (none) config_.health = {};
    if (!none) in_.duration(node, config_.health);
  }

  void status(const Node& node) {
    in_.each(node, {{"file", [&](const Node& n) { in_.path(n, config_.status_file); }}});
  }

  ValueReader in_;
  bool audit_log_named_ = false;
  Config config_;
};

}  // namespace

base::Result<Config> config_from(const Node& root) {
  Reader reader;
  Config config = reader.read(root);
  if (!reader.problems().none()) return reader.problems().error();
  return config;
}

base::Result<std::string> status_file_of(const std::string& path) {
  if (::access(path.c_str(), R_OK) != 0 && errno == EACCES) return Config{}.status_file;
  auto root = yaml::load(path);
  if (!root.ok()) return root.error();
  const Node* status = root->find("status");
  const Node* file = status == nullptr ? nullptr : status->find("file");
  return file == nullptr ? Config{}.status_file : file->text;
}

bool holds_a_password(const Config& config) {
  return std::any_of(config.sinks.begin(), config.sinks.end(), [](const SinkConfig& sink) {
    const auto* kafka = std::get_if<deliver::KafkaSettings>(&sink.target);
    if (kafka == nullptr) return false;
    return std::any_of(kafka->properties.begin(), kafka->properties.end(), [](const auto& one) {
      return one.first.find("password") != std::string::npos ||
             one.first.find("secret") != std::string::npos || one.first == "ssl.key.pem";
    });
  });
}

base::Result<Config> load_config(const std::string& path) {
  if (auto safe = only_owner_writes(path); !safe.ok()) return safe.error();
  auto root = yaml::load(path);
  if (!root.ok()) return root.error();
  return config_from(*root);
}

}  // namespace auweave::config
