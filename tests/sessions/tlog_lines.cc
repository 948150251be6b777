// As tlog-rec-session writes: a message after 3 s, or when 2 KiB are full.
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>

#include "json/writer.h"
#include "written.h"

namespace auweave::sessions {
namespace {

constexpr std::int64_t kMs = 1'000'000;
constexpr std::int64_t kLatencyNs = 3'000'000'000;
constexpr std::size_t kMostBytes = 2048;

std::uint64_t start_ticks() {
  timespec now{};
  ::clock_gettime(CLOCK_BOOTTIME, &now);
  return static_cast<std::uint64_t>(now.tv_sec) * 100;
}

std::size_t characters(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1 : 0;
  return count;
}

// Where its last character that is not whole begins.
std::size_t whole(std::string_view text) {
  for (std::size_t back = 1; back <= std::min<std::size_t>(3, text.size()); ++back) {
    const auto byte = static_cast<unsigned char>(text[text.size() - back]);
    if (byte < 0x80U) break;
    if (byte >= 0xC0U) {
      const std::size_t size = byte >= 0xF0U ? 4 : (byte >= 0xE0U ? 3 : 2);
      return size > back ? text.size() - back : text.size();
    }
  }
  return text.size();
}

class Recorder {
 public:
  explicit Recorder(std::int64_t began_ns) : began_ns_(began_ns) {
    std::array<char, 64> rec{};
    std::snprintf(rec.data(), rec.size(), "-%x-%llx", static_cast<unsigned>(::getpid()),
                  static_cast<unsigned long long>(start_ticks()));
    for (const char* c = kBootId; *c != 0; ++c) rec_ += *c == '-' ? "" : std::string(1, *c);
    rec_ += rec.data();
  }

  void take(const Shown& shown) {
    if (!timing_.empty() && shown.at_ns - first_ns_ >= kLatencyNs) flush();
    if (shown.bytes.empty()) {
      window_ = "=" + std::to_string(shown.columns) + "x" + std::to_string(shown.rows);
      at(shown.at_ns);
      end_piece();
      if (timing_ != window_) timing_ += window_;
      return;
    }
    std::string bytes = held_ + shown.bytes;
    const std::size_t size = whole(bytes);
    held_ = bytes.substr(size);
    bytes.resize(size);
    if (!bytes.empty()) add(shown.at_ns, bytes);
  }
  std::string finish() {
    flush();
    return std::move(lines_);
  }

 private:
  void add(std::int64_t at_ns, std::string_view bytes) {
    while (!bytes.empty()) {
      at(at_ns);
      std::size_t size = std::min(bytes.size(), kMostBytes - std::min(kMostBytes, text_.size()));
      size = whole(bytes.substr(0, size));
      text_ += bytes.substr(0, size);
      piece_ += characters(bytes.substr(0, size));
      bytes.remove_prefix(size);
      if (!bytes.empty()) flush();
    }
  }
  void at(std::int64_t now_ns) {
    if (timing_.empty()) {
      first_ns_ = last_ns_ = now_ns;
      timing_ = window_;
    }
    // The recorder cuts each delay to whole milliseconds, and what it cuts off is gone. Pieces of one
    // millisecond are one.
    const std::int64_t delay_ms = (now_ns - last_ns_) / kMs;
    if (delay_ms == 0) return;
    end_piece();
    timing_ += "+" + std::to_string(delay_ms);
    last_ns_ = now_ns;
  }
  void end_piece() {
    if (piece_ > 0) timing_ += ">" + std::to_string(piece_);
    piece_ = 0;
  }
  void flush() {
    if (timing_.empty()) return;
    end_piece();
    std::array<char, 32> time{};
    std::snprintf(time.data(), time.size(), "%lld.%03lld",
                  static_cast<long long>(first_ns_ / kMs / 1000),
                  static_cast<long long>(first_ns_ / kMs % 1000));
    lines_ += R"({"ver":"2.3","host":"bastion01","rec":")" + rec_ +
              R"(","user":"alice","term":"xterm-256color","session":140,"id":)" +
              std::to_string(++id_) + R"(,"pos":)" + std::to_string((first_ns_ - began_ns_) / kMs) +
              R"(,"time":)" + time.data() + R"(,"timing":")" + timing_ +
              R"(","in_txt":"","in_bin":[],"out_txt":)" + json::rendered(text_) +
              R"(,"out_bin":[]})" + "\n";
    timing_.clear();
    text_.clear();
  }

  std::int64_t began_ns_;
  std::int64_t first_ns_ = 0, last_ns_ = 0;
  int id_ = 0;
  std::size_t piece_ = 0;  // characters
  std::string rec_, window_, timing_, text_, held_, lines_;
};

}  // namespace

std::string tlog_lines(const Driven& driven) {
  Recorder recorder(driven.shown.front().at_ns);
  for (const Shown& shown : driven.shown) recorder.take(shown);
  return recorder.finish();
}

}  // namespace auweave::sessions
