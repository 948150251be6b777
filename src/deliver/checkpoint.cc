#include "deliver/checkpoint.h"

#include <algorithm>

#include "base/state.h"
#include "base/text.h"

namespace auweave::deliver {
namespace {

constexpr std::string_view kVersion = "auweave/2 ";
constexpr std::string_view kWithoutLeaf = "auweave/1 ";
constexpr std::size_t kMost = 4000;

template <typename Archive, typename Value>
void state(Archive& archive, Value& checkpoint) {
  archive(checkpoint.host, checkpoint.spool, checkpoint.instance, checkpoint.note);
}

std::string as_text(const Checkpoint& checkpoint) {
  base::Saver saver;
  state(saver, checkpoint);
  saver(checkpoint.last);
  return std::string(kVersion) + base::to_hex(saver.take());
}

}  // namespace

std::string metadata_of(const Checkpoint& checkpoint) {
  std::string text = as_text(checkpoint);
  if (text.size() <= kMost) return text;
  Checkpoint bare = checkpoint;
  bare.note.clear();
  return as_text(bare);
}

std::optional<Checkpoint> checkpoint_of(std::uint64_t next, std::string_view metadata) {
  const bool with_leaf = metadata.starts_with(kVersion);
  if (!with_leaf && !metadata.starts_with(kWithoutLeaf)) return std::nullopt;
  const std::string_view digits = metadata.substr(kVersion.size());
  if (!base::is_hex(digits) || digits.size() % 2 != 0) return std::nullopt;
  std::string bytes(digits.size() / 2, '\0');
  base::decode_hex(digits, bytes.data());
  base::Loader loader(bytes);
  Checkpoint checkpoint;
  state(loader, checkpoint);
  if (with_leaf) loader(checkpoint.last);
  if (!loader.complete()) return std::nullopt;
  checkpoint.next = next;
  return checkpoint;
}

Standing standing_of(const std::optional<Checkpoint>& checkpoint, const Lineage& lineage) {
  if (!checkpoint.has_value()) return Standing::none;
  if (checkpoint->host != lineage.host) return Standing::other_host;
  if (checkpoint->spool != lineage.spool) return Standing::foreign;
  if (checkpoint->instance != lineage.instance) {
    const auto wrote = std::find_if(lineage.past.begin(), lineage.past.end(), [&](const auto& one) {
      return one.instance == checkpoint->instance;
    });
    // A copy of this spool went on where this one did not, or an older one is back.
    if (wrote == lineage.past.end() || checkpoint->next > wrote->end) return Standing::foreign;
  }
  return checkpoint->next < lineage.confirmed ? Standing::older : Standing::ours;
}

}  // namespace auweave::deliver
