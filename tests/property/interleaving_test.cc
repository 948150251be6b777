// Audit records and recordings may be read in any order that keeps each source's own and lets
// neither run ahead of the other by more than the lateness: the documents are the same.
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>

#include "night.h"
#include "support/sanitizer.h"
#include "support/weave.h"

namespace auweave {
namespace {

constexpr unsigned kSeed = 20261124;
// A sanitizer finds its mistakes in fewer, and is slow.
constexpr std::size_t kCases = support::kAddressSanitizer ? 2'000 : 10'000;
constexpr std::int64_t kLatenessMs = 10'000;
constexpr std::size_t kHandedOver = 8;  // one night of so many
constexpr std::size_t kFlooded = 3;     // one night of so many has a limit of output
constexpr std::uint64_t kFlood = 200;   // bytes a second

using Kind = pipeline::MergedInputs::Kind;
using Random = std::mt19937;

std::string joined(const std::vector<TimedLine>& lines) {
  std::string text;
  for (const TimedLine& line : lines) text += line.text + "\n";
  return text;
}

// What is left of a source, and the earliest time in that.
class Rest {
 public:
  Rest(const std::vector<TimedLine>& lines, Kind kind) : lines_(lines), kind_(kind) {
    earliest_.resize(lines.size() + 1, std::numeric_limits<std::int64_t>::max());
    for (std::size_t i = lines.size(); i > 0; --i) {
      earliest_[i - 1] = std::min(earliest_[i], lines[i - 1].ms);
    }
  }
  [[nodiscard]] bool empty() const { return next_ == lines_.size(); }
  [[nodiscard]] bool may_give(const Rest& other) const {
    return !empty() && other.earliest_[other.next_] >= lines_[next_].ms - kLatenessMs;
  }
  support::FedLine give() {
    const TimedLine& line = lines_[next_++];
    return {kind_, line.text, line.chunk.has_value() ? &*line.chunk : nullptr};
  }
  [[nodiscard]] std::int64_t next_ms() const {
    return empty() ? std::numeric_limits<std::int64_t>::max() : lines_[next_].ms;
  }

 private:
  const std::vector<TimedLine>& lines_;
  Kind kind_;
  std::vector<std::int64_t> earliest_;  // of the lines from here on
  std::size_t next_ = 0;
};

std::vector<Rest> sources_of(const Night& night) {
  return {Rest(night.audit, Kind::audit), Rest(night.tlog, Kind::tlog),
          Rest(night.sudo, Kind::chunks)};
}

// One source is preferred for a while, and runs as far ahead as it may; then perhaps another.
std::vector<support::FedLine> interleaved(const Night& night, Random& random) {
  std::vector<Rest> sources = sources_of(night);
  const std::size_t patience = 1 + random() % 200;
  std::size_t first = random() % sources.size();
  std::vector<support::FedLine> lines;
  while (true) {
    if (random() % patience == 0) first = random() % sources.size();
    Rest* gives = nullptr;
    for (std::size_t i = 0; i < sources.size() && gives == nullptr; ++i) {
      Rest& each = sources[(first + i) % sources.size()];
      const bool may = std::all_of(sources.begin(), sources.end(),
                                   [&](const Rest& other) { return each.may_give(other); });
      if (may) gives = &each;
    }
    if (gives == nullptr) return lines;
    lines.push_back(gives->give());
  }
}

// By time; as MergedInputs has it, where sudo's logs come as a source of their own.
std::vector<support::FedLine> by_time(const Night& night) {
  std::vector<Rest> sources = sources_of(night);
  std::vector<support::FedLine> lines;
  while (true) {
    const auto gives =
        std::min_element(sources.begin(), sources.end(),
                         [](const Rest& a, const Rest& b) { return a.next_ms() < b.next_ms(); });
    if (gives->empty()) return lines;
    lines.push_back(gives->give());
  }
}

// What was seen over all cases: a generator that makes nothing of a kind tests nothing of it.
struct Seen {
  std::size_t verified = 0, unverified = 0, suspect = 0, losses = 0, repeats = 0, nested = 0,
              contradicted = 0, damaged = 0, closed = 0, left_open = 0, lines = 0, builtins = 0,
              alone = 0, of_prompts = 0, sudo = 0, unaudited = 0, vouched_twice = 0, floods = 0;

  void count(const support::Woven& woven) {
    repeats += woven.counts.duplicates;
    damaged += woven.counts.documents[model::kind_index("deadletter")];
    for (const std::string& json : woven.documents) {
      const auto has = [&](const char* text) { return json.find(text) != std::string::npos; };
      if (json.starts_with(R"({"kind":"tty")")) {
        const bool owned = has(R"("session_id":)");
        if (has(R"("source":"sudo")")) {
          sudo += owned ? 1U : 0U;
          continue;
        }
        ++(!owned ? suspect : has(R"("vouched_by":)") ? verified : unverified);
      } else if (json.starts_with(R"({"kind":"command")")) {
        const bool line = has(R"("source":"terminal")");
        ++(!line ? alone : has(R"("executed_count":0)") ? builtins : lines);
        of_prompts += line && has(R"("parent_command":)") ? 1U : 0U;
      } else if (json.starts_with(R"({"kind":"session")")) {
        nested += has(R"("inside":)") ? 1U : 0U;
        contradicted += has("chunk-contradicted") ? 1U : 0U;
        closed += has(R"("state":"closed")") ? 1U : 0U;
        left_open += has(R"("state":"updated")") && has(R"("bytes_out":)") ? 1U : 0U;
        floods += has(R"("flood_bytes":)") ? 1U : 0U;
      } else if (json.starts_with(R"({"kind":"pipeline")")) {
        losses += has(R"("what":"loss")") ? 1U : 0U;
        unaudited += has("without an audit record") ? 1U : 0U;
        vouched_twice += has("vouches for another log") ? 1U : 0U;
      }
    }
  }
};

// Returns the member NAME of a document, as `"NAME":"VALUE"`, or "".
std::string member_of(const std::string& json, const std::string& name) {
  const std::size_t at = json.find("\"" + name + "\":\"");
  return at == std::string::npos ? "" : json.substr(at, json.find(',', at) - at);
}

std::set<std::string> contradicted(const std::vector<std::string>& documents,
                                   const std::string& name) {
  std::set<std::string> members;
  for (const std::string& json : documents) {
    if (json.find(R"("what":"chunks-contradicted")") != json.npos)
      members.insert(member_of(json, name));
  }
  return members;
}

// The chunk kept of a flood is told later than it came, so a contradiction may be known by then.
void forget_contradicted_floods(std::vector<std::string>& documents) {
  const std::set<std::string> recordings = contradicted(documents, "rec");
  std::erase_if(documents, [&](const std::string& json) {
    return json.starts_with(R"({"kind":"tty")") && recordings.contains(member_of(json, "rec"));
  });
}

// Commands that were told before a contradiction of chunks was known do not say so, nor that nothing
// vouches for them, and when it is known depends on which input is read first.
void forget_contradictions(std::vector<std::string>& documents) {
  const std::set<std::string> sessions = contradicted(documents, "session_key");
  for (std::string& json : documents) {
    if (!json.starts_with(R"({"kind":"command")") ||
        !sessions.contains(member_of(json, "session_key")))
      continue;
    for (const std::string_view said :
         {R"("integrity":["chunk-contradicted"],)", R"("vouched_by":"recorder-ran",)"}) {
      if (const std::size_t at = json.find(said); at != json.npos) json.erase(at, said.size());
    }
  }
}

void expect_same(std::vector<std::string> merged, std::vector<std::string> mixed, unsigned seed,
                 bool flooded) {
  if (flooded) {
    forget_contradicted_floods(merged);
    forget_contradicted_floods(mixed);
  }
  forget_contradictions(merged);
  forget_contradictions(mixed);
  std::sort(merged.begin(), merged.end());
  std::sort(mixed.begin(), mixed.end());
  if (merged == mixed) return;
  std::string only;
  for (const auto& [name, a, b] :
       {std::tuple("merged: ", &merged, &mixed), std::tuple("mixed:  ", &mixed, &merged)}) {
    std::vector<std::string> more;
    std::set_difference(a->begin(), a->end(), b->begin(), b->end(), std::back_inserter(more));
    for (std::size_t i = 0; i < std::min<std::size_t>(more.size(), 3); ++i) {
      only += std::string(name) + more[i] + "\n";
    }
  }
  FAIL() << "seed " << seed << "\n" << only;
}

// event_id is the primary key: no two documents have one.
void expect_own_ids(const std::vector<std::string>& documents, unsigned seed) {
  constexpr std::string_view name = R"("event_id":")";
  std::map<std::string, const std::string*> by_id;
  for (const std::string& json : documents) {
    const std::size_t begin = json.find(name) + name.size();
    const std::string id = json.substr(begin, json.find('"', begin) - begin);
    const auto [known, fresh] = by_id.emplace(id, &json);
    ASSERT_TRUE(fresh || *known->second == json) << "seed " << seed << "\n"
                                                 << *known->second << "\n"
                                                 << json;
  }
}

void run_cases(std::size_t from, std::size_t to) {
  Seen seen;
  for (std::size_t i = from; i < to; ++i) {
    const unsigned seed = kSeed + static_cast<unsigned>(i);
    const Night night = make_night(seed);
    Random random(seed);
    support::WeaveInput input{{joined(night.audit)}, {joined(night.tlog)}};
    input.boot_id = night.boot_id;
    if (i % kFlooded == 0) input.flood_limit = kFlood;
    const support::Woven merged =
        night.sudo.empty() ? support::weave(input) : support::weave_in_order(input, by_time(night));
    const auto lines = interleaved(night, random);
    // Now and then another weaver goes on in the midst of it.
    if (i % kHandedOver == 0) input.handovers = {random() % lines.size()};
    const support::Woven mixed = support::weave_in_order(input, lines);
    expect_own_ids(merged.documents, seed);
    expect_same(merged.documents, mixed.documents, seed, input.flood_limit != 0);
    if (testing::Test::HasFatalFailure()) return;
    seen.count(merged);
  }
  EXPECT_GT(seen.verified, 0U);
  EXPECT_GT(seen.unverified, 0U);
  EXPECT_GT(seen.suspect, 0U);
  EXPECT_GT(seen.losses, 0U);
  EXPECT_GT(seen.repeats, 0U);
  EXPECT_GT(seen.nested, 0U);
  EXPECT_GT(seen.contradicted, 0U);
  EXPECT_GT(seen.damaged, 0U);
  EXPECT_GT(seen.closed, 0U);
  EXPECT_GT(seen.left_open, 0U);
  EXPECT_GT(seen.lines, 0U);
  EXPECT_GT(seen.builtins, 0U);
  EXPECT_GT(seen.alone, 0U);
  EXPECT_GT(seen.of_prompts, 0U);
  EXPECT_GT(seen.sudo, 0U);
  EXPECT_GT(seen.unaudited, 0U);
  EXPECT_GT(seen.vouched_twice, 0U);
  EXPECT_GT(seen.floods, 0U);
}

// Four parts, so that two cores share them.
TEST(Interleaving, FirstQuarter) { run_cases(0, kCases / 4); }
TEST(Interleaving, SecondQuarter) { run_cases(kCases / 4, kCases / 2); }
TEST(Interleaving, ThirdQuarter) { run_cases(kCases / 2, kCases * 3 / 4); }
TEST(Interleaving, LastQuarter) { run_cases(kCases * 3 / 4, kCases); }

}  // namespace
}  // namespace auweave
