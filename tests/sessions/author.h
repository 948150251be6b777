// Who makes up a session: the shells it stands in, and the numbers that no two programs share.
#pragma once

#include <string>
#include <vector>

#include "plan.h"
#include "random.h"
#include "shells.h"

namespace auweave::sessions {

// A line, and how it is entered where that matters; without strokes in any way.
struct Draft {
  Line line;
  std::vector<Stroke> strokes = {};
};

// A shell that was started and is not over.
struct Frame {
  const Shell* shell = nullptr;
  bool brackets = false;
  bool emacs = false;     // its keys
  bool suggests = false;  // in grey, what begins as what was typed
  bool prompt = true;     // it shows one
  int prompt_width = 0;   // at most
  Line last = {};         // what the arrow up recalls; empty text: nothing is sure
};

struct Author {
  Random random;
  std::vector<Frame> frames;
  int programs = 1000;
  int columns = 80;

  Frame& frame() { return frames.back(); }
  const Shell& shell() { return *frames.back().shell; }
  std::string number() { return std::to_string(++programs); }
};

// A line of a random kind that the shell knows.
Draft make_draft(Author& author);
// One that can stand in a block: it starts no shell, changes no prompt, and needs no key but Enter.
Draft make_simple_draft(Author& author);

// Lines that need other keys; none where the shell does not know them.
std::vector<Draft> make_keyed_drafts(Author& author);

// The strokes of a text that is entered in a random way, Enter with it; `kind` gets the way's name.
std::vector<Stroke> enter(Author& author, const std::string& text, std::string& kind);

}  // namespace auweave::sessions
