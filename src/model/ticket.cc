#include "model/ticket.h"

#include <algorithm>

namespace auweave::model {
namespace {

constexpr std::size_t kMostTicket = 64;

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

}  // namespace

bool is_ticket(std::string_view text) {
  if (text.empty() || text.size() > kMostTicket || !is_letter_or_digit(text.front())) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return is_letter_or_digit(c) || std::string_view("._:/#-").find(c) != std::string_view::npos;
  });
}

}  // namespace auweave::model
