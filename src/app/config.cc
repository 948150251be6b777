#include "app/config.h"

#include <algorithm>
#include <functional>
#include <map>
#include <utility>

#include "app/machine.h"
#include "model/document.h"

namespace auweave::app {
namespace {

using yaml::Node;
using Kind = Node::Kind;

class Reader {
 public:
  Config read(const Node& root) {
    each(root, {{"host", [&](const Node& n) { text(n, config_.host); }},
                {"boot_id", [&](const Node& n) { boot_id(n); }},
                {"accounts", [&](const Node& n) { accounts(n); }},
                {"terminal_input", [&](const Node& n) { flag(n, config_.terminal_input); }},
                {"mapping", [&](const Node& n) { text(n, config_.mapping); }},
                {"inputs", [&](const Node& n) { inputs(n); }},
                {"sinks", [&](const Node& n) { sinks(n); }}});
    if (root.find("sinks") == nullptr)
      problems.add(root, "`sinks` is missing: where should documents go?");
    if (!config_.host.empty() && !good_host(config_.host)) {
      problems.add(*root.find("host"), "a host name holds no colon, slash or blank");
    }
    return std::move(config_);
  }

  yaml::Problems problems;

 private:
  using Keys = std::vector<std::pair<std::string_view, std::function<void(const Node&)>>>;

  // Calls what belongs to each key of a map.
  void each(const Node& map, const Keys& keys) {
    if (map.kind != Kind::map) {
      problems.add(map, "KEY: VALUE pairs are expected here");
      return;
    }
    for (const yaml::Member& member : map.members) {
      const auto found = std::find_if(
          keys.begin(), keys.end(), [&](const auto& key) { return key.first == member.name.text; });
      if (found != keys.end()) {
        found->second(member.value);
      } else {
        problems.add(member.name, "unknown key '" + member.name.text + "'; known: " + names(keys));
      }
    }
  }

  static std::string names(const Keys& keys) {
    std::string all;
    for (const auto& [name, action] : keys) all += (all.empty() ? "" : ", ") + std::string(name);
    return all;
  }

  void text(const Node& node, std::string& out) {
    if (node.kind != Kind::scalar || node.text.empty()) {
      problems.add(node, "a text is expected here");
    } else {
      out = node.text;
    }
  }

  void flag(const Node& node, bool& out) {
    if (node.kind == Kind::scalar && (node.text == "true" || node.text == "false")) {
      out = node.text == "true";
    } else {
      problems.add(node, "true or false is expected here");
    }
  }

  void boot_id(const Node& node) {
    if (node.kind == Kind::scalar && node.text == "kernel") return;
    auto id = boot_id_from(node.text);
    if (!id.ok()) {
      problems.add(node, id.error().message);
    } else {
      config_.boot_id = *id;
    }
  }

  // system, none, or {passwd: FILE, group: FILE}
  void accounts(const Node& node) {
    if (node.kind == Kind::scalar && (node.text == "system" || node.text == "none")) {
      config_.accounts = node.text;
      return;
    }
    std::string passwd;
    std::string group;
    each(node, {{"passwd", [&](const Node& n) { text(n, passwd); }},
                {"group", [&](const Node& n) { text(n, group); }}});
    if (node.kind == Kind::map && passwd.empty()) problems.add(node, "`passwd` is missing");
    config_.accounts = group.empty() ? passwd : passwd + "," + group;
  }

  void inputs(const Node& node) {
    each(node, {{"audit",
                 [&](const Node& n) {
                   if (n.kind != Kind::scalar || n.text != "stdin")
                     problems.add(n, "only `stdin` is known here");
                 }},
                {"tlog", [&](const Node& n) { tlog(n); }}});
  }

  void tlog(const Node& node) {
    if (node.kind != Kind::list) problems.add(node, "a list of `file: PATH` is expected here");
    for (const Node& item : node.items) {
      std::string path;
      each(item, {{"file", [&](const Node& n) { text(n, path); }}});
      if (!path.empty()) config_.tlog.push_back(path);
    }
  }

  void sinks(const Node& node) {
    if (node.kind != Kind::list || node.items.empty()) {
      problems.add(node, "a list of `kafka:` and `file:` is expected here");
    }
    for (const Node& item : node.items) {
      each(item, {{"kafka", [&](const Node& n) { kafka(n); }},
                  {"file", [&](const Node& n) { file(n); }}});
    }
  }

  void file(const Node& node) {
    FileSinkConfig sink;
    each(node, {{"path", [&](const Node& n) { text(n, sink.path); }}});
    if (node.kind == Kind::map && node.find("path") == nullptr)
      problems.add(node, "`path` is missing");
    config_.sinks.emplace_back(sink);
  }

  void kafka(const Node& node) {
    deliver::KafkaSettings sink;
    sink.topics = {{"event", "audit.events"},
                   {"tty", "audit.tty"},
                   {"session", "audit.sessions"},
                   {"pipeline", "audit.pipeline"},
                   {"deadletter", "audit.deadletter"}};
    each(node, {{"topics", [&](const Node& n) { topics(n, sink); }},
                {"properties", [&](const Node& n) { properties(n, sink); }}});
    if (!sink.properties.contains("bootstrap.servers") && node.kind == Kind::map) {
      problems.add(node, "`properties` has no bootstrap.servers");
    }
    config_.sinks.emplace_back(sink);
  }

  void topics(const Node& node, deliver::KafkaSettings& sink) {
    if (node.kind != Kind::map) problems.add(node, "KIND: TOPIC pairs are expected here");
    for (const auto& [kind, topic] : node.members) {
      const bool known = sink.topics.contains(kind.text);
      if (!known) problems.add(kind, "unknown kind of document '" + kind.text + "'");
      std::string name;
      text(topic, name);
      if (known && !name.empty()) sink.topics[kind.text] = name;
    }
  }

  void properties(const Node& node, deliver::KafkaSettings& sink) {
    if (node.kind != Kind::map) problems.add(node, "NAME: VALUE pairs are expected here");
    for (const auto& [name, value] : node.members) {
      std::string content;
      text(value, content);
      // Without idempotence a retry may write a document twice and out of order.
      if (name.text == "enable.idempotence")
        problems.add(name, "enable.idempotence is always true");
      sink.properties[name.text] = content;
    }
  }

  Config config_;
};

}  // namespace

base::Result<Config> config_from(const Node& root) {
  Reader reader;
  Config config = reader.read(root);
  if (!reader.problems.none()) return reader.problems.error();
  return config;
}

base::Result<Config> load_config(const std::string& path) {
  auto root = yaml::load(path);
  if (!root.ok()) return root.error();
  return config_from(*root);
}

}  // namespace auweave::app
