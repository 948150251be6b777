// A rule holds by its condition alone, whichever way the mapping finds it.
#include <gtest/gtest.h>

#include <set>

#include "compiled.h"

namespace auweave::mapping {
namespace {

struct Case {
  std::string when;
  bool holds;
};
void PrintTo(const Case& each, std::ostream* out) { *out << each.when; }

class Guarded : public testing::TestWithParam<Case> {};

model::EventDocument event() {
  model::EventDocument document;
  document.action = "executed";
  document.category = "process";
  document.pid = 7;
  document.types = {"SYSCALL", "EXECVE"};
  return document;
}

TEST_P(Guarded, HoldsByItsConditionAlone) {
  const std::string rule =
      "      - {when: " + GetParam().when + ", fields: {held: {const: \"yes\"}}}\n";
  const std::string text =
      "version: 1\ndocuments:\n  event:\n    fields: {pid: pid}\n    rules:\n"
      "      - {when: {action: other}, fields: {pid: serial}}\n" +
      rule;
  const std::string want = GetParam().holds ? R"({"pid":7,"held":"yes"})" : R"({"pid":7})";
  EXPECT_EQ(written(text, event()), want);
}

INSTANTIATE_TEST_SUITE_P(
    All, Guarded,
    testing::Values(
        Case{"{action: executed}", true}, Case{"{action: killed}", false},
        Case{"{action: [killed, executed]}", true}, Case{"{action: [executed, executed]}", true},
        Case{"{action: executed, category: file}", false},
        Case{"{category: process, action: executed}", true}, Case{"{action: {not: killed}}", true},
        Case{"{action: {not: executed}}", false}, Case{"{not: {action: killed}}", true},
        Case{"{not: {action: executed}}", false},
        Case{"{any: [{action: killed}, {category: process}]}", true},
        Case{"{any: [{action: killed}, {category: file}]}", false},
        Case{"{any: [{action: killed}, {pid: 7}]}", true},
        Case{"{any: [{action: killed}, {exe: {exists: false}}]}", true},
        Case{"{all: [{action: executed}, {any: [{category: file}, {category: process}]}]}", true},
        Case{"{pid: 7}", true}, Case{"{pid: 8}", false}, Case{"{types: EXECVE}", true},
        Case{"{types: PATH}", false}, Case{"{action: {matches: ^exec}, exe: x}", false},
        Case{"{exe: \"\"}", false}, Case{"{action: {in: executed, matches: ^k}}", false}));

}  // namespace
}  // namespace auweave::mapping
