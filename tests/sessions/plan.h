// What a generated session does: all of it follows from its seed, but for the times.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace auweave::sessions {

// Sent at once, after a pause.
struct Stroke {
  std::string bytes;
  int pause_ms = 0;
  bool settle = false;        // wait until the screen is quiet, first
  int columns = 0, rows = 0;  // the window becomes this, first; 0: it stays
};

// In a line's text: the session's home folder, which only the driver knows.
inline constexpr const char* kHome = "{home}";

struct Line {
  std::string shell;      // that reads it
  std::string kind;       // of lines; how it was entered
  std::string text;       // as it stands at Enter, rows joined by newlines
  bool run = true;        // false: empty, or given up
  bool seen = true;       // false: no prompt and no mark, so that it cannot be known as a line
  bool nested = false;    // the shell that reads it was started by a line
  bool scrolled = false;  // it may be too long for a shell that shows one row of it
  bool later = false;     // what it executes may come when its prompt is back
  bool loose = false;     // what it shows may come at any time
  bool dark = false;      // the terminal does not show it
  std::vector<std::string> executed;  // name and first argument: "probe 1004"
  std::vector<std::string> shown;     // "[1004]", each at least once
};

// One or more lines that are entered without a look at the prompt between.
struct Step {
  std::vector<Stroke> strokes;
  int think_ms = 0;
  bool wait = true;  // for the prompt; else only until it is quiet
};

struct Plan {
  std::uint64_t seed = 0;
  std::string shell;
  std::string prompt, flavour;
  bool odd_window = false;  // one in which few people work
  int columns = 80, rows = 24;
  std::vector<std::pair<std::string, std::string>> files;  // of the home folder: name, content
  std::vector<Line> lines;
  std::vector<Step> steps;
};

struct Shell;

// `needs` of flavours are looked at, nothing else of the machine but which shells there are.
Plan make_plan(const Shell& shell, std::uint64_t seed, std::size_t lines);

}  // namespace auweave::sessions
