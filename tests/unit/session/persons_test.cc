#include "session/persons.h"

#include <gtest/gtest.h>

namespace auweave::session {
namespace {

TEST(Persons, AreToldByTheTableThenByTheCertificate) {
  const Persons persons = {{"SHA256:a", "Alice"}};
  Arrival arrival;
  EXPECT_EQ(person_of(arrival, persons), "");
  arrival.auth_key = "SHA256:a";
  EXPECT_EQ(person_of(arrival, persons), "Alice");
  arrival.cert_id = "alice@corp";
  EXPECT_EQ(person_of(arrival, persons), "Alice");
  arrival.auth_key = "SHA256:b";
  EXPECT_EQ(person_of(arrival, persons), "alice@corp");
  arrival.cert_id.clear();
  EXPECT_EQ(person_of(arrival, persons), "");
}

}  // namespace
}  // namespace auweave::session
