// AccountNames: the names of uids and gids. The weaver is given an AccountNames, so that no part of
// the weaver asks the machine.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include "base/bounded_map.h"
#include "base/result.h"
#include "model/ids.h"

namespace auweave::audit {

class AccountNames {
 public:
  virtual ~AccountNames() = default;
  // Returns the account's name, or no name if no account has the id.
  virtual std::optional<std::string> user(model::Uid uid) = 0;
  virtual std::optional<std::string> group(model::Gid gid) = 0;
};

// NoAccounts: knows no account, so documents have only the names in ENRICHED records, and "root".
class NoAccounts : public AccountNames {
 public:
  std::optional<std::string> user(model::Uid) override { return std::nullopt; }
  std::optional<std::string> group(model::Gid) override { return std::nullopt; }
};

// FileAccounts: the accounts in the passwd(5) and group(5) files of any machine, read once.
class FileAccounts : public AccountNames {
 public:
  // Loads the files; with an empty `group_path` no group has a name. Error (config): a file cannot
  // be read, or a line is not NAME:x:ID:...; the Error names the place.
  static base::Result<FileAccounts> load(const std::string& passwd_path,
                                         const std::string& group_path);
  std::optional<std::string> user(model::Uid uid) override;
  std::optional<std::string> group(model::Gid gid) override;

 private:
  std::unordered_map<std::uint32_t, std::string> users_;
  std::unordered_map<std::uint32_t, std::string> groups_;
};

// SystemAccounts: this machine's accounts (NSS). An answer of NSS is kept for `ttl_seconds`, at
// most kMost answers about uids and kMost about gids. NSS's answers are kept because a uid without
// an account would go through NSS at every record (36 of 44 s of a RAW log).
class SystemAccounts : public AccountNames {
 public:
  // The function `now` returns the seconds of a clock that only goes forward.
  SystemAccounts(std::int64_t ttl_seconds, std::function<std::int64_t()> now);
  std::optional<std::string> user(model::Uid uid) override;
  std::optional<std::string> group(model::Gid gid) override;

  static constexpr std::size_t kMost = 65'536;

 private:
  struct Answer {
    std::optional<std::string> name;
    std::int64_t until = 0;
  };
  using Answers = base::BoundedMap<std::uint32_t, Answer>;
  std::optional<std::string> ask(Answers& answers, std::uint32_t id,
                                 std::optional<std::string> (*lookup)(std::uint32_t));

  std::int64_t ttl_;
  std::function<std::int64_t()> now_;
  Answers users_{kMost};
  Answers groups_{kMost};
};

}  // namespace auweave::audit
