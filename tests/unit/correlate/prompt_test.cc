#include "correlate/prompt.h"

#include <gtest/gtest.h>

namespace auweave::correlate {
namespace {

TEST(Prompt, AsksForMore) {
  for (const char* prompt : {"> ", "... ", "    -> ", "for> ", "cmdand quote> ", "heredoc> ",
                             "function if then> ", "cmdsubst dquote> "}) {
    EXPECT_TRUE(asks_for_more(prompt)) << prompt;
  }
  for (const char* prompt : {"$ ", "myfor> ", "alice for> ", "quote> $ ", "mysql> ", ""}) {
    EXPECT_FALSE(asks_for_more(prompt)) << prompt;
  }
}

}  // namespace
}  // namespace auweave::correlate
