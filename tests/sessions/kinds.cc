// The kinds of lines.
#include "author.h"

namespace auweave::sessions {
namespace {

std::string token(const std::string& number) { return "[" + number + "]"; }

Line line_of(const char* kind, std::string text) {
  Line line;
  line.kind = kind;
  line.text = std::move(text);
  return line;
}

// `probe N` and more words.
Draft probe(Author& author, const char* kind, const std::string& words,
            const char* name = "probe") {
  const std::string number = author.number();
  Draft draft{line_of(kind, std::string(name) + " " + number + words)};
  draft.line.executed = {std::string(name) + " " + number};
  draft.line.shown = {token(number)};
  return draft;
}

// Two programs in a text in which A and B stand for their numbers.
Draft pair(Author& author, const char* kind, std::string text) {
  const std::string a = author.number();
  const std::string b = author.number();
  text.replace(text.find('A'), 1, a);
  text.replace(text.find('B'), 1, b);
  Draft draft{line_of(kind, text)};
  draft.line.executed = {"probe " + a, "worker " + b};
  draft.line.shown = {token(a), token(b)};
  return draft;
}

Draft plain(Author& author) {
  static const std::vector<std::string> kNames = {"probe", "show", "worker"};
  return probe(author, "plain", "", author.random.of(kNames).c_str());
}

Draft words(Author& author) {
  static const std::vector<std::string> kWords = {
      " 'two words'", " \"x y\" z",    " --flag=1 -v", " a\\ b", " # comment", " '$HOME' ';' '>'",
      " > /dev/null", " 2> /dev/null", " /etc/passwd", " ''",    " 100%",      " 'it is $ 5'"};
  const std::string& chosen = author.random.of(kWords);
  Draft draft = probe(author, "words", chosen);
  if (chosen == " > /dev/null") draft.line.shown.clear();
  return draft;
}

Draft list(Author& author) { return pair(author, "list", "probe A; worker B"); }
Draft both(Author& author) { return pair(author, "and", "probe A && worker B"); }
Draft either(Author& author) { return pair(author, "or", "probe A fail || worker B"); }
Draft function(Author& author) { return pair(author, "function", "two A B"); }

Draft pipeline(Author& author) {
  Draft draft = pair(author, "pipeline", "probe A | worker B in");
  draft.line.shown.erase(draft.line.shown.begin());
  return draft;
}

Draft alias(Author& author) {
  Draft draft = probe(author, "alias", "");
  draft.line.text.replace(0, 5, "pp");
  return draft;
}

Draft builtin(Author& author) {
  const std::string number = author.number();
  // Debian's mksh has no printf.
  const bool echo = author.shell().name == "mksh";
  Draft draft{
      line_of("builtin", echo ? "echo \"[$((" + number + "))]\"" : "printf '[%s]\\n' " + number)};
  draft.line.shown = {token(number)};
  return draft;
}

Draft silent(Author& author) {
  const std::string number = author.number();
  return {line_of("silent", (author.shell().posix ? "x=" : "set x ") + number)};
}

Draft folder(Author& author) {
  static const std::vector<std::string> kFolders = {"cd /tmp", "cd", "cd /usr/share/doc", "cd /"};
  return {line_of("cd", author.random.of(kFolders))};
}

Draft missing(Author& author) { return {line_of("no program", "nosuch" + author.number())}; }

Draft substitution(Author& author) {
  Draft draft = probe(author, "substitution", "");
  draft.line.text = (author.shell().posix ? "x=$(" : "set x (") + draft.line.text + ")";
  draft.line.shown.clear();
  return draft;
}

Draft group(Author& author) {
  return author.shell().posix ? pair(author, "subshell", "(probe A; worker B)")
                              : pair(author, "group", "begin; probe A; worker B; end");
}

Draft condition(Author& author) {
  return author.shell().posix ? pair(author, "if", "if probe A; then worker B; fi")
                              : pair(author, "if", "if probe A; worker B; end");
}

Draft loop_of(Author& author, const char* kind, std::string text) {
  const std::string number = author.number();
  text.replace(text.find('A'), 1, number);
  Draft draft{line_of(kind, text)};
  for (const char* i : {".1", ".2", ".3"}) {
    draft.line.executed.push_back("probe " + number + i);
    draft.line.shown.push_back(token(number + i));
  }
  return draft;
}

Draft loop(Author& author) {
  return loop_of(author, "loop",
                 author.shell().posix ? "for i in 1 2 3; do probe A.$i; done"
                                      : "for i in 1 2 3; probe A.$i; end");
}

Draft loop_in_rows(Author& author) {
  if (!author.shell().posix)
    return loop_of(author, "loop in rows", "for i in 1 2 3\nprobe A.$i\nend");
  return loop_of(author, "loop in rows",
                 author.random.one_in(2) ? "for i in 1 2 3; do\nprobe A.$i\ndone"
                                         : "for i in 1 2 3\ndo probe A.$i\ndone");
}

Draft here_document(Author& author) {
  Draft draft = probe(author, "here-document", " in <<EOT\nsome text\nmore of it\nEOT", "worker");
  return draft;
}

Draft quote_in_rows(Author& author) {
  return probe(author, "quote in rows",
               author.random.one_in(2) ? " 'one\ntwo'" : " \"one\ntwo\nthree\"");
}

Draft backslash(Author& author) { return probe(author, "backslash", " \\\ntail"); }

Draft background(Author& author) { return probe(author, "background", " ms=20 & wait"); }

Draft left_alone(Author& author) {
  Draft draft = probe(author, "left alone", " --quiet ms=5 &");
  draft.line.shown.clear();
  draft.line.later = true;
  return draft;
}

// Its output comes while the next line is typed, or later.
Draft loud(Author& author) {
  Draft draft = probe(author, "loud", " ms=150 &");
  draft.line.later = draft.line.loose = true;
  return draft;
}

Draft rows_of_list(Author& author) {
  return pair(author, "list in rows",
              author.random.one_in(2) ? "probe A &&\nworker B" : "probe A fail ||\nworker B");
}

Draft braces(Author& author) { return pair(author, "braces", "{ probe A; worker B; }"); }
Draft shell_with_line(Author& author) {
  Draft draft = pair(author, "sh -c", "sh -c 'probe A; worker B'");
  draft.line.executed.emplace_back("sh -c");
  return draft;
}
Draft with_variable(Author& author) {
  Draft draft = probe(author, "variable", "");
  draft.line.text = (author.random.one_in(2) ? "WORD=5 " : " ") + draft.line.text;
  return draft;
}
Draft negated(Author& author) {
  Draft draft = probe(author, "negated", "");
  draft.line.text = "! " + draft.line.text;
  return draft;
}
Draft remark(Author& author) { return {line_of("remark", "# remark " + author.number())}; }

Draft slow(Author& author) {
  return probe(author, "slow", " ms=" + std::to_string(author.random.between(20, 200)));
}

Draft longer(Author& author) {
  std::string text;
  const int size = author.random.between(author.columns / 2, author.columns * 5 / 2);
  while (static_cast<int>(text.size()) < size)
    text += " word" + std::to_string(author.random.number(100'000));
  return probe(author, "long", text);
}

Draft wide(Author& author) {
  static const std::vector<std::string> kWords = {" 日本語", " é à ü", " 'смотри сюда'", " €5"};
  return probe(author, "wide", author.random.of(kWords));
}

Draft showing(Author& author) {
  static const std::vector<std::string> kHow = {"--rows=3", "--rows=60", "--cells=200",
                                                "--colour", "--errors",  "--progress",
                                                "--wide",   "--tabs",    "--screen"};
  const std::string how = author.random.of(kHow);
  return probe(author, how.c_str(), " " + how, "show");
}

Draft without_newline(Author& author) {
  return probe(author, "no newline", " --no-newline", "show");
}

struct Kind {
  Draft (*make)(Author&);
  std::size_t weight;
  bool (*known)(const Shell&);
};

bool always(const Shell&) { return true; }
bool posix(const Shell& shell) { return shell.posix; }
bool knows_wide(const Shell& shell) { return shell.wide; }

const std::vector<Kind> kSimple = {{plain, 12, always},        {words, 6, always},
                                   {list, 4, always},          {both, 3, always},
                                   {either, 2, always},        {function, 3, always},
                                   {pipeline, 4, always},      {alias, 3, always},
                                   {builtin, 5, always},       {silent, 3, always},
                                   {folder, 3, always},        {missing, 1, always},
                                   {substitution, 2, always},  {group, 2, always},
                                   {condition, 2, always},     {loop, 3, always},
                                   {loop_in_rows, 2, always},  {here_document, 2, posix},
                                   {quote_in_rows, 2, always}, {backslash, 2, always},
                                   {background, 2, always},    {slow, 3, always},
                                   {longer, 3, always},        {wide, 2, knows_wide},
                                   {showing, 6, always},       {rows_of_list, 2, posix},
                                   {braces, 1, posix},         {shell_with_line, 2, always},
                                   {with_variable, 2, always}, {negated, 1, always},
                                   {remark, 1, always}};
const std::vector<Kind> kLonely = {
    {left_alone, 1, always}, {without_newline, 2, always}, {loud, 1, always}};

Draft of(const std::vector<Kind>& kinds, Author& author) {
  std::size_t all = 0;
  for (const Kind& kind : kinds) all += kind.known(author.shell()) ? kind.weight : 0;
  std::size_t chosen = author.random.number(all);
  for (const Kind& kind : kinds) {
    if (!kind.known(author.shell())) continue;
    if (chosen < kind.weight) return kind.make(author);
    chosen -= kind.weight;
  }
  return plain(author);
}

}  // namespace

Draft make_simple_draft(Author& author) { return of(kSimple, author); }

Draft make_draft(Author& author) {
  return author.random.one_in(20) ? of(kLonely, author) : of(kSimple, author);
}

}  // namespace auweave::sessions
