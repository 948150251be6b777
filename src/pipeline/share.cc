#include "pipeline/share.h"

#include <algorithm>

namespace auweave::pipeline {

void Share::note(Duration records, Duration followed, bool behind) {
  behind_ = behind;
  if (!behind) {
    credit_ = kMostCredit;
    return;
  }
  credit_ += records / (kPart - 1) - followed;
  credit_ = std::clamp<Duration>(credit_, -kMostDebt, kMostCredit);
}

}  // namespace auweave::pipeline
