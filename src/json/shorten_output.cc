#include "json/shorten_output.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <vector>

#include "base/text.h"

namespace auweave::json {
namespace {

using Node = rapidjson::Value;

std::string_view text_of(const Node& node) { return {node.GetString(), node.GetStringLength()}; }

bool is_output(std::string_view name, std::string_view object) {
  return name == "tty_output" || name == "terminal_output" || (name == "text" && object == "io");
}

void find_in(Node& object, std::string_view name, TimedOutput& place) {
  for (auto member = object.MemberBegin(); member != object.MemberEnd(); ++member) {
    const std::string_view its = text_of(member->name);
    if (member->value.IsObject()) find_in(member->value, its, place);
    if (!member->value.IsString()) continue;
    if (is_output(its, name)) place.output = &member->value;
    if (its == "timing") place.holder = &object;
  }
}

// Pair: `time:bytes` if `window` is empty, else `time` and the window with its '='.
struct Pair {
  std::string_view time, window;
  std::size_t bytes = 0;
};

std::vector<Pair> pairs_of(std::string_view timing) {
  std::vector<Pair> pairs;
  while (!timing.empty()) {
    const std::string_view word = timing.substr(0, timing.find(' '));
    timing.remove_prefix(std::min(timing.size(), word.size() + 1));
    const std::size_t sign = word.find_first_of(":=");
    if (sign == std::string_view::npos) continue;
    Pair pair{word.substr(0, sign), word[sign] == '=' ? word.substr(sign) : "", 0};
    std::from_chars(word.data() + sign + 1, word.data() + word.size(), pair.bytes);
    if (!pair.window.empty()) pair.bytes = 0;
    pairs.push_back(pair);
  }
  return pairs;
}

void keep_bytes(std::size_t bytes, std::vector<Pair>& pairs) {
  auto pair = pairs.begin();
  for (; pair != pairs.end() && bytes > 0; ++pair) {
    pair->bytes = std::min(pair->bytes, bytes);
    bytes -= pair->bytes;
  }
  pairs.erase(pair, pairs.end());
}

// Merges every second pair of output with the pair before.
void halve(std::vector<Pair>& pairs) {
  std::vector<Pair> kept;
  bool merged = true;
  for (const Pair& pair : pairs) {
    const bool both = !kept.empty() && kept.back().window.empty() && pair.window.empty();
    if (both && !merged) {
      kept.back().bytes += pair.bytes;
      merged = true;
    } else {
      kept.push_back(pair);
      merged = false;
    }
  }
  pairs = std::move(kept);
}

std::string written(const std::vector<Pair>& pairs) {
  std::string text;
  for (const Pair& pair : pairs) {
    if (!text.empty()) text += ' ';
    text += pair.time;
    if (pair.window.empty()) {
      text += ':' + std::to_string(pair.bytes);
    } else {
      text += pair.window;
    }
  }
  return text;
}

void set(std::string_view text, Node& node, rapidjson::Document::AllocatorType& memory) {
  node.SetString(text.data(), static_cast<rapidjson::SizeType>(text.size()), memory);
}

}  // namespace

TimedOutput find_output(Node& object) {
  TimedOutput place;
  find_in(object, "", place);
  return place;
}

std::string shorten_timing(std::string_view timing, std::size_t bytes, std::size_t most) {
  std::vector<Pair> pairs = pairs_of(timing);
  keep_bytes(bytes, pairs);
  std::string text = written(pairs);
  for (std::size_t before = 0; text.size() > most && pairs.size() != before;) {
    before = pairs.size();
    halve(pairs);
    text = written(pairs);
  }
  return text;
}

std::string_view beginning(std::string_view bytes, std::size_t most) {
  if (base::escaped(bytes).size() <= most) return bytes;
  std::size_t low = 0;
  for (std::size_t high = std::min(bytes.size(), most); low < high;) {
    const std::size_t middle = low + (high - low + 1) / 2;
    if (base::escaped(bytes.substr(0, middle)).size() <= most) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  constexpr std::size_t kLongest = 3;  // continuation bytes of a character
  std::size_t end = low;
  while (end > 0 && low - end <= kLongest &&
         (static_cast<unsigned char>(bytes[end]) & 0xC0U) == 0x80U)
    --end;
  return bytes.substr(0, low - end > kLongest ? low : end);
}

void shorten_output(const TimedOutput& place, std::size_t most,
                    rapidjson::Document::AllocatorType& memory) {
  const std::string bytes = base::unescaped(text_of(*place.output));
  const std::string_view kept = beginning(bytes, most);
  Node& timing = (*place.holder)["timing"];
  const bool fits = kept.size() == bytes.size() && timing.GetStringLength() <= most;
  if (fits) return;
  set(shorten_timing(text_of(timing), kept.size(), most), timing, memory);
  if (kept.size() == bytes.size()) return;
  std::int64_t missing = static_cast<std::int64_t>(bytes.size() - kept.size());
  set(base::escaped(kept), *place.output, memory);
  const auto told = place.holder->FindMember("left_out_bytes");
  if (told == place.holder->MemberEnd()) {
    place.holder->AddMember("left_out_bytes", Node(missing), memory);
  } else {
    if (told->value.IsInt64()) missing += told->value.GetInt64();
    told->value.SetInt64(missing);
  }
}

}  // namespace auweave::json
