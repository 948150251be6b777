// Addresses: a value that tells which host has which address, by evidence and never by name.
//
// | evidence                                        | the address is the host's                |
// |-------------------------------------------------|------------------------------------------|
// | sshd's log of the host: a connection to it      | for sure, and no other host's            |
// | a hop that was found: the dialled address is    | but may be other hosts', too             |
// | the target's, the source address the source's   |                                          |
#pragma once

#include <cstdint>
#include <deque>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace auweave::correlate {

// True if `ip` is in 127.0.0.0/8 or is ::1.
[[nodiscard]] bool is_loopback(std::string_view ip);
// Returns one text for one address: 10.0.0.1 for ::ffff:10.0.0.1, which dual-stack programs show.
[[nodiscard]] std::string_view plain_address(std::string_view ip);

class Addresses {
 public:
  void learn_logged(const std::string& ip, const std::string& host) { logged_.add(ip, host); }
  void learn_paired(const std::string& ip, const std::string& host) { paired_.add(ip, host); }
  // Notes that a connection came from `ip` although no audited host had dialled the connection.
  void learn_outside(const std::string& ip) { outside_.add(ip, ""); }

  [[nodiscard]] bool logged(const std::string& ip, const std::string& host) const {
    return logged_.has(ip, host);
  }
  [[nodiscard]] bool has(const std::string& ip, const std::string& host) const {
    return logged(ip, host) || paired_.has(ip, host);
  }
  // True if sshd's log of a host other than `host`, and not that of `host`, has the address `ip`.
  [[nodiscard]] bool elsewhere(const std::string& ip, const std::string& host) const {
    return logged_.any(ip) && !logged(ip, host);
  }
  [[nodiscard]] bool outside(const std::string& ip) const { return outside_.any(ip); }

  template <typename Archive>
  void state(Archive& archive) {
    archive(logged_, paired_, outside_);
  }

  // Most pairs of address and host of each evidence; above kMost the oldest pair is forgotten.
  static constexpr std::size_t kMost = 16'384;

 private:
  // Pairs: a set of pairs of an address and a host.
  class Pairs {
   public:
    void add(const std::string& ip, const std::string& host);
    [[nodiscard]] bool has(const std::string& ip, const std::string& host) const {
      return pairs_.contains({ip, host});
    }
    [[nodiscard]] bool any(const std::string& ip) const;
    template <typename Archive>
    void state(Archive& archive) {
      archive(pairs_, order_);
    }

   private:
    using Pair = std::pair<std::string, std::string>;
    std::set<Pair> pairs_;
    std::deque<Pair> order_;
  };
  Pairs logged_, paired_, outside_;
};

}  // namespace auweave::correlate
