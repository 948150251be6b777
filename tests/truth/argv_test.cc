// Argument vectors byte for byte: what the driver passed to execve, and what the document says.
#include <gtest/gtest.h>

#include "base/text.h"
#include "support/capture.h"
#include "support/weave.h"

namespace auweave {
namespace {

std::string bytes_of(const std::string& hex) {
  std::string bytes(hex.size() / 2, '\0');
  base::decode_hex(hex, bytes.data());
  return bytes;
}

TEST(Argv, IsRebuiltByteForByte) {
  const auto capture = support::load_capture("09-argv");
  for (const std::string& log : {capture.enriched, support::raw_of(capture.enriched)}) {
    std::map<std::int64_t, rapidjson::Document> events;
    for (const std::string& json : support::weave({{log}, {}}).documents) {
      rapidjson::Document document = support::parse(json);
      if (support::text(document, "kind") != "event") continue;
      const std::int64_t serial = *support::number(document, "serial");
      events.emplace(serial, std::move(document));
    }
    ASSERT_EQ(capture.truth["argv"].Size(), 14U);
    for (const auto& row : capture.truth["argv"].GetArray()) {
      const auto& event = events.at(*support::number(row, "serial"));
      const auto& expected = row["argv_hex"];
      ASSERT_EQ(event["argv"].Size(), expected.Size()) << support::text(row, "name");
      for (rapidjson::SizeType i = 0; i < expected.Size(); ++i) {
        const std::string word(event["argv"][i].GetString(), event["argv"][i].GetStringLength());
        EXPECT_EQ(base::unescaped(word), bytes_of(expected[i].GetString()))
            << support::text(row, "name");
      }
      EXPECT_FALSE(event.HasMember("incomplete"));
    }
  }
}

}  // namespace
}  // namespace auweave
