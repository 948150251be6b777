// What is saved has a version that rises with its layout: tests/fixtures/layout.txt has both, as they are now. To
// change the layout, raise the version (src/weave/weaver_state.cc, src/pipeline/input.h) and write the file anew:
// cmake --build --preset dev --target test_property, then
// UPDATE_GOLDEN=1 build/dev/tests/test_property --gtest_filter='Layout.*'
#include "base/layout.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "base/hash.h"
#include "base/text.h"
#include "pipeline/input.h"
#include "pipeline/start_note.h"
#include "support/capture.h"
#include "support/text_file.h"
#include "support/weave.h"

namespace auweave {
namespace {

// "NAME VERSION DIGEST", and below it what the digest is of, for a person who asks what changed.
std::string described(const std::string& name, std::uint64_t version, const base::Layout& layout) {
  std::string listing;
  for (const std::string& line : layout.lines()) listing += "  " + line + "\n";
  const std::uint64_t digest = base::hash_of(listing);
  std::string hex(16, '0');
  for (std::size_t i = 0; i < hex.size(); ++i)
    hex[i] = "0123456789abcdef"[(digest >> (60 - 4 * i)) & 0xFU];
  return name + " " + std::to_string(version) + " " + hex + "\n" + listing;
}

// Captures that between them have something in every part of a weaver's state. 16 and 27 are longer than the 11 s
// that commands wait for.
std::string weavers() {
  base::Layout layout;
  for (const char* name : {"03-login-failed", "04-sudo", "14-second-hop", "16-abrupt", "24-tamper",
                           "26-rich-session", "27-connection-lost", "31-ticket"}) {
    const auto capture = support::load_capture(name);
    support::WeaveInput input;
    input.audit = {capture.plugin};
    input.tlog = {capture.tlog};
    input.sshd_log = capture.sshd;
    input.mapping = "full";
    input.boot_id = capture.boot_id();
    const std::string sudo_io = support::fixture("captures/" + capture.name + "/sudo-io");
    if (std::filesystem::exists(sudo_io)) input.sudo_io = {sudo_io};
    input.layout = &layout;
    const std::size_t pieces = support::lines_of(capture.plugin).size();
    for (std::size_t i = 1; i < pieces; i += 19) input.handovers.push_back(i);
    support::weave(input);
  }
  return described("weaver", weave::saved_version(), layout);
}

template <std::size_t... N>
void add_alternatives(base::Layout& layout, std::index_sequence<N...> /*all*/) {
  (layout(std::variant_alternative_t<N, pipeline::Input>{}), ...);
}

std::string inputs() {
  base::Layout layout;
  add_alternatives(layout, std::make_index_sequence<std::variant_size_v<pipeline::Input>>());
  intake::FollowedLog damaged;
  damaged.recorded = tty::Damage();
  model::TtyChunk chunk;
  chunk.key.emplace();
  chunk.ran.emplace();
  chunk.pieces.emplace_back();
  layout(damaged, chunk, pipeline::Repaired{{{}}, {}});
  return described("input", pipeline::kInputVersion, layout);
}

std::string version_of(const std::string& text, const std::string& name) {
  const std::size_t at = text.find(name + " ");
  if (at == std::string::npos) return "";
  const std::size_t from = at + name.size() + 1;
  return text.substr(from, text.find(' ', from) - from);
}

TEST(Layout, OfWhatIsSavedIsThatOfItsVersion) {
  const std::string now = weavers() + inputs();
  const std::string path = support::fixture("layout.txt");
  const std::string before = std::filesystem::exists(path) ? support::read_file(path) : "";
  if (now == before) return;
  for (const char* name : {"weaver", "input"}) {
    const auto part = [&](const std::string& text) {
      const std::size_t at = text.find(std::string(name) + " ");
      return at == std::string::npos ? "" : text.substr(at, text.find("\n", at) - at);
    };
    if (part(now) == part(before)) continue;
    EXPECT_NE(version_of(now, name), version_of(before, name))
        << "what is saved of a " << name << " has another layout, and the old version";
  }
  if (std::getenv("UPDATE_GOLDEN") != nullptr && !HasFailure())
    return support::write_file(path, now);
  EXPECT_EQ(now, before) << "see the first lines of this file";
}

struct Inner {
  std::vector<std::uint32_t> numbers;
  template <typename Archive>
  void state(Archive& archive) {
    archive(numbers);
  }
};
struct Outer {
  std::map<std::string, Inner> inner;
  std::optional<Inner> other;
  bool flag = false;
  template <typename Archive>
  void state(Archive& archive) {
    archive(inner, other);
    for (int i = 0; i < 3; ++i) archive(flag);
  }
};

TEST(Layout, NamesEveryPartOnce) {
  Outer outer;
  base::Layout empty;
  empty(outer);
  const std::string outers = "(anonymous namespace)::Outer";
  const std::string inners = "(anonymous namespace)::Inner";
  EXPECT_EQ(empty.lines(),
            (std::vector<std::string>{": " + outers, outers + ": map<text " + inners +
                                                         ">, optional<" + inners + ">; flag"}));
  outer.inner["a"] = outer.inner["b"] = {{1}};
  base::Layout full;
  full(outer);
  ASSERT_EQ(full.lines().size(), 3U);
  EXPECT_EQ(full.lines()[1], inners + ": list<unsigned32>");
}

}  // namespace
}  // namespace auweave
