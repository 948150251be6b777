#include "yaml/node.h"

#include <gtest/gtest.h>

namespace auweave::yaml {
namespace {

std::string problem(const std::string& text) {
  const auto node = parse(text, "f.yaml");
  return node.ok() ? "" : node.error().message;
}

TEST(Node, KnowsItsPlace) {
  const auto root = parse("a: 1\nb:\n  - x\n  - {c: d}\n", "f.yaml");
  ASSERT_TRUE(root.ok());
  EXPECT_EQ(root->find("a")->place(), "f.yaml:1:4");
  EXPECT_EQ(root->find("b")->items.at(0).place(), "f.yaml:3:5");
  EXPECT_EQ(root->find("b")->items.at(1).find("c")->text, "d");
  EXPECT_EQ(root->find("z"), nullptr);
}

TEST(Node, TellsNullFromText) {
  const auto root = parse("a:\nb: ~\nc: \"\"\nd: 'null'\n", "f.yaml");
  EXPECT_EQ(root->find("a")->kind, Node::Kind::null);
  EXPECT_EQ(root->find("b")->kind, Node::Kind::null);
  EXPECT_EQ(root->find("c")->kind, Node::Kind::scalar);
  EXPECT_EQ(root->find("d")->kind, Node::Kind::scalar);
}

TEST(Node, RefusesWhatIsAmbiguousWithItsPlace) {
  EXPECT_EQ(problem("a: 1\na: 2\n"), "f.yaml:2:1: key 'a' appears twice");
  EXPECT_EQ(problem("a: &x 1\nb: *x\n"), "f.yaml:1:4: anchors are not supported");
  EXPECT_EQ(problem("a: 1\n---\nb: 2\n").substr(0, 9), "f.yaml:2:");
  EXPECT_EQ(problem("? [a]\n: b\n"), "f.yaml:1:3: a key must be plain text");
  EXPECT_EQ(problem("a: [1\n").substr(0, 7), "f.yaml:");
  EXPECT_NE(problem(std::string(10'000, '[')), "");
}

TEST(Node, AnEmptyTextIsNull) {
  const auto root = parse("", "f.yaml");
  ASSERT_TRUE(root.ok());
  EXPECT_EQ(root->kind, Node::Kind::null);
  EXPECT_EQ(root->place(), "f.yaml:1:1");
  EXPECT_FALSE(load("/nonexistent.yaml").ok());
}

TEST(Problems, AreToldInTheOrderOfTheFile) {
  const auto root = parse("a: 1\nb: 2\n", "f.yaml");
  Problems problems;
  EXPECT_TRUE(problems.none());
  problems.add(*root->find("b"), "second");
  problems.add(*root->find("a"), "first");
  EXPECT_EQ(problems.error().message, "f.yaml:1:4: first\nf.yaml:2:4: second");
}

}  // namespace
}  // namespace auweave::yaml
