// AuditChanges: puts a document when somebody switches auditing off or changes its rules, because what
// comes after says less. Each change is an event of its own as well (CONFIG_CHANGE).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bounded_map.h"
#include "session/table.h"
#include "weave/context.h"
#include "weave/woven.h"

namespace auweave::weave {

// True if the event switched auditing off.
[[nodiscard]] bool switches_off(const model::EventFacts& facts,
                                const model::EventDocument& document);

class AuditChanges {
 public:
  // `context` and `table` must outlive the AuditChanges.
  AuditChanges(Context& context, session::Table& table) : context_(context), table_(table) {}

  // Takes an event that is stamped. Sessions that are open while auditing is switched off are marked
  // (Table::note_loss), because the kernel does not record that it is switched on again.
  void follow(const Woven& woven);

  template <typename Archive>
  void state(Archive& archive) {
    archive(rules_);
  }

  // Changes of rules by one session are told once in this time: auditctl -R changes dozens.
  static constexpr std::int64_t kTogetherMs = 60'000;
  static constexpr std::size_t kMostHosts = 256;

 private:
  struct Told {
    std::uint32_t ses = 0;  // model::kUnset: no session
    std::int64_t ms = 0;

    template <typename Archive>
    void state(Archive& archive) {
      archive(ses, ms);
    }
  };
  [[nodiscard]] bool is_told(const Woven& woven);
  void put(std::string_view what, const Woven& woven, std::string_view detail);

  Context& context_;
  session::Table& table_;
  base::BoundedMap<std::string, Told> rules_{kMostHosts};  // the last change told of each host
};

}  // namespace auweave::weave
