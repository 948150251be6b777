#include "config/accounts_choice.h"

#include <chrono>

namespace auweave::config {
namespace {

constexpr std::int64_t kTtlSeconds = 60;

std::int64_t steady_seconds() {
  using namespace std::chrono;
  return duration_cast<seconds>(steady_clock::now().time_since_epoch()).count();
}

}  // namespace

base::Result<std::unique_ptr<audit::AccountNames>> accounts_from(const std::string& choice) {
  using Accounts = std::unique_ptr<audit::AccountNames>;
  if (choice == "none") return Accounts(std::make_unique<audit::NoAccounts>());
  if (choice == "system") {
    return Accounts(std::make_unique<audit::SystemAccounts>(kTtlSeconds, steady_seconds));
  }
  const std::size_t comma = choice.find(',');
  const std::string group = comma == std::string::npos ? "" : choice.substr(comma + 1);
  auto files = audit::FileAccounts::load(choice.substr(0, comma), group);
  if (!files.ok()) return files.error();
  return Accounts(std::make_unique<audit::FileAccounts>(std::move(*files)));
}

}  // namespace auweave::config
