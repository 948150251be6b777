// The shells of generated sessions, and what each can do.
#pragma once

#include <string>
#include <vector>

namespace auweave::sessions {

struct Shell {
  std::string name;
  std::string path;
  bool posix = true;       // syntax
  bool edits = false;      // emacs keys, history by the arrow up
  bool searches = false;   // ctrl-r
  bool completes = false;  // by the tabulator
  bool brackets = false;   // bracketed paste, and so marks
  bool wide = false;       // characters that are not ASCII in its lines
  std::vector<std::string> prompts = {};
};

// A way in which somebody set a shell up: what its start-up file says besides.
struct Flavour {
  std::string shell, name;
  std::string lines;
  std::string needs;  // a file; without it the shell is as it comes
  bool emacs = true;
  bool brackets = true;
  bool suggests = false;
};

// Those of a shell that can be had here; the first is the shell as it comes.
std::vector<Flavour> flavours_of(const Shell& shell);

const std::vector<Shell>& shells();
const Shell* shell_of(const std::string& name);
bool is_installed(const Shell& shell);

// What a line is that makes this its prompt.
std::string prompt_line(const Shell& shell, const std::string& prompt);

// Files of a home in which all shells find their start-up file.
std::vector<std::pair<std::string, std::string>> home_files(const Shell& shell,
                                                            const std::string& prompt,
                                                            const std::string& more);

}  // namespace auweave::sessions
