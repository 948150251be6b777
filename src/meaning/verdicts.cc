#include "meaning/verdicts.h"

#include <array>

namespace auweave::meaning {
namespace {

struct Range {
  int first, last;
  std::string_view category;
};

// What has no row. Numbers of linux/audit.h and libaudit.h.
constexpr std::array kRanges = {
    Range{1100, 1101, "authentication"},  // USER_AUTH, USER_ACCT
    Range{1102, 1102, "account"},         // USER_MGMT
    Range{1103, 1104, "authentication"},  // CRED_*
    Range{1110, 1110, "authentication"},  // CRED_REFR
    Range{1112, 1112, "authentication"},  // USER_LOGIN
    Range{1114, 1117, "account"},         // ADD_USER … DEL_GROUP
    Range{1132, 1133, "account"},         // GRP_MGMT, GRP_CHAUTHTOK
    Range{1111, 1111, "configuration"},   // USYS_CONFIG
    Range{1305, 1305, "configuration"},   // CONFIG_CHANGE
    Range{1325, 1325, "configuration"},   // NETFILTER_CFG
    Range{1328, 1328, "configuration"},   // FEATURE_CHANGE
    Range{1700, 1799, "anomaly"},         // the kernel's
    Range{2100, 2299, "anomaly"},         // user space's, and the responses
};

}  // namespace

std::string_view category_of(int type_number) {
  for (const Range& range : kRanges) {
    if (type_number >= range.first && type_number <= range.last) return range.category;
  }
  return "system";
}

}  // namespace auweave::meaning
