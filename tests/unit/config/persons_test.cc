#include "config/persons.h"

#include <gtest/gtest.h>

#include <string>

#include "support/text_file.h"

namespace auweave::config {
namespace {

constexpr std::size_t kDigits = 43;

std::string key_of(char digit, std::size_t digits = kDigits) {
  return "SHA256:" + std::string(digits, digit);
}

// A table in a file of its own. A mistake is told with the path cut off.
class Table {
 public:
  explicit Table(const std::string& text) : path_(folder_.path("persons.yaml")) {
    support::write_file(path_, text);
  }
  [[nodiscard]] base::Result<PersonsByKey> load() const { return load_persons(path_); }
  [[nodiscard]] std::string problem() const {
    const auto read = load();
    if (read.ok()) return "";
    std::string told = read.error().message;
    for (std::size_t at; (at = told.find(path_)) != std::string::npos;)
      told.replace(at, path_.size(), "p");
    return told;
  }

 private:
  support::TemporaryFolder folder_;
  std::string path_;
};

std::string no_fingerprint(const std::string& key) {
  return "'" + key +
         "' is no fingerprint: SHA256: and 43 characters are expected, as `ssh-keygen -l` has it";
}

constexpr const char* kNoName = "a person's name is expected, of 1 to 128 bytes";

TEST(Persons, AreReadFromAFile) {
  const std::string odd = "SHA256:+/09azAZ" + std::string(kDigits - 8, 'x');
  const auto read =
      Table("\"" + key_of('a') + "\": alice\n" + key_of('b') + ": Bob Öberg\n\"" + odd + "\": 12\n")
          .load();
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(*read, (PersonsByKey{{key_of('a'), "alice"}, {key_of('b'), "Bob Öberg"}, {odd, "12"}}));
}

TEST(Persons, OfOneFileAreRefusedWithEveryMistakeAtOnce) {
  const std::string md5 = "MD5:" + std::string(kDigits, 'a');
  const std::string padded = key_of('c', kDigits - 1) + "=";
  const Table table("\"SHA256:short\": \"\"\n" + md5 + ": carol\n" + key_of('a') + ": [x]\n" +
                    key_of('b') + ": good\n" + padded + ": dora\n");
  const std::string column = std::to_string(key_of('a').size() + 3);
  EXPECT_EQ(table.problem(), "p:1:1: " + no_fingerprint("SHA256:short") + "\np:1:17: " + kNoName +
                                 "\np:2:1: " + no_fingerprint(md5) + "\np:3:" + column + ": " +
                                 kNoName + "\np:5:1: " + no_fingerprint(padded));
}

TEST(Persons, HaveKeysOfTheRightLengthAndDigits) {
  for (const std::string& key :
       {key_of('a', kDigits - 1), key_of('a', kDigits + 1), key_of('-'), key_of('_'),
        "sha256:" + std::string(kDigits, 'a'), " " + key_of('a'), std::string(kDigits, 'a')}) {
    EXPECT_EQ(Table("\"" + key + "\": alice\n").problem(), "p:1:1: " + no_fingerprint(key));
  }
}

TEST(Persons, HaveNamesOfOneTo128Bytes) {
  const std::string key = "\"" + key_of('a') + "\": ";
  const std::string place = "p:1:" + std::to_string(key.size() + 1) + ": ";
  EXPECT_EQ(Table(key + std::string(128, 'n') + "\n").problem(), "");
  for (const std::string& name :
       {std::string(129, 'n'), std::string("\"\""), std::string("~"), std::string("{a: b}"),
        std::string("\"a\\tb\""), std::string("\"a\\nb\""), std::string("\"a\\x7fb\"")}) {
    EXPECT_EQ(Table(key + name + "\n").problem(), place + kNoName) << name;
  }
}

TEST(Persons, AreAMapWithEachKeyOnce) {
  EXPECT_EQ(Table("- x\n").problem(), "p:1:1: a map is expected: {\"SHA256:...\": name}");
  EXPECT_EQ(Table("").problem(), "p:1:1: a map is expected: {\"SHA256:...\": name}");
  const std::string twice = key_of('a') + ": alice\n" + key_of('a') + ": bob\n";
  EXPECT_EQ(Table(twice).problem(), "p:2:1: key '" + key_of('a') + "' appears twice");
}

TEST(Persons, OfNoFileAreTold) {
  const support::TemporaryFolder folder;
  const std::string path = folder.path("none.yaml");
  const auto read = load_persons(path);
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().kind, base::ErrorKind::config);
  EXPECT_EQ(read.error().message, path + ": cannot be read");
}

}  // namespace
}  // namespace auweave::config
