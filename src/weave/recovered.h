// Recovered: a value that counts the events fetched from an audit log since the last report.
#pragma once

#include <algorithm>
#include <cstdint>

#include "base/wall_time.h"
#include "model/ids.h"

namespace auweave::weave {

struct Recovered {
  std::uint64_t count = 0;
  std::uint64_t completed = 0;  // events of which some records had come
  std::uint64_t first_serial = 0, last_serial = 0;
  base::WallTime first, last;

  // Adds one event. `came` is true if some records of the event had come before.
  void add(const model::EventKey& key, bool came) {
    const bool is_first = count++ == 0;
    completed += came ? 1 : 0;
    first_serial = is_first ? key.serial : std::min(first_serial, key.serial);
    last_serial = std::max(last_serial, key.serial);
    first = is_first ? key.time() : std::min(first, key.time());
    last = std::max(last, key.time());
  }

  void add(const Recovered& more) {
    if (more.count == 0) return;
    const Recovered before = *this;
    *this = more;
    if (before.count == 0) return;
    count += before.count;
    completed += before.completed;
    first_serial = std::min(first_serial, before.first_serial);
    last_serial = std::max(last_serial, before.last_serial);
    first = std::min(first, before.first);
    last = std::max(last, before.last);
  }

  template <typename Archive>
  void state(Archive& archive) {
    archive(count, completed, first_serial, last_serial, first, last);
  }
};

}  // namespace auweave::weave
