// LineCalls: the programs that a line of a shell's language names, in the order of the line. The
// language is read as far as sh, bash, zsh, ksh and fish share it: `|`, `;`, `&`, `&&`, newlines,
// braces, keywords, assignments, quotes, substitutions, here-documents. Aliases and functions are
// not known: a name that nothing fits may stand for any program. A value.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace auweave::correlate {

// Fit: how well the arguments of an execve fit a line, the best last.
enum class Fit {
  none,       // no call of the line can be the execve
  arguments,  // a call has another name, perhaps an alias, and the arguments at the execve's end
  name,       // a call has the program's name, and its words, in order, are among the arguments
  shape,      // and there are as many words as arguments, some of which expand
  whole,      // and all words are equal
};

class LineCalls {
 public:
  // Reads the first kMostCalls calls in the first kMostBytes of a line of any size. Of a line that is
  // longer anything may follow.
  explicit LineCalls(std::string_view line);
  // Returns the size of the first line in rows of text: up to the newline behind which a shell asks
  // for no more rows, or the whole text.
  [[nodiscard]] static std::size_t first_line(std::string_view rows);

  // Returns how the execve of a program fits a call that no execve was taken for yet. A call in a
  // loop is never used up.
  [[nodiscard]] Fit fit(std::span<const std::string> argv) const;
  // Uses up the call that the execve fits best.
  void take(std::span<const std::string> argv);
  // True if a call is left that may have executed the program under another name: an alias, a
  // function, a script that is read (`.`, eval), a name that is an expansion.
  [[nodiscard]] bool may_run(std::span<const std::string> argv) const;
  // True if a call may be a function that the arguments were handed to: one of its words, but its name,
  // is among them.
  [[nodiscard]] bool hands_over(std::span<const std::string> argv) const;
  // True if a call is left that is no builtin.
  [[nodiscard]] bool leaves_open() const;
  // True if the line goes on with a program that was stopped: `fg`, `%1`.
  [[nodiscard]] bool resumes() const;
  // True if a shell asks for more rows: a quote, a loop, a here-document or the like is open.
  [[nodiscard]] bool is_open() const { return open_; }
  // True if no call is ever used up, since the line has a loop or was not read whole.
  [[nodiscard]] bool repeats() const { return repeats_; }
  // True if the line names nothing but what a shell does itself.
  [[nodiscard]] bool only_builtins() const;

  // A user can enter a line of megabytes, and execute thousands of programs for it.
  static constexpr std::size_t kMostBytes = 2048;
  static constexpr std::size_t kMostCalls = 64;
  static constexpr std::size_t kMostWords = 64;

 private:
  struct Word {
    std::string text;
    bool expands = false;     // holds $, a glob, a brace or a tilde
    std::size_t literal = 0;  // bytes of the text before the first of them
  };
  struct Call {
    std::vector<Word> words;
    bool used = false;
  };
  class Reader;

  [[nodiscard]] static bool may_be(const Word& word, std::string_view argument);
  [[nodiscard]] static bool are_among(const Call& call, std::span<const std::string> argv);
  [[nodiscard]] static Fit fit_of_alias(const Call& call, std::span<const std::string> argv);
  [[nodiscard]] bool is_left(const Call& call) const;
  [[nodiscard]] static Fit fit_of(const Call& call, std::span<const std::string> argv);
  [[nodiscard]] const Call* best(std::span<const std::string> argv, Fit& fit) const;

  std::vector<Call> calls_;
  bool repeats_ = false;  // a loop, or more calls than were read
  bool open_ = false;
  bool assigns_ = false;
  bool unread_ = false;  // the line is longer than what was read
};

}  // namespace auweave::correlate
