// The whole way of the plugin, from auditd's records to a real broker on the same machine: documents a second, the
// time from a record's stamp to the consumer, and what many exactly-once producers cost a broker.
// Usage: bench_delivery            (needs the broker's jars, as the tests do; AUWEAVE_PROGRAM names the plugin)
//        bench_delivery PRESET…   only documents a second at least once: of each, taking turns, against flat
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "auditd_like.h"
#include "killed.h"
#include "repeated.h"
#include "replay.h"
#include "support/broker.h"
#include "support/consumer.h"
#include "support/json.h"
#include "topics.h"

namespace auweave::e2e {
namespace {

using Clock = std::chrono::steady_clock;
using support::Broker;

const std::vector<std::string> kModes = {"at-least-once", "exactly-once"};

std::string config_of(const Replay& replay, const Broker& broker, const std::string& mode,
                      const std::string& prefix, const std::string& host = kHost) {
  std::string text =
      replay.config({"- kafka: {delivery: " + mode + ", topics: " + flow_map(topics_with(prefix)) +
                     ", properties: " + flow_map(broker.properties()) + "}"}) +
      "spool: {folder: " + replay.folder.path("state" + prefix + host) + "}\nhealth: none\n";
  text.replace(text.find(kHost), std::string(kHost).size(), host);
  return text;
}

// Sink 0's, as the status has them: up to a second old.
std::int64_t delivered_events(const rapidjson::Document& status) {
  const auto& sink = status["sinks"][0];
  const bool some = sink.HasMember("delivered") && sink["delivered"].HasMember("event");
  return some ? sink["delivered"]["event"].GetInt64() : 0;
}

rapidjson::Document status_of(const Replay& replay) {
  return support::parse(support::read_file(replay.folder.path("status.json")));
}

// As fast as it is delivered: kAhead documents wait at most, since what comes must not be thrown away.
std::uint64_t feed_ahead(AuditdLike& auditd, const Replay& replay, const std::string& log,
                         std::int64_t events) {
  constexpr std::size_t kPiece = 4UL * 1024 * 1024;
  constexpr double kAhead = 60'000;
  std::uint64_t records = 0;
  for (std::size_t from = 0; from < log.size();) {
    const double fed =
        static_cast<double>(events) * static_cast<double>(from) / static_cast<double>(log.size());
    while (fed - static_cast<double>(delivered_events(status_of(replay))) > kAhead)
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    const std::size_t until = log.find('\n', std::min(from + kPiece, log.size() - 1)) + 1;
    records += auditd.feed(std::string_view(log).substr(from, until - from), 0).records;
    from = until;
  }
  return records;
}

// 30-load again and again, until the last document is acknowledged. Documents a second.
double throughput(const Broker& broker, const std::string& mode, const std::string& preset) {
  constexpr long kRounds = 14;
  const Replay replay("30-load");
  const std::string prefix = "t." + mode + "." + preset + ".";
  const std::string config = replay.folder.path("auweave.yaml");
  const std::string log = repeated(replay.capture.plugin, kRounds);
  const auto expected = static_cast<std::int64_t>(kRounds * events_in(replay.capture.plugin));
  make_topics(broker.inside(), topics_with(prefix));
  std::string text = config_of(replay, broker, mode, prefix);
  const std::string flat = "/flat.yaml";
  text.replace(text.find(flat), flat.size(), "/" + preset + ".yaml");
  support::write_file(config, text);
  AuditdLike auditd({support::auweave(), "plugin", "--config", config},
                    replay.folder.path("audit.log"));
  std::this_thread::sleep_for(std::chrono::seconds(3));  // its start is not what is measured
  const auto began = Clock::now();
  const std::uint64_t records = feed_ahead(auditd, replay, log, expected);
  auto now = status_of(replay);
  while (delivered_events(now) < expected && Clock::now() - began < std::chrono::minutes(5)) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    now = status_of(replay);
  }
  const double took = std::chrono::duration<double>(Clock::now() - began).count();
  const std::int64_t delivered = delivered_events(now);
  std::printf("%s, %s: %.0f documents/s (%.0f records/s), for %.1f s; %lld of %lld delivered\n",
              mode.c_str(), preset.c_str(), static_cast<double>(delivered) / took,
              static_cast<double>(records) / took, took, static_cast<long long>(delivered),
              static_cast<long long>(expected));
  auditd.stop();
  return static_cast<double>(delivered) / took;
}

// Each preset beside flat, three times, so that both see the same machine; the medians count.
void compare(const std::vector<std::string>& presets) {
  constexpr int kTurns = 3;
  for (const std::string& preset : presets) {
    std::vector<double> ratios;
    for (int turn = 0; turn < kTurns; ++turn) {
      // One broker a turn: what it has on disk is not what is measured.
      const Broker broker({.sets = {"auto.create.topics.enable=false"}});
      const double flat = throughput(broker, kModes.front(), "flat");
      ratios.push_back(flat / throughput(broker, kModes.front(), preset));
    }
    std::sort(ratios.begin(), ratios.end());
    std::printf("flat gives %.2f times the documents/s of %s (%.2f to %.2f)\n", ratios[kTurns / 2],
                preset.c_str(), ratios.front(), ratios.back());
  }
}

std::string record_now(std::int64_t serial) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
  char stamp[64];
  std::snprintf(stamp, sizeof stamp, "%lld.%03lld:%lld", static_cast<long long>(ms / 1000),
                static_cast<long long>(ms % 1000), static_cast<long long>(serial));
  return std::string("type=USER_ACCT msg=audit(") + stamp + "): pid=1 uid=0 res=success\n";
}

// "2026-11-21T06:42:31.081Z"
std::int64_t ms_of(const std::string& time) {
  std::tm parts{};
  const char* rest = ::strptime(time.c_str(), "%Y-%m-%dT%H:%M:%S", &parts);
  return std::int64_t{::timegm(&parts)} * 1000 + std::stoll(std::string(rest + 1, 3));
}

void latency(const Broker& broker, const std::string& mode) {
  constexpr std::int64_t kEvents = 15'000;
  const Replay replay("01-login-password");
  const std::string config = replay.folder.path("auweave.yaml");
  const auto topics = topics_with("l." + mode + ".");
  make_topics(broker.inside(), topics);
  support::write_file(config, config_of(replay, broker, mode, "l." + mode + "."));
  support::TopicReader reader(broker.inside(), {topics.at("event")});
  AuditdLike auditd({support::auweave(), "plugin", "--config", config},
                    replay.folder.path("audit.log"));
  std::thread feeding([&] {
    const auto began = Clock::now();
    for (std::int64_t i = 0; i < kEvents; ++i) {
      std::this_thread::sleep_until(began + std::chrono::milliseconds(i));
      auditd.feed(record_now(100 + i), 0);
    }
  });
  std::vector<std::int64_t> took;
  while (const auto got = reader.poll(10'000)) {
    const auto json = support::parse(got->message.value);
    took.push_back(got->received_ns / 1'000'000 - ms_of(json["time"].GetString()));
    if (static_cast<std::int64_t>(took.size()) == kEvents) break;
  }
  feeding.join();
  // The first seconds are the start of the plugin and of its producer.
  took.erase(took.begin(), took.begin() + std::min<std::ptrdiff_t>(5000, std::ssize(took)));
  std::sort(took.begin(), took.end());
  const auto at = [&](double part) {
    return took.empty()
               ? -1
               : took[static_cast<std::size_t>(part * static_cast<double>(took.size() - 1))];
  };
  std::printf("%s, 1,000 events/s: from stamp to consumer p50 %lld ms, p99 %lld ms, most %lld ms\n",
              mode.c_str(), static_cast<long long>(at(0.5)), static_cast<long long>(at(0.99)),
              static_cast<long long>(at(1)));
  auditd.stop();
}

long cpu_ticks(const std::string& pid) {
  const std::string stat = support::read_file("/proc/" + pid + "/stat");
  std::vector<std::string> words;
  std::string rest = stat.substr(stat.rfind(')') + 2);
  for (std::size_t at = 0; at < rest.size();) {
    const std::size_t end = std::min(rest.find(' ', at), rest.size());
    words.push_back(rest.substr(at, end - at));
    at = end + 1;
  }
  return std::stol(words.at(11)) + std::stol(words.at(12));
}

// One event a second each, for half a minute.
void many(const Broker& broker, const std::string& mode, int hosts) {
  const Replay replay("01-login-password");
  const auto topics = topics_with("m." + mode + ".");
  make_topics(broker.inside(), topics);
  std::vector<std::unique_ptr<AuditdLike>> running;
  for (int i = 0; i < hosts; ++i) {
    const std::string host = "host" + std::to_string(i);
    const std::string config = replay.folder.path(host + ".yaml");
    std::string text = config_of(replay, broker, mode, "m." + mode + ".", host);
    text.replace(text.find("status.json"), 11, host + ".json");
    support::write_file(config, text);
    running.push_back(std::make_unique<AuditdLike>(
        std::vector<std::string>{support::auweave(), "plugin", "--config", config},
        replay.folder.path(host + ".log")));
  }
  std::this_thread::sleep_for(std::chrono::seconds(15));
  const std::string pid = broker.pid();
  const long before = cpu_ticks(pid);
  std::int64_t serial = 100;
  for (int second = 0; second < 30; ++second) {
    for (const auto& auditd : running) auditd->feed(record_now(serial++), 0);
    std::this_thread::sleep_for(std::chrono::seconds(1));
  }
  std::printf("%s, %d hosts with an event a second each: the broker takes %.1f %% of a core\n",
              mode.c_str(), hosts, static_cast<double>(cpu_ticks(pid) - before) / 30);
}

void run(const std::vector<std::string>& presets) {
  if (const std::string missing = Broker::missing(); !missing.empty()) {
    std::printf("bench_delivery: %s\n", missing.c_str());
    return;
  }
  if (!presets.empty()) return compare(presets);
  const Broker broker({.sets = {"auto.create.topics.enable=false"}});
  for (const std::string& mode : kModes) throughput(broker, mode, "flat");
  for (const std::string& mode : kModes) latency(broker, mode);
  for (const std::string& mode : kModes) many(broker, mode, 50);
}

}  // namespace
}  // namespace auweave::e2e

int main(int argc, char** argv) {
  auweave::e2e::run({argv + 1, argv + argc});
  return 0;
}
