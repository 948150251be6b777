#include "plan.h"

#include <algorithm>

#include "author.h"

namespace auweave::sessions {
namespace {

// So that shells of one seed do not do the same.
std::uint64_t own_seed(const Shell& shell, std::uint64_t seed) {
  for (const char c : shell.name) seed = seed * 131 + static_cast<unsigned char>(c);
  return seed;
}

int width_of(const std::string& prompt) {
  const bool folder = prompt.find("$PWD") != std::string::npos;
  return static_cast<int>(prompt.size()) + (folder ? 30 : 0);
}

int longest_row(const std::string& text) {
  std::size_t most = 0;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t stop = std::min(text.find('\n', at), text.size());
    most = std::max(most, stop - at);
    at = stop + 1;
  }
  return static_cast<int>(most);
}

class Maker {
 public:
  Maker(const Shell& shell, std::uint64_t seed, Plan& plan)
      : plan_(plan), author_{Random(own_seed(shell, seed)), {}} {
    plan_.seed = seed;
    plan_.shell = shell.name;
    plan_.prompt = author_.random.of(shell.prompts);
    choose_window();
    const std::vector<Flavour> flavours = flavours_of(shell);
    const Flavour& flavour =
        author_.random.one_in(2) ? flavours.front() : author_.random.of(flavours);
    plan_.flavour = flavour.name;
    plan_.files = home_files(shell, plan_.prompt, flavour.lines);
    first_ = Frame{&shell,
                   shell.brackets && flavour.brackets,
                   flavour.emacs,
                   !shell.posix || flavour.suggests,
                   !plan_.prompt.empty(),
                   width_of(plan_.prompt)};
    author_.frames = {first_};
  }

  void step() {
    if (author_.frames.size() > 1 && author_.random.one_in(8)) return leave();
    const auto chosen = author_.random.number(40);
    if (chosen < 4) return block(chosen % 2 == 0);
    if (chosen < 14 && keyed()) return;
    if (chosen == 14) return change_prompt();
    if (chosen == 15) return nest();
    one(make_draft(author_));
  }
  void leave_all() {
    while (!author_.frames.empty()) leave();
  }

 private:
  void choose_window() {
    static const std::vector<std::pair<int, int>> kUsual = {
        {80, 24}, {80, 24}, {80, 24}, {120, 40}, {132, 50}, {60, 20}, {100, 30}, {211, 57}};
    static const std::vector<std::pair<int, int>> kOdd = {{0, 0},  {0, 24},    {40, 12}, {20, 5},
                                                          {80, 2}, {500, 200}, {80, 0},  {12, 12}};
    plan_.odd_window = author_.random.one_in(6);
    const auto& [columns, rows] = author_.random.of(plan_.odd_window ? kOdd : kUsual);
    plan_.columns = columns;
    plan_.rows = rows;
    author_.columns = columns == 0 ? 80 : columns;
  }
  void add(Draft& draft) {
    Frame& frame = author_.frame();
    Line& line = draft.line;
    line.shell = author_.shell().name;
    line.nested = author_.frames.size() > 1;
    line.seen = !line.dark && (frame.brackets || frame.prompt);
    line.scrolled =
        line.shell == "mksh" && frame.prompt_width + longest_row(line.text) > author_.columns - 2;
    if (line.run && !line.text.empty()) {
      frame.last = line;
      const bool again = line.text.find('\n') == std::string::npos && !line.executed.empty() &&
                         !line.dark && line.kind != "interrupted" && line.kind != "stopped";
      if (!again) frame.last.text = "";
    }
    plan_.lines.push_back(line);
  }
  void add_step(std::vector<Stroke> strokes) {
    plan_.steps.push_back({std::move(strokes), author_.random.between(2, 200)});
  }
  void one(Draft draft) {
    if (draft.strokes.empty()) draft.strokes = enter(author_, draft.line.text, draft.line.kind);
    add(draft);
    add_step(draft.strokes);
  }
  // Lines one right after the other: at once, or while the first one works.
  void block(bool ahead) {
    std::vector<Stroke> strokes;
    std::string sent;
    const int count = author_.random.between(2, 6);
    for (int i = 0; i < count; ++i) {
      Draft draft = make_simple_draft(author_);
      draft.line.kind += ahead ? ", typed ahead" : ", in a block";
      add(draft);
      for (char& c : draft.line.text) c = c == '\n' ? '\r' : c;
      sent = draft.line.text + "\r";
      const bool apart = ahead || author_.random.one_in(8);
      strokes.push_back({sent, apart ? author_.random.between(0, 20) : 0});
    }
    if (!ahead) join(strokes);
    add_step(strokes);
  }
  static void join(std::vector<Stroke>& strokes) {
    std::vector<Stroke> joined;
    for (const Stroke& each : strokes) {
      if (joined.empty() || each.pause_ms > 0)
        joined.push_back(each);
      else
        joined.back().bytes += each.bytes;
    }
    strokes = std::move(joined);
  }
  bool keyed() {
    const std::vector<Draft> drafts = make_keyed_drafts(author_);
    for (const Draft& each : drafts) {
      one(each);
      if (each.line.kind == "brackets off") author_.frame().brackets = false;
    }
    return !drafts.empty();
  }
  void change_prompt() {
    const Shell& shell = author_.shell();
    const std::string prompt = author_.random.of(shell.prompts);
    if (prompt.find('\n') != std::string::npos) return;
    Draft draft;
    draft.line.kind = "prompt";
    draft.line.text = prompt_line(shell, prompt);
    one(draft);
    author_.frame().prompt = !prompt.empty();
    author_.frame().prompt_width = width_of(prompt);
  }
  void nest() {
    if (author_.frames.size() > 2) return;
    const Shell& shell = author_.random.of(shells());
    if (!is_installed(shell)) return;
    const bool instead = author_.frames.size() > 1 && author_.random.one_in(3);
    Draft draft;
    draft.line.kind = instead ? "another shell instead" : "another shell";
    draft.line.text = (instead ? "exec " : "") + shell.name;
    draft.line.executed = {shell.name};
    one(draft);
    if (instead) author_.frames.pop_back();
    // The login shell's own start-up file is read again.
    const bool own = shell.name == plan_.shell;
    author_.frames.push_back(own ? first_ : Frame{&shell, shell.brackets, shell.edits});
    author_.frame().prompt = shell_prompt(shell) != "";
    author_.frame().prompt_width = width_of(shell_prompt(shell));
  }
  std::string shell_prompt(const Shell& shell) const {
    const bool own = shell.name == plan_.shell;
    const bool shared = !own && is_plain(shell.name) && is_plain(plan_.shell);
    return own || shared ? plan_.prompt : "$ ";
  }
  static bool is_plain(const std::string& name) {
    return name != "bash" && name != "zsh" && name != "fish";
  }
  void leave() {
    Draft draft;
    draft.line.kind = "exit";
    draft.line.text = "exit";
    draft.strokes = {{"exit", 5}, {"\r", 20}};
    one(draft);
    author_.frames.pop_back();
    if (!author_.frames.empty()) author_.frame().last.text = "";
  }

  Plan& plan_;
  Author author_;
  Frame first_;  // the login shell, as it began
};

}  // namespace

Plan make_plan(const Shell& shell, std::uint64_t seed, std::size_t lines) {
  Plan plan;
  Maker maker(shell, seed, plan);
  while (plan.lines.size() < lines) maker.step();
  maker.leave_all();
  return plan;
}

}  // namespace auweave::sessions
