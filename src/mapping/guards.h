// Guards: which rules of a kind can hold for a document, by the texts that the document has. A
// preset has some eighty rules, of which nearly each begins with an action or a category, and of
// which five hold for an event. Only mapping/ uses guards.h.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "mapping/condition.h"

namespace auweave::mapping {

class Guards {
 public:
  Guards() = default;
  // Takes the rules of a finished plan. Guards keeps the rules' numbers, and no rule.
  explicit Guards(const std::vector<Condition>& rules);

  // Calls `maybe` with the number of each rule that can hold for the subject, some more than once.
  // A rule that is left out does not hold.
  template <class Maybe>
  void each(const Subject& subject, Scratch& scratch, const Maybe& maybe) const {
    for (const std::size_t rule : unguarded_) maybe(rule);
    for (const Guard& guard : guards_) {
      const std::vector<std::size_t>* rules = guard.find(subject, scratch);
      if (rules == nullptr) continue;
      for (const std::size_t rule : *rules) maybe(rule);
    }
  }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>()(text);
    }
  };
  struct Guard {
    const Field* field = nullptr;
    std::unordered_map<std::string, std::vector<std::size_t>, Hash, std::equal_to<>> rules{};

    // The rules of the subject's text, or null.
    [[nodiscard]] const std::vector<std::size_t>* find(const Subject& subject,
                                                       Scratch& scratch) const;
  };

  Guard& guard_of(const Field* field);

  std::vector<Guard> guards_;
  std::vector<std::size_t> unguarded_;
};

}  // namespace auweave::mapping
