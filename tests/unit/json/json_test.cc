#include <gtest/gtest.h>

#include "json/value.h"
#include "json/writer.h"

namespace auweave::json {
namespace {

TEST(Writer, WritesNoEmptyObjectOrArray) {
  Writer out;
  out.begin_root();
  out.begin_object("a");
  out.begin_array("b");
  out.end_array();
  out.end_object();
  out.begin_object("c");
  out.begin_object("d");
  out.field("e", std::int64_t{1});
  out.end_object();
  out.begin_array("f");
  out.begin_element();
  out.end_object();
  out.begin_element();
  out.field("g", true);
  out.end_object();
  out.end_array();
  out.end_object();
  out.end_root();
  EXPECT_EQ(out.text(), R"({"c":{"d":{"e":1},"f":[{"g":true}]}})");
}

TEST(Writer, WritesAnyBytesAsValidJson) {
  Writer out;
  out.begin_root();
  out.field("k", std::string_view("\0\x1F\"\\\xFF", 5));
  out.end_root();
  EXPECT_EQ(out.text(), R"({"k":"\u0000\u001F\"\\\\\\xFF"})");
  out.clear();
  out.begin_root();
  out.end_root();
  EXPECT_EQ(out.text(), "{}");
}

TEST(Value, ReadsMembersByNameAndType) {
  const auto value =
      Value::parse_object(R"({"s":"x\u0000y","i":-3,"d":1.5,"a":[1,2],"b":[1,"2"],"big":1e400})");
  ASSERT_FALSE(value.ok()) << "1e400 is no number RapidJSON takes";
  const auto good = Value::parse_object(R"({"s":"x\u0000y","i":-3,"d":1.5,"a":[1,2],"b":[1,"2"]})");
  ASSERT_TRUE(good.ok());
  EXPECT_EQ(good->string("s"), std::string_view("x\0y", 3));
  EXPECT_EQ(good->integer("i"), -3);
  EXPECT_EQ(good->number("d"), 1.5);
  EXPECT_EQ(good->number("i"), -3.0);
  EXPECT_EQ(good->integers("a"), (std::vector<std::int64_t>{1, 2}));
  EXPECT_FALSE(good->integers("b").has_value());
  EXPECT_FALSE(good->strings("b").has_value()) << "one of them is no string";
  EXPECT_FALSE(good->strings("s").has_value());
  const auto words = Value::parse_object(R"({"w":["a","","c\u0000"],"n":[]})");
  ASSERT_TRUE(words.ok());
  EXPECT_EQ(words->strings("w"),
            (std::vector<std::string_view>{"a", "", std::string_view("c\0", 2)}));
  EXPECT_EQ(words->strings("n"), std::vector<std::string_view>());
  EXPECT_FALSE(good->integer("s").has_value());
  EXPECT_FALSE(good->string("none").has_value());
}

TEST(Value, RefusesWhatIsNoObjectAndSaysWhere) {
  for (const std::string bad :
       {"", "[]", "1", "{} x", "{\"a\":}", "{\"a\":\"\xFF\"}", "{\"a\":\"\xED\xA0\x80\"}"}) {
    const auto value = Value::parse_object(bad);
    ASSERT_FALSE(value.ok()) << bad;
    EXPECT_FALSE(value.error().message.empty());
  }
  EXPECT_NE(Value::parse_object("{\"a\":}").error().message.find("(byte 5)"), std::string::npos);
}

TEST(Value, SurvivesDeepNesting) {
  EXPECT_FALSE(Value::parse_object(std::string(2'000'000, '[')).ok());
  EXPECT_FALSE(Value::parse_object("{\"a\":" + std::string(2'000'000, '[')).ok());
  EXPECT_TRUE(
      Value::parse_object("{\"a\":" + std::string(100'000, '[') + std::string(100'000, ']') + "}")
          .ok());
}

}  // namespace
}  // namespace auweave::json
