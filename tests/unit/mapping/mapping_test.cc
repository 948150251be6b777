#include "mapping/mapping.h"

#include <gmock/gmock.h>

#include "compiled.h"
#include "mapping/field.h"
#include "support/text_file.h"

namespace auweave::mapping {
namespace {

// Texts that an event's lists are views of.
constexpr std::array<std::string_view, 3> kArgv = {"rm", "", "-rf"};
constexpr std::array<std::string_view, 2> kKeys = {"exec", "root"};

model::PathFacts path(std::int64_t item, std::string_view name, std::string_view nametype) {
  model::PathFacts facts;
  facts.item = item;
  facts.name = name;
  facts.nametype = nametype;
  return facts;
}

model::EventDocument event() {
  model::EventDocument document;
  document.stamp.host = "bastion01";
  document.stamp.actor = "alice";
  document.stamp.src_ip = "10.99.0.2";
  document.stamp.time = base::WallTime::from_ms(1'795'243'350'198);
  document.action = "executed";
  document.result = "success";
  document.exe = "/usr/bin/rm";
  document.command = "rm  -rf";
  document.argv = kArgv;
  document.rule_keys = kKeys;
  document.pid = 25290;
  document.types = {"SYSCALL", "EXECVE"};
  document.paths = {path(0, "/usr/bin/rm", "NORMAL"), path(1, "/tmp/x", "DELETE")};
  return document;
}

model::SessionDocument session() {
  model::SessionDocument document;
  document.stamp.host = "h";
  document.stamp.actor = "alice";
  document.state = "opened";
  document.ses = 3;
  document.integrity = {"login-unseen"};
  return document;
}

struct Case {
  std::string name, fields, written;
};
void PrintTo(const Case& each, std::ostream* out) { *out << each.fields; }

class Language : public testing::TestWithParam<Case> {};

TEST_P(Language, Writes) { EXPECT_EQ(fields(GetParam().fields, event()), GetParam().written); }

const std::vector<Case> kCases = {
    {"Names", "[actor, host, target]", R"({"actor":"alice","host":"bastion01"})"},
    {"NamesWithDots", "[process.title, actor]", R"({"actor":"alice"})"},
    {"Paths", "{user.name: actor, host.name: host, user.ip: src_ip}",
     R"({"user":{"name":"alice","ip":"10.99.0.2"},"host":{"name":"bastion01"}})"},
    {"NothingOfWhatIsAbsent", "{a.b.c: target, d: actor}", R"({"d":"alice"})"},
    {"Types", "[pid, argv, time]",
     R"({"pid":25290,"argv":["rm","","-rf"],"time":"2026-11-21T06:42:30.198Z"})"},
    {"Constants",
     R"({a: {const: x}, b: {const: 7}, c: {const: "7"}, d: {const: true}, e: {const: [p, q]}})",
     R"({"a":"x","b":7,"c":"7","d":true,"e":["p","q"]})"},
    {"First", "{a: {first: [target, account_tried, actor, host]}}", R"({"a":"alice"})"},
    {"FirstOfRecipes", "{a: {first: [{from: target, to: lower}, {const: nobody}]}}",
     R"({"a":"nobody"})"},
    {"AllOnce", "{a: {all: [actor, key, {const: alice}, pid, target]}}",
     R"({"a":["alice","exec","root","25290"]})"},
    {"ListOfAll", R"({a: {list: [actor, target, {const: alice}, pid], to: {join: "-"}}})",
     R"({"a":"alice-alice-25290"})"},
    {"AllOfNothing", "{a: {all: [target, dest_ip]}}", "{}"},
    {"Values", "{a: {from: action, values: {executed: start}}}", R"({"a":"start"})"},
    {"ValuesOfAnother", "{a: {from: action, values: {opened-file: open}}}", "{}"},
    {"ValuesWithDefault", "{a: {from: action, values: {opened-file: open}, default: other}}",
     R"({"a":"other"})"},
    {"DefaultOfWhatIsAbsent", "{a: {from: target, default: unknown}}", R"({"a":"unknown"})"},
    {"ValuesOfANumber", "{a: {from: pid, values: {25290: this}}}", R"({"a":"this"})"},
    {"ValuesThatAreLists", "{a: {from: action, values: {executed: [start, info]}}}",
     R"({"a":["start","info"]})"},
    {"ValuesOfAList", "{a: {from: types, values: {EXECVE: exec, CWD: cwd}}}", R"({"a":["exec"]})"},
    {"Case", "{a: {from: actor, to: upper}, b: {from: types, to: lower}}",
     R"({"a":"ALICE","b":["syscall","execve"]})"},
    {"PartsOfAPath", "{a: {from: exe, to: basename}, b: {from: exe, to: dirname}}",
     R"({"a":"rm","b":"/usr/bin"})"},
    {"PartsOfAFolder",
     R"({a: {const: /var/run//tlog//, to: basename}, b: {const: /var/run//tlog//, to: dirname}})",
     R"({"a":"tlog","b":"/var/run"})"},
    {"PartsOfTheRoot",
     R"({a: {const: //, to: basename}, b: {const: /, to: dirname}, c: {const: x, to: dirname}})",
     R"({"a":"/","b":"/","c":"."})"},
    {"NoEmptyText", R"({a: {const: ",,", to: [{split: ","}, {join: "-"}]}, b: actor})",
     R"({"b":"alice"})"},
    {"Join", R"({a: {from: argv, to: {join: "|"}}})", R"({"a":"rm||-rf"})"},
    {"Count", "{a: {from: argv, to: count}}", R"({"a":3})"},
    {"Split", R"({a: {from: command, to: {split: " "}}})", R"({"a":["rm","-rf"]})"},
    {"Numbers",
     R"({a: {from: src_ip, to: int}, b: {first: [{const: "12"}], to: int}, c: {from: pid, to: text}})",
     R"({"b":12,"c":"25290"})"},
    {"Times",
     "{a: {from: time, to: epoch_ms}, b: {from: time, to: epoch_s}, c: {from: pid, to: {times: "
     "1000}}}",
     R"({"a":1795243350198,"b":1795243350,"c":25290000})"},
    {"Sums", "{a: {from: pid, to: {plus: -25000}}, b: {const: 9223372036854775807, to: {plus: 1}}}",
     R"({"a":290})"},
    {"Addresses",
     R"({a: {from: src_ip, to: ip}, b: {from: exe, to: ip}, c: {const: "FD99::0:1", to: ip}, d: {const: "::ffff:10.1.2.3", to: ip}})",
     R"({"a":"10.99.0.2","c":"fd99::1","d":"10.1.2.3"})"},
    {"Truncated", "{a: {from: exe, to: {truncate: 8}}, b: {from: exe, to: {truncate: 11}}}",
     R"({"a":"/usr/…","b":"/usr/bin/rm"})"},
    {"OneAfterTheOther", "{a: {from: exe, to: [basename, upper]}}", R"({"a":"RM"})"},
    {"Objects", "[paths]",
     R"({"paths":[{"item":0,"name":"/usr/bin/rm","nametype":"NORMAL"},{"item":1,"name":"/tmp/x","nametype":"DELETE"}]})"},
    {"Each", "{a: {each: paths, fields: {file.name: {from: name, to: basename}}}}",
     R"({"a":[{"file":{"name":"rm"}},{"file":{"name":"x"}}]})"},
    {"EachOfSome", "{a: {each: paths, when: {nametype: DELETE}, fields: [name]}}",
     R"({"a":[{"name":"/tmp/x"}]})"},
    {"EachOfNone", "{a: {each: paths, when: {nametype: CREATE}}, b: actor}", R"({"b":"alice"})"},
};
INSTANTIATE_TEST_SUITE_P(All, Language, testing::ValuesIn(kCases),
                         [](const auto& each) { return each.param.name; });

// `when`, as the condition of a rule.
struct Asked {
  std::string name, when;
  bool holds;
};
void PrintTo(const Asked& each, std::ostream* out) { *out << each.when; }

class When : public testing::TestWithParam<Asked> {};

TEST_P(When, Holds) {
  const std::string text =
      "version: 1\ndocuments: {event: {fields: {a: {const: before}}, rules: [{when: " +
      GetParam().when + ", fields: {a: {const: held}}}]}}";
  EXPECT_EQ(written(text, event()), GetParam().holds ? R"({"a":"held"})" : R"({"a":"before"})");
}

const std::vector<Asked> kAsked = {
    {"Equal", "{action: executed}", true},
    {"Another", "{action: opened-file}", false},
    {"Absent", "{target: x}", false},
    {"AllOfThem", "{action: executed, result: success}", true},
    {"NotAllOfThem", "{action: executed, result: failure}", false},
    {"OneOf", "{action: [opened-file, executed]}", true},
    {"In", "{action: {in: [opened-file]}}", false},
    {"ANumber", "{pid: 25290}", true},
    {"OfAListAny", "{key: root}", true},
    {"OfAListNone", "{key: [a, b]}", false},
    {"Matches", R"({command: {matches: "^rm\\s"}})", true},
    {"MatchesAnywhere", "{command: {matches: -rf}}", true},
    {"MatchesOneOf", "{command: {matches: [zzz, rm]}}", true},
    {"MatchesNone", "{command: {matches: ^-rf}}", false},
    {"MatchesAnElement", "{argv: {matches: ^-rf$}}", true},
    {"Cidr", "{src_ip: {cidr: 10.99.0.0/16}}", true},
    {"CidrOneOf", "{src_ip: {cidr: [\"fd99::/16\", 10.0.0.0/8]}}", true},
    {"CidrOther", "{src_ip: {cidr: 10.98.0.0/16}}", false},
    {"CidrOfAbsent", "{dest_ip: {cidr: 0.0.0.0/0}}", false},
    {"Exists", "{src_ip: {exists: true}}", true},
    {"ExistsNot", "{src_ip: {exists: false}}", false},
    {"AbsentExistsNot", "{dest_ip: {exists: false}}", true},
    {"AnObjectHas", "{paths: {has: {nametype: DELETE}}}", true},
    {"NoObjectHas", "{paths: {has: {nametype: DELETE, item: 0}}}", false},
    {"ObjectsExist", "{paths: {exists: true}}", true},
    {"NotAValue", "{actor: {not: root}}", true},
    {"NotTheValue", "{actor: {not: [root, alice]}}", false},
    {"Any", "{any: [{actor: bob}, {actor: alice}]}", true},
    {"AnyOfNone", "{any: [{actor: bob}, {actor: carol}]}", false},
    {"All", "{all: [{actor: alice}, {pid: 1}]}", false},
    {"Not", "{not: {actor: alice}}", false},
    {"NotAll", "{not: {actor: alice, pid: 1}}", true},
    {"TwoTests", "{src_ip: {cidr: 10.0.0.0/8, not: 10.99.0.2}}", false},
};
INSTANTIATE_TEST_SUITE_P(All, When, testing::ValuesIn(kAsked),
                         [](const auto& each) { return each.param.name; });

TEST(Mapping, UsesTheLastRuleThatHolds) {
  const std::string text =
      "version: 1\ndocuments:\n  event:\n    fields: {a: {const: 0}}\n    rules:\n"
      "      - {when: {action: executed}, fields: {a: {const: 1}, b: actor}}\n"
      "      - {when: {pid: 25290}, fields: {a: {const: 2}}}\n"
      "      - {when: {pid: 1}, fields: {a: {const: 3}, c: actor}}\n";
  EXPECT_EQ(written(text, event()), R"({"a":2,"b":"alice"})");
}

TEST(Mapping, LeavesOutKindsItDoesNotName) {
  EXPECT_EQ(written("version: 1\ndocuments: {event: [kind]}", session()), "<left out>");
}

TEST(Mapping, DropsKeepsAndSamples) {
  const auto of = [](const std::string& rest) {
    return written("version: 1\ndocuments: {event: {fields: [pid], " + rest + "}}", event());
  };
  const std::string there = R"({"pid":25290})";
  EXPECT_EQ(of("drop: {action: executed}"), "<left out>");
  EXPECT_EQ(of("drop: {action: opened-file}"), there);
  EXPECT_EQ(of("drop: [{action: opened-file}, {pid: 25290}]"), "<left out>");
  EXPECT_EQ(of("keep: {action: executed}"), there);
  EXPECT_EQ(of("keep: [{action: opened-file}, {actor: alice}]"), there);
  EXPECT_EQ(of("keep: {action: opened-file}"), "<left out>");
  EXPECT_EQ(of("keep: {action: executed}, drop: {actor: alice}"), "<left out>");
  EXPECT_EQ(of("sample: [{when: {action: executed}, one_in: 1}]"), there);
}

TEST(Mapping, SamplesOneInSoManyAndAlwaysTheSame) {
  const auto mapping = compiled(
      "version: 1\ndocuments: {event: {fields: [pid], sample: [{when: {action: executed}, one_in: "
      "10}]}}");
  json::Writer out;
  int kept = 0;
  for (unsigned i = 0; i < 10'000; ++i) {
    model::EventDocument document = event();
    const std::string id = "bastion01/1795243250.000/" + std::to_string(i);
    document.stamp.event_id = id;
    const bool first = mapping->write(document, {}, out);
    EXPECT_EQ(mapping->write(document, {}, out), first);
    if (first) ++kept;
  }
  EXPECT_NEAR(kept, 1000, 120);  // four times the deviation of 30
}

TEST(Mapping, RemovesAPathFromEachKindThatWritesIt) {
  const std::string all = written("version: 1\nextends: flat", event());
  const std::string some =
      written("version: 1\nextends: flat\nremove: [serial, boot_id, closed]", event());
  EXPECT_NE(all.find("\"serial\""), std::string::npos);
  EXPECT_EQ(some.find("\"serial\""), std::string::npos);
  EXPECT_EQ(some.find("\"boot_id\""), std::string::npos);
  EXPECT_NE(some.find("\"actor\""), std::string::npos);
}

TEST(Mapping, ExtendsAnother) {
  const auto of = [](const std::string& rest) {
    return written("version: 1\nextends: flat\n" + rest, session());
  };
  EXPECT_EQ(
      of(""),
      written(
          "version: 1\ndocuments: {session: [kind, event_id, host, actor, state, ses, integrity]}",
          session()));
  // A field that is made anew keeps its place.
  EXPECT_EQ(
      of("documents: {session: {remove: [event_id, host], fields: {actor: {from: actor, to: "
         "upper}, own: {const: x}}}}"),
      R"({"kind":"session","actor":"ALICE","state":"opened","ses":3,"integrity":["login-unseen"],"own":"x"})");
  EXPECT_EQ(of("documents: {session: none}"), "<left out>");
}

TEST(Mapping, ExtendedRulesGiveWayToWhatIsSaidAnew) {
  const support::TemporaryFolder folder;
  const std::string parent = folder.path("parent.yaml");
  support::write_file(
      parent,
      "version: 1\ntables: {t: {executed: run}}\ndocuments: {event: {fields: {a: host}, rules: "
      "[{when: {pid: 25290}, fields: {a: comm, b: exe}}]}}");
  EXPECT_EQ(written("version: 1\nextends: " + parent, event()), R"({"b":"/usr/bin/rm"})");
  EXPECT_EQ(written("version: 1\nextends: " + parent +
                        "\ndocuments: {event: {fields: {a: actor, c: {from: action, values: t}}}}",
                    event()),
            R"({"a":"alice","b":"/usr/bin/rm","c":"run"})");
}

TEST(Mapping, CutsWhatExceedsItsLimits) {
  model::EventDocument document = event();
  const std::string text(500, 'x');
  document.command = text;
  EXPECT_EQ(
      written(
          "version: 1\nlimits: {text: 64, items: 2}\ndocuments: {event: [command, argv, paths]}",
          document),
      R"({"command":")" + std::string(61, 'x') +
          R"(…","argv":["rm",""],"paths":[{"item":0,"name":"/usr/bin/rm","nametype":"NORMAL"},{"item":1,"name":"/tmp/x","nametype":"DELETE"}]})");
}

// A limit is for what is written: the escaped form is up to four times as long.
TEST(Mapping, CutsTheEscapedFormBetweenCharacters) {
  model::EventDocument document = event();
  const std::string bad(100, '\xFF');
  document.command = bad;
  std::string expected;
  for (int i = 0; i < 15; ++i) expected += R"(\\xFF)";
  EXPECT_EQ(written("version: 1\nlimits: {text: 64}\ndocuments: {event: [command]}", document),
            R"({"command":")" + expected + R"(…"})");
  const std::string wide = std::string(60, 'x') + "äöü";
  document.command = wide;
  EXPECT_EQ(written("version: 1\nlimits: {text: 64}\ndocuments: {event: [command]}", document),
            R"({"command":")" + std::string(60, 'x') + R"(…"})");
}

TEST(Mapping, HashesWithAKey) {
  const support::TemporaryFolder folder;
  support::write_file(folder.path("key"), "0123456789abcdef\n");
  // Of `printf alice | openssl dgst -sha256 -hmac 0123456789abcdef`.
  EXPECT_EQ(fields("{a: {from: actor, to: {hash: " + folder.path("key") + "}}}", event()),
            R"({"a":"fdbf8b1cacd3d578e062d0e41104357d06aa63eca39f80b6fd7c83afedf1d44a"})");
}

TEST(Mapping, WritesRecordLinesOnlyWhereTheyAreAskedFor) {
  model::AuditEvent records;
  records.records.emplace_back();
  records.records.back().line = "type=LOGIN msg=…";
  model::EventDocument document = event();
  document.event = &records;
  const std::string text =
      "version: 1\ndocuments: {event: {fields: {pid: pid, event.original: raw}}}";
  EXPECT_EQ(written(text, document), R"({"pid":25290})");
  EXPECT_EQ(written(text, document, {.with_raw = true}),
            R"({"pid":25290,"event":{"original":["type=LOGIN msg=…"]}})");
}

TEST(Mapping, WritesWhetherAProgramWasLetRun) {
  model::Executed denied;
  denied.exe = "/usr/sbin/nft";
  denied.failed = true;
  model::Executed ran = denied;
  ran.failed = false;
  model::CommandDocument document;
  document.executed = {&denied, &ran};
  EXPECT_EQ(
      written("version: 1\ndocuments: {command: [executed]}", document),
      R"({"executed":[{"exe":"/usr/sbin/nft","started":"1970-01-01T00:00:00.000Z",)"
      R"("result":"failure"},{"exe":"/usr/sbin/nft","started":"1970-01-01T00:00:00.000Z"}]})");
}

TEST(Mapping, TellsWhetherItNeedsWholeEvents) {
  const auto whole = [](const std::string& event) {
    return compiled("version: 1\ndocuments: {event: " + event + "}")->writes_extended();
  };
  EXPECT_FALSE(whole("[kind, pid, records]"));
  EXPECT_TRUE(whole("{fields: {a.b: process.uid}}"));
  EXPECT_TRUE(whole("{fields: {a: {first: [comm, process.title]}}}"));
  EXPECT_TRUE(whole("{fields: [pid], drop: {not: {paths: {exists: true}}}}"));
  EXPECT_TRUE(whole("{fields: [pid], rules: [{when: {process.uid: 0}, fields: [comm]}]}"));
}

// topic | key | header=value, …
std::string address(const std::string& event_section, const model::Document& document) {
  const auto mapping =
      compiled("version: 1\ndocuments:\n  event: {fields: [kind], " + event_section + "}\n");
  if (!mapping.ok()) return mapping.error().message;
  json::Writer out;
  Address to;
  EXPECT_TRUE(mapping->write(document, {}, out, &to));
  std::string text = std::string(to.topic) + "|" + std::string(to.key) + "|";
  for (const auto& [name, value] : to.headers)
    text += std::string(name) + "=" + std::string(value) + ",";
  return text;
}

TEST(Mapping, SaysWhereDocumentsGo) {
  EXPECT_EQ(address("drop: {pid: 1}", event()), "||");
  EXPECT_EQ(address("topic: restricted, key: host, headers: {who: actor, exe: {from: exe, to: "
                    "basename}, not: target}",
                    event()),
            "restricted|bastion01|who=alice,exe=rm,");
  EXPECT_EQ(address("key: target", event()), "||");
  const std::string rules =
      "rules: [{when: {pid: 25290}, topic: first}, {when: {action: executed}, topic: second}, "
      "{when: {pid: 1}, topic: third}]";
  EXPECT_EQ(address("topic: base, " + rules, event()), "second||");
  model::EventDocument other = event();
  other.pid = 2;
  other.action = "opened-file";
  EXPECT_EQ(address("topic: base, " + rules, other), "base||");
  EXPECT_EQ(address(rules, other), "||");
}

TEST(Mapping, NamesItsTopics) {
  EXPECT_THAT(compiled("version: 1\ndocuments: {event: {fields: [pid], topic: a, rules: [{when: "
                       "{pid: 1}, topic: b}]}, "
                       "session: {fields: [kind], topic: a}}")
                  ->topics(),
              testing::ElementsAre("a", "b"));
}

// Each name once, none that differs from another only in case, none that is a value and an object at
// once: a preset may use all of them.
TEST(Fields, CanAllBeWrittenUnderTheirOwnNames) {
  for (const std::string_view kind : model::kKinds) {
    std::string text = "version: 1\ndocuments: {" + std::string(kind) + ": [";
    for (const Field& field : fields_of(kind)) text += std::string(field.name) + ", ";
    const auto mapping = compiled(text + "]}");
    EXPECT_TRUE(mapping.ok()) << mapping.error().message;
  }
}

}  // namespace
}  // namespace auweave::mapping
