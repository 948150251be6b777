// The types that index templates give names.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "support/json.h"

namespace auweave {

// One name has one type, whatever the kind: one search asks all indices.
inline void gather(const rapidjson::Value& properties, const std::string& prefix,
                   std::map<std::string, std::string>& types) {
  for (const auto& each : properties.GetObject()) {
    const std::string name = prefix + each.name.GetString();
    if (each.value.HasMember("properties")) {
      gather(each.value["properties"], name + ".", types);
      continue;
    }
    const std::string its = support::canonical(each.value);
    EXPECT_EQ(types.try_emplace(name, its).first->second, its) << name;
  }
}

}  // namespace auweave
