// Cuts the output of a terminal in a JSON object together with the timing of the output. Only json/
// uses shorten_output.h.
#pragma once

#include <rapidjson/document.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace auweave::json {

// TimedOutput: the places of output and timing in an object. The output is the member `tty_output`,
// `terminal_output`, or `text` of an object `io`; the timing is the member `timing` of `holder`.
struct TimedOutput {
  rapidjson::Value* output = nullptr;
  rapidjson::Value* holder = nullptr;

  [[nodiscard]] bool there() const { return output != nullptr && holder != nullptr; }
};

// Returns the places of output and timing in the object and the objects below it.
TimedOutput find_output(rapidjson::Value& object);

// Returns the first `bytes` bytes' part of a timing (tty::timing_text) in at most `most` characters
// if possible. Pairs of output that follow each other are merged if they are too many.
std::string shorten_timing(std::string_view timing, std::size_t bytes, std::size_t most);

// Cuts output and timing to `most` characters each. The bytes of the timing sum to those of the
// output, whose cut has no mark. The member `left_out_bytes` of the holder gets the number of
// missing bytes, added to its value before.
void shorten_output(const TimedOutput& place, std::size_t most,
                    rapidjson::Document::AllocatorType& memory);

// Returns the longest beginning of `bytes` whose escaped form has at most `most` bytes, and that
// cuts no character.
std::string_view beginning(std::string_view bytes, std::size_t most);

}  // namespace auweave::json
