// Seeded damage to real logs: flipped and lost bytes, cut and doubled lines, files mixed line by
// line. Whatever comes: no crash, valid JSON that fits its schema, and nothing gone without a word.
#include <gtest/gtest.h>

#include <random>

#include "audit/line.h"
#include "base/text.h"
#include "support/capture.h"
#include "support/text_file.h"
#include "support/weave.h"

namespace auweave {
namespace {

constexpr unsigned kSeed = 20261121;
constexpr std::size_t kCases = 10'000;
constexpr std::size_t kLines = 24;  // of a log, in one case

using Lines = std::vector<std::string>;
using Random = std::mt19937;

Lines all_lines() {
  Lines lines;
  for (const std::string& name : support::capture_names()) {
    if (name == "30-load") continue;
    for (std::string& line : support::lines_of(support::load_capture(name).plugin))
      lines.push_back(std::move(line));
  }
  return lines;
}

std::size_t below(Random& random, std::size_t bound) { return bound == 0 ? 0 : random() % bound; }

void flip_bytes(std::string& line, Random& random) {
  for (std::size_t n = below(random, 4) + 1; n > 0 && !line.empty(); --n) {
    line[below(random, line.size())] = static_cast<char>(random() % 256);
  }
}

void damage_line(std::string& line, Random& random) {
  const std::size_t at = below(random, line.size() + 1);
  switch (random() % 7) {
    case 0:
    case 1:
      return flip_bytes(line, random);
    case 2:
      line.resize(at);  // cut
      return;
    case 3:
      line.erase(at, below(random, 40));
      return;
    case 4:
      line.insert(at, line.substr(0, below(random, 60)));
      return;
    case 5:
      line.insert(at, "\n");  // split
      return;
    default:
      line.insert(at, std::string(below(random, 3) + 1, "\0\x1D=\"' \xFF"[random() % 7]));
  }
}

// One case: a stretch of a log, or two of them mixed, with some of it damaged.
std::string damaged_log(const Lines& lines, Random& random) {
  Lines some;
  const std::size_t first = below(random, lines.size() - kLines);
  const std::size_t second = below(random, lines.size() - kLines);
  const bool mixed = random() % 3 == 0;
  for (std::size_t i = 0; i < kLines; ++i) {
    some.push_back(lines[first + i]);
    if (mixed) some.push_back(lines[second + i]);
  }
  for (std::size_t n = below(random, 8); n > 0; --n) {
    const std::size_t at = below(random, some.size());
    switch (random() % 5) {
      case 0:
        some.erase(some.begin() + static_cast<std::ptrdiff_t>(at));
        break;
      case 1:
        some.insert(some.begin() + static_cast<std::ptrdiff_t>(at),
                    some[below(random, some.size())]);
        break;
      case 2:
        std::swap(some[at], some[below(random, some.size())]);
        break;
      default:
        damage_line(some[at], random);
    }
  }
  std::string log;
  for (const std::string& line : some) log += line + "\n";
  if (random() % 4 == 0) log.resize(below(random, log.size()));
  return log;
}

// Records that went in: lines with something in them, but for EOE, which is in no document.
std::size_t records_in(const std::string& log) {
  std::size_t records = 0;
  for (std::string line : support::lines_of(log)) {
    if (line.ends_with('\r')) line.pop_back();
    if (line.empty()) continue;
    const auto header = audit::parse_line(line);
    if (!header.ok() || header->type != "EOE") ++records;
  }
  return records;
}

// Records that came out: in an event, in a deadletter, known already, or of no more use.
std::size_t records_out(const support::Woven& woven) {
  std::size_t records = woven.counts.duplicates + woven.counts.behind +
                        woven.counts.documents[model::kind_index("deadletter")];
  for (const std::string& json : woven.documents) {
    const auto document = support::parse(json);
    if (support::text(document, "kind") == "event") records += document["types"].Size();
  }
  return records;
}

void run_cases(std::size_t from, std::size_t to) {
  static const Lines lines = all_lines();
  for (std::size_t i = from; i < to; ++i) {
    Random random(static_cast<Random::result_type>(kSeed + i));
    const std::string log = damaged_log(lines, random);
    support::WeaveInput input{{log}, {}};
    input.mapping = i % 4 == 0 ? "full" : "flat";
    const support::Woven woven = support::weave(input);
    ASSERT_EQ(records_out(woven), records_in(log)) << "case " << i;
    if (i % 3 != 0) continue;
    for (const std::string& json : woven.documents) {
      const std::string problem = support::schema_problem(json);
      ASSERT_EQ(problem, "") << "case " << i;
    }
  }
}

// Four parts, so that two cores share them.
TEST(Damage, Cases0To2499) { run_cases(0, kCases / 4); }
TEST(Damage, Cases2500To4999) { run_cases(kCases / 4, kCases / 2); }
TEST(Damage, Cases5000To7499) { run_cases(kCases / 2, kCases * 3 / 4); }
TEST(Damage, Cases7500To9999) { run_cases(kCases * 3 / 4, kCases); }

// Five bytes of the database password, in the kernel's hex or as text.
bool shows_the_password(const std::string& json) {
  const std::string text = "S3cr3t-db-pw!";
  const std::string hex = base::to_hex(text);
  for (std::size_t at = 0; at + 10 <= hex.size(); at += 2) {
    if (json.find(hex.substr(at, 10)) != std::string::npos) return true;
  }
  for (std::size_t at = 0; at + 5 <= text.size(); ++at) {
    if (json.find(text.substr(at, 5)) != std::string::npos) return true;
  }
  return false;
}

TEST(Damage, NeverLetsATypedPasswordOut) {
  const auto capture = support::load_capture("18-secrets-tty");
  const Lines lines = support::lines_of(capture.enriched);
  std::vector<std::size_t> typed;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].starts_with("type=TTY")) typed.push_back(i);
  }
  ASSERT_EQ(typed.size(), 3U);
  for (unsigned i = 0; i < 1000; ++i) {
    Random random(kSeed + i);
    Lines some = lines;
    damage_line(some[typed[random() % 3]], random);
    std::string chunk = capture.tlog;
    damage_line(chunk, random);
    std::string log;
    for (const std::string& line : some) log += line + "\n";
    support::WeaveInput input{{log}, {chunk + capture.tlog}};
    input.mapping = "full";
    input.with_raw = true;
    for (const std::string& json : support::weave(input).documents) {
      ASSERT_FALSE(shows_the_password(json)) << "seed " << kSeed + i << "\n" << json;
    }
  }
}

}  // namespace
}  // namespace auweave
