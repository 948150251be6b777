// Lines that are more than a text and Enter: what is recalled, found, suggested, given up, stopped.
#include "author.h"

namespace auweave::sessions {
namespace {

using Drafts = std::vector<Draft>;

Draft draft_of(const char* kind, std::string text) {
  Draft draft;
  draft.line.kind = kind;
  draft.line.text = std::move(text);
  return draft;
}

Draft probe(Author& author, const char* kind, const std::string& words) {
  const std::string number = author.number();
  Draft draft = draft_of(kind, "probe " + number + words);
  draft.line.executed = {"probe " + number};
  draft.line.shown = {"[" + number + "]"};
  return draft;
}

Drafts empty(Author&) {
  Draft draft = draft_of("empty", "");
  draft.line.run = false;
  draft.strokes = {{"\r"}};
  return {draft};
}

Drafts given_up(Author& author) {
  Draft draft = draft_of("given up", "probe " + author.number());
  draft.line.run = false;
  draft.strokes = {{draft.line.text, 3}, {"\x03", 60}};
  author.frame().last.text = "";  // some shells recall this one
  return {draft};
}

Drafts recalled(Author& author) {
  const Frame& frame = author.frame();
  if (!frame.shell->edits || frame.last.text.empty()) return {};
  Draft draft{frame.last};
  draft.line.kind = "recalled";
  const bool arrow = !frame.emacs || author.random.one_in(2);
  draft.strokes = {{arrow ? "\x1B[A" : "\x10"}, {"\r", 40}};
  return {draft};
}

Drafts searched(Author& author) {
  const Frame& frame = author.frame();
  if (!frame.shell->searches || !frame.emacs || frame.last.text.empty()) return {};
  Draft draft{frame.last};
  const std::string& program = draft.line.executed.front();
  draft.line.kind = "searched";
  draft.strokes = {{"\x12"}, {program.substr(program.find(' ') + 1, 4), 20}, {"\r", 60}};
  return {draft};
}

// What stands behind the cursor, in grey, becomes the line's.
Drafts suggestion_taken(Author& author) {
  const Frame& frame = author.frame();
  if (!frame.suggests || !frame.emacs || frame.last.text.empty()) return {};
  Draft draft{frame.last};
  draft.line.kind = "suggestion taken";
  const std::string& program = frame.last.executed.front();
  const std::string number = program.substr(program.find(' ') + 1, 4);
  const std::size_t at = frame.last.text.find(number);
  if (at == std::string::npos) return {};
  // No line before has as much of it.
  draft.strokes = {{frame.last.text.substr(0, at + 3), 5}, {"\x05", 150, true}, {"\r", 60}};
  return {draft};
}

Drafts completed(Author& author) {
  if (!author.shell().completes) return {};
  Draft draft = probe(author, "completed", " ~/only-one-of-these.txt");
  const std::string& text = draft.line.text;
  draft.strokes = {{text.substr(0, text.find("ne-of")), 5}, {"\t", 30}, {"", 0, true}, {"\r", 20}};
  // mksh puts there what the tilde stands for.
  if (author.shell().name == "mksh") draft.line.text.replace(text.find('~'), 1, kHome);
  return {draft};
}

Drafts resized(Author& author) {
  Draft draft = make_simple_draft(author);
  if (draft.line.text.find('\n') != std::string::npos) return {draft};
  draft.line.kind += ", resized";
  const std::string& text = draft.line.text;
  const std::size_t half = text.size() / 2;
  author.columns = author.random.between(40, 150);
  draft.strokes = {{text.substr(0, half), 5},
                   {"", 30, true, author.columns, author.random.between(10, 50)},
                   {text.substr(half), 50},
                   {"\r", 40}};
  return {draft};
}

Drafts cleared(Author& author) {
  if (!author.frame().emacs) return {};
  Draft draft = probe(author, "cleared", " word");
  const std::string& text = draft.line.text;
  draft.strokes = {{text.substr(0, 7), 5}, {"\x0C", 30}, {text.substr(7), 30}, {"\r", 30}};
  return {draft};
}

Drafts interrupted(Author& author) {
  Draft draft = probe(author, "interrupted", " ms=9000");
  draft.line.shown.clear();
  draft.strokes = {{draft.line.text, 5}, {"\r", 20}, {"\x03", 150, true}};
  return {draft};
}

Drafts stopped(Author& author) {
  Draft first = probe(author, "stopped", " ms=500");
  Draft second = draft_of("foreground", "fg");
  second.line.shown = std::move(first.line.shown);
  first.line.shown.clear();
  first.strokes = {{first.line.text, 5}, {"\r", 20}, {"\x1A", 120, true}};
  return {first, second};
}

Drafts defined(Author& author) {
  Draft first = draft_of("definition", author.shell().posix ? "mine() { probe \"$1\"; }"
                                                            : "function mine; probe $argv[1]; end");
  Draft second = probe(author, "defined", "");
  second.line.text.replace(0, 5, "mine");
  return {first, second};
}

// What is typed for a program is no line.
Drafts answered(Author& author) {
  if (!author.shell().posix) return {};
  Draft draft = draft_of("answered", "read answer");
  draft.strokes = {{draft.line.text, 5}, {"\r", 10}, {"some answer", 60, true}, {"\r", 30}};
  return {draft};
}

// A terminal that does not echo, and a shell that leaves that to the terminal.
Drafts in_the_dark(Author& author) {
  if (author.shell().edits) return {};
  Draft off = draft_of("echo off", "stty -echo");
  off.line.executed = {"stty -echo"};
  Draft dark = probe(author, "in the dark", "");
  dark.line.dark = true;
  Draft on = draft_of("echo on", "stty echo");
  on.line.executed = {"stty echo"};
  on.line.dark = true;
  return {off, dark, on};
}

Drafts brackets_off(Author& author) {
  Frame& frame = author.frame();
  if (frame.shell->name != "bash" || !frame.brackets || !author.random.one_in(2)) return {};
  return {draft_of("brackets off", "bind 'set enable-bracketed-paste off'")};
}

struct Keyed {
  Drafts (*make)(Author&);
  std::size_t weight;
};

const std::vector<Keyed> kKeyed = {
    {empty, 2},     {given_up, 2}, {recalled, 4},     {searched, 4},    {suggestion_taken, 6},
    {completed, 2}, {resized, 2},  {cleared, 1},      {interrupted, 1}, {stopped, 1},
    {defined, 1},   {answered, 1}, {brackets_off, 2}, {in_the_dark, 1}};

}  // namespace

std::vector<Draft> make_keyed_drafts(Author& author) {
  std::size_t all = 0;
  for (const Keyed& each : kKeyed) all += each.weight;
  std::size_t chosen = author.random.number(all);
  for (const Keyed& each : kKeyed) {
    if (chosen < each.weight) return each.make(author);
    chosen -= each.weight;
  }
  return {};
}

}  // namespace auweave::sessions
