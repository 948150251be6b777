// Of any bytes: what is escaped can be read back, so no two texts have one escaped text.
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>

#include "model/event_id.h"

namespace auweave::model {
namespace {

constexpr std::string_view kPlain =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

std::string read_back(std::string_view escaped) {
  std::string text;
  for (std::size_t at = 0; at < escaped.size(); ++at) {
    if (escaped[at] != '%') {
      text += escaped[at];
      continue;
    }
    text += static_cast<char>(std::stoi(std::string(escaped.substr(at + 1, 2)), nullptr, 16));
    at += 2;
  }
  return text;
}

TEST(EscapedBytes, ArePlainOrHexDigits) {
  for (int byte = 0; byte < 256; ++byte) {
    const std::string text(1, static_cast<char>(byte));
    const std::string escaped = escaped_in_id(text);
    if (kPlain.find(text.front()) != std::string_view::npos) {
      EXPECT_EQ(escaped, text);
    } else {
      EXPECT_EQ(escaped.size(), 3U) << byte;
      EXPECT_EQ(escaped.find_first_not_of("0123456789ABCDEF", 1), std::string::npos) << escaped;
    }
    EXPECT_EQ(read_back(escaped), text) << byte;
  }
}

TEST(EscapedBytes, AreReadBackWhateverTheyAre) {
  std::mt19937 random(20261130);
  for (int i = 0; i < 20'000; ++i) {
    std::string text;
    for (auto size = random() % 12; size > 0; --size)
      text += random() % 3 == 0 ? '%' : static_cast<char>(random() % 256);
    const std::string escaped = escaped_in_id(text);
    ASSERT_EQ(read_back(escaped), text) << escaped;
    ASSERT_EQ(escaped.find('/'), std::string::npos);
  }
}

}  // namespace
}  // namespace auweave::model
