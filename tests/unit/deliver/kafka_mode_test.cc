// The transition tables of KafkaMode, a row here for each of theirs, and all that they do not have.
#include "deliver/kafka_mode.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace auweave::deliver {
namespace {

using S = Sending;
using B = BrokerSight;
using T = Trigger;

const std::vector<S> kSendings = {S::looking, S::sending, S::refused, S::probing};
const std::vector<B> kSights = {B::seen, B::suspect, B::lost};
const std::vector<T> kTriggers = {T::delivered, T::refused,    T::came_back,  T::complained,
                                  T::answered,  T::topics_fit, T::fell_silent};

const std::map<std::pair<S, T>, S> kSendingTable = {
    {{S::looking, T::refused}, S::refused},   {{S::looking, T::topics_fit}, S::sending},
    {{S::sending, T::refused}, S::refused},   {{S::sending, T::came_back}, S::looking},
    {{S::refused, T::delivered}, S::looking}, {{S::refused, T::topics_fit}, S::probing},
    {{S::probing, T::delivered}, S::sending}, {{S::probing, T::refused}, S::refused},
    {{S::probing, T::came_back}, S::refused},
};

// The third of a key: documents go.
const std::map<std::tuple<B, T, bool>, B> kSightTable = {
    {{B::seen, T::complained, true}, B::suspect},   {{B::seen, T::complained, false}, B::lost},
    {{B::suspect, T::complained, false}, B::lost},  {{B::suspect, T::fell_silent, true}, B::lost},
    {{B::suspect, T::fell_silent, false}, B::lost}, {{B::suspect, T::delivered, true}, B::seen},
    {{B::suspect, T::delivered, false}, B::seen},   {{B::suspect, T::answered, true}, B::seen},
    {{B::suspect, T::answered, false}, B::seen},    {{B::lost, T::delivered, true}, B::seen},
    {{B::lost, T::delivered, false}, B::seen},      {{B::lost, T::answered, true}, B::seen},
    {{B::lost, T::answered, false}, B::seen},
};

std::string name_of(const KafkaMode& mode, T trigger) {
  return "sending " + std::to_string(static_cast<int>(mode.sending)) + ", sight " +
         std::to_string(static_cast<int>(mode.sight)) + ", trigger " +
         std::to_string(static_cast<int>(trigger));
}

template <typename Check>
void for_each_combination(Check check) {
  for (const S sending : kSendings) {
    for (const B sight : kSights) {
      for (const T trigger : kTriggers) check(KafkaMode{sending, sight}, trigger);
    }
  }
}

TEST(KafkaMode, BeginsWithALookAndNoSuspicion) {
  EXPECT_EQ(KafkaMode(), (KafkaMode{S::looking, B::seen}));
}

TEST(KafkaMode, TakesEachRowOfItsTables) {
  for (const auto& [row, to] : kSendingTable) {
    const KafkaMode from{row.first, B::seen};
    EXPECT_EQ(after(from, row.second).sending, to) << name_of(from, row.second);
  }
  for (const auto& [row, to] : kSightTable) {
    const auto& [sight, trigger, sends] = row;
    const KafkaMode from{sends ? S::sending : S::looking, sight};
    EXPECT_EQ(after(from, trigger).sight, to) << name_of(from, trigger);
  }
}

TEST(KafkaMode, StaysInEveryCombinationThatItsTablesDoNotHave) {
  for_each_combination([](const KafkaMode& from, T trigger) {
    const auto sending = kSendingTable.find({from.sending, trigger});
    const auto sight = kSightTable.find({from.sight, trigger, from.may_send()});
    const KafkaMode expected{sending == kSendingTable.end() ? from.sending : sending->second,
                             sight == kSightTable.end() ? from.sight : sight->second};
    EXPECT_EQ(after(from, trigger), expected) << name_of(from, trigger);
  });
}

TEST(KafkaMode, SaysWhetherDocumentsGoAndWhetherOneWasRefused) {
  const std::map<S, std::pair<bool, bool>> expected = {{S::looking, {false, false}},
                                                       {S::sending, {true, false}},
                                                       {S::refused, {false, true}},
                                                       {S::probing, {true, true}}};
  for (const auto& [sending, is] : expected) {
    const KafkaMode mode{sending, B::seen};
    EXPECT_EQ(mode.may_send(), is.first);
    EXPECT_EQ(mode.was_refused(), is.second);
  }
}

TEST(KafkaMode, IsWellWhereDocumentsGoAndNothingIsLostOrRefused) {
  for (const S sending : kSendings) {
    for (const B sight : kSights) {
      EXPECT_EQ((KafkaMode{sending, sight}).is_well(), sending == S::sending && sight != B::lost);
    }
  }
}

}  // namespace
}  // namespace auweave::deliver
