// AccountNames: the names of uids and gids. Injected, so that no part of the weaver asks the
// machine.
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
  // Returns the name, or nothing if there is no such account.
  virtual std::optional<std::string> user(model::Uid uid) = 0;
  virtual std::optional<std::string> group(model::Gid gid) = 0;
};

// Knows no account. Documents then have only the names in ENRICHED records.
class NoAccounts : public AccountNames {
 public:
  std::optional<std::string> user(model::Uid) override { return std::nullopt; }
  std::optional<std::string> group(model::Gid) override { return std::nullopt; }
};

// The accounts of passwd(5) and group(5) files of any machine, read once.
class FileAccounts : public AccountNames {
 public:
  // Loads the files; `group_path` may be empty. Error (config): a file cannot be read, or a line
  // has another format; the Error names the place.
  static base::Result<FileAccounts> load(const std::string& passwd_path,
                                         const std::string& group_path);
  std::optional<std::string> user(model::Uid uid) override;
  std::optional<std::string> group(model::Gid gid) override;

 private:
  std::unordered_map<std::uint32_t, std::string> users_;
  std::unordered_map<std::uint32_t, std::string> groups_;
};

// This machine's accounts (NSS). An answer is kept for `ttl_seconds`, and at most kMost answers are
// kept. Without the memory a uid without an account went through NSS at every record (36 of 44 s of
// a RAW log).
class SystemAccounts : public AccountNames {
 public:
  // `now` returns the seconds of a clock that only goes forward.
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
