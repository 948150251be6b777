// Times, digests, codec, arena.
#include <gtest/gtest.h>

#include "base/arena.h"
#include "base/codec.h"
#include "base/digest.h"
#include "base/wall_time.h"

namespace auweave::base {
namespace {

TEST(WallTime, IsWrittenAsRfc3339) {
  EXPECT_EQ(rfc3339(WallTime::from_ms(1795243249982)), "2026-11-21T06:40:49.982Z");
  EXPECT_EQ(rfc3339(WallTime::from_ms(0)), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(rfc3339(WallTime{1795243249982000001}), "2026-11-21T06:40:49.982000001Z");
  EXPECT_EQ(rfc3339(WallTime::from_ms(-1)), "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(rfc3339(WallTime::from_ms(951782399999)), "2000-02-28T23:59:59.999Z");
  EXPECT_EQ(rfc3339(WallTime::from_ms(951782400000)), "2000-02-29T00:00:00.000Z");
}

TEST(Digest, KeepsPartsApartAndIsSha256) {
  Digester digester;
  const Digest ab_c = digester.add("ab").add("c").finish();
  const Digest a_bc = digester.add("a").add("bc").finish();
  EXPECT_NE(ab_c, a_bc);
  EXPECT_EQ(ab_c, digester.add("ab").add("c").finish());
  // printf '\x01\0\0\0\0\0\0\0a' | sha256sum
  EXPECT_EQ(hex(digester.add("a").finish()), "ae6121c88ba555f64c3d812123eb799d");
}

TEST(Codec, ReadsBackWhatItWrote) {
  Encoder out;
  for (const std::uint64_t number : {0ULL, 127ULL, 128ULL, 300ULL, ~0ULL}) out.number(number);
  out.text("");
  out.text(std::string_view("a\0b", 3));
  const std::string bytes = out.take();
  Decoder in(bytes);
  for (const std::uint64_t number : {0ULL, 127ULL, 128ULL, 300ULL, ~0ULL})
    EXPECT_EQ(in.number(), number);
  EXPECT_EQ(in.text(), "");
  EXPECT_EQ(in.text(), std::string_view("a\0b", 3));
  EXPECT_TRUE(in.ok() && in.at_end());
}

TEST(Codec, StopsAtDamageAndSaysSo) {
  Encoder out;
  out.text("some text");
  const std::string bytes = out.take();
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    Decoder in(std::string_view(bytes).substr(0, size));
    EXPECT_EQ(in.text(), "");
    EXPECT_FALSE(in.ok());
  }
}

TEST(Arena, KeepsViewsUntilClearAndTakesAnySize) {
  Arena arena;
  std::vector<std::string_view> views;
  for (std::size_t size = 1; size < 300'000; size = size * 3 + 1) {
    views.push_back(arena.copy(std::string(size, static_cast<char>('a' + views.size()))));
  }
  const Arena moved = std::move(arena);
  for (std::size_t i = 0; i < views.size(); ++i) {
    EXPECT_EQ(views[i].find_first_not_of(static_cast<char>('a' + i)), std::string_view::npos);
  }
}

}  // namespace
}  // namespace auweave::base
