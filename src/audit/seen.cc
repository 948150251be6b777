#include "audit/seen.h"

#include "base/hash.h"

namespace auweave::audit {
namespace {

constexpr std::uint64_t kMessage = 1;

std::uint64_t hash_of_event(std::string_view node, const model::EventKey& key) {
  std::uint64_t hash = base::hash_of(node);
  for (const std::uint64_t part :
       {static_cast<std::uint64_t>(key.sec) * 1000 + key.ms, key.serial}) {
    hash = base::mixed(hash, part);
  }
  return hash;
}

}  // namespace

void Seen::finished(std::string_view node, const model::EventKey& key) {
  events_.add(hash_of_event(node, key));
}
bool Seen::is_finished(std::string_view node, const model::EventKey& key) const {
  return events_.contains(hash_of_event(node, key));
}
void Seen::message(std::string_view node, const model::EventKey& key) {
  events_.add(base::mixed(hash_of_event(node, key), kMessage));
}
bool Seen::was_message(std::string_view node, const model::EventKey& key) const {
  return events_.contains(base::mixed(hash_of_event(node, key), kMessage));
}
void Seen::line(std::string_view raw) { lines_.add(base::hash_of(raw)); }
bool Seen::has_line(std::string_view raw) const { return lines_.contains(base::hash_of(raw)); }

}  // namespace auweave::audit
