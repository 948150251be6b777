#include "plan.h"

#include "author.h"

namespace auweave::sessions {
namespace {

// So that shells of one seed do not do the same.
std::uint64_t own_seed(const Shell& shell, std::uint64_t seed) {
  for (const char c : shell.name) seed = seed * 131 + static_cast<unsigned char>(c);
  return seed;
}

class Maker {
 public:
  Maker(const Shell& shell, std::uint64_t seed, Plan& plan)
      : plan_(plan), author_{Random(own_seed(shell, seed)), {Frame{&shell, shell.brackets}}} {
    plan_.seed = seed;
    plan_.shell = shell.name;
    plan_.prompt = author_.random.of(shell.prompts);
    choose_window();
    const std::vector<Flavour> flavours = flavours_of(shell);
    const Flavour& flavour =
        author_.random.one_in(2) ? flavours.front() : author_.random.of(flavours);
    plan_.flavour = flavour.name;
    plan_.files = home_files(shell, plan_.prompt, flavour.lines);
    author_.frame().emacs = flavour.emacs;
    if (flavour.name.find("without brackets") != std::string::npos)
      author_.frame().brackets = false;
    author_.frame().prompt = !plan_.prompt.empty();
  }

  void step() {
    if (author_.frames.size() > 1 && author_.random.one_in(8)) return leave();
    const auto chosen = author_.random.number(40);
    if (chosen < 4) return block(chosen % 2 == 0);
    if (chosen == 4) return empty();
    if (chosen == 5) return given_up();
    if (chosen < 8 && recall()) return;
    if (chosen == 8 && search()) return;
    if (chosen == 9 && complete()) return;
    if (chosen == 10) return resize();
    if (chosen == 11) return change_prompt();
    if (chosen == 12 && brackets_off()) return;
    if (chosen == 13) return nest();
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
    line.seen = frame.brackets || frame.prompt;
    if (line.run && !line.text.empty()) {
      frame.last = line;
      if (line.text.find('\n') != std::string::npos || line.executed.empty()) frame.last.text = "";
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
  void empty() {
    Draft draft;
    draft.line.kind = "empty";
    draft.line.run = false;
    draft.strokes = {{"\r"}};
    one(draft);
  }
  void given_up() {
    Draft draft;
    draft.line.kind = "given up";
    draft.line.text = "probe " + author_.number();
    draft.line.run = false;
    draft.strokes = {{draft.line.text, 3}, {"\x03", 60}};
    one(draft);
    author_.frame().last.text = "";  // some shells recall this one
  }
  bool recall() {
    const Frame& frame = author_.frame();
    if (!frame.shell->edits || frame.last.text.empty()) return false;
    Draft draft{frame.last};
    draft.line.kind = "recalled";
    draft.strokes = {{!frame.emacs || author_.random.one_in(2) ? "\x1B[A" : "\x10"}, {"\r", 40}};
    one(draft);
    return true;
  }
  bool search() {
    const Frame& frame = author_.frame();
    if (!frame.shell->searches || !frame.emacs || frame.last.text.empty()) return false;
    Draft draft{frame.last};
    const std::string& program = draft.line.executed.front();
    draft.line.kind = "searched";
    draft.strokes = {{"\x12"}, {program.substr(program.find(' ') + 1, 4), 20}, {"\r", 60}};
    one(draft);
    return true;
  }
  bool complete() {
    if (!author_.shell().completes) return false;
    const std::string number = author_.number();
    Draft draft;
    draft.line.kind = "completed";
    draft.line.text = "probe " + number + " ~/only-one-of-these.txt";
    draft.line.executed = {"probe " + number};
    draft.line.shown = {"[" + number + "]"};
    draft.strokes = {{"probe " + number + " ~/only-o", 5}, {"\t", 30}, {"", 0, true}, {"\r", 20}};
    one(draft);
    return true;
  }
  void resize() {
    Draft draft = make_simple_draft(author_);
    if (draft.line.text.find('\n') != std::string::npos) return one(draft);
    draft.line.kind += ", resized";
    const std::string& text = draft.line.text;
    const std::size_t half = text.size() / 2;
    author_.columns = author_.random.between(40, 150);
    draft.strokes = {{text.substr(0, half), 5},
                     {"", 30, true, author_.columns, author_.random.between(10, 50)},
                     {text.substr(half), 50},
                     {"\r", 40}};
    one(draft);
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
  }
  bool brackets_off() {
    Frame& frame = author_.frame();
    if (frame.shell->name != "bash" || !frame.brackets) return false;
    Draft draft;
    draft.line.kind = "brackets off";
    draft.line.text = "bind 'set enable-bracketed-paste off'";
    one(draft);
    frame.brackets = false;
    return true;
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
    author_.frames.push_back({&shell, shell.brackets, shell.edits});
    // The login shell's own start-up file is read again.
    author_.frame().prompt = shell_prompt(shell) != "";
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
