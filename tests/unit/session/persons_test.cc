#include "session/persons.h"

#include <gtest/gtest.h>

namespace auweave::session {
namespace {

TEST(Persons, AreToldByTheTableThenByTheCertificate) {
  const Persons persons = {{"SHA256:a", "Alice"}};
  const auto person = [&](const char* key, const char* certificate) {
    Arrival arrival;
    model::SshdLine line;
    line.what = model::SshdLine::What::accepted;
    line.method = "publickey";
    line.key = key;
    line.cert_id = certificate;
    arrival.add(line, {});
    return std::string(person_of(arrival, persons));
  };
  EXPECT_EQ(person_of(Arrival(), persons), "");
  EXPECT_EQ(person("SHA256:a", ""), "Alice");
  EXPECT_EQ(person("SHA256:a", "alice@corp"), "Alice");
  EXPECT_EQ(person("SHA256:b", "alice@corp"), "alice@corp");
  EXPECT_EQ(person("SHA256:b", ""), "");
}

}  // namespace
}  // namespace auweave::session
