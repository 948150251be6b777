// Finds the LOGIN records among the inputs of a live weaver, before they are woven: somebody has to
// be asked about an account when it logs in.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "model/ids.h"
#include "pipeline/input.h"

namespace auweave::pipeline {

// Login: a LOGIN record, as its line tells. A value.
struct Login {
  std::string node;  // empty: the record has no node=
  model::EventKey key;
  model::Ses ses;
  model::Uid auid;
};

// Returns the LOGIN of a line, or nothing if the line is no LOGIN that succeeded, or is damaged.
std::optional<Login> login_of(std::string_view line);

// Calls `take` for each LOGIN in the audit lines of the input.
void each_login(const Input& input, const std::function<void(const Login&)>& take);

}  // namespace auweave::pipeline
