// What line editors really write. The streams of zsh 5.9 (Debian's own zshrc, zsh-autosuggestions,
// zsh-syntax-highlighting, vi mode, fzf), fish 3.6 and bash 5.2 were recorded; those of themes that
// Debian has not (powerlevel10k, starship, oh-my-posh, agnoster, pure) are written by hand from their
// documentation, with zsh's own sequences around them.
#include <gtest/gtest.h>

#include "terminal.h"

namespace auweave::screen {
namespace {

// zsh: a sign and blanks up to the last column (PROMPT_SP), and the prompt on an erased screen.
std::string sign(int columns = 80) {
  return "\x1B[1m\x1B[7m%\x1B[27m\x1B[1m\x1B[0m" +
         std::string(static_cast<std::size_t>(columns) - 1, ' ') + "\r \r";
}
std::string drawn(const std::string& prompt, const std::string& right = "") {
  return "\r\x1B[0m\x1B[27m\x1B[24m\x1B[J" + prompt + "\x1B[K" + right;
}
const std::string kMarked = "\x1B[?1h\x1B=\x1B[?2004h";
const std::string kZshEnter = "\x1B[?1l\x1B>\x1B[?2004l\r\r\n";
std::string zsh(const std::string& prompt = "host% ", const std::string& right = "") {
  return sign() + drawn(prompt, right) + kMarked;
}

struct Stream {
  const char* name;
  std::vector<std::string> chunks;  // 10 ms apart
  std::string want;
};

class Shells : public testing::TestWithParam<Stream> {};

TEST_P(Shells, LinesAreWhatWasTyped) {
  for (const bool resting : {false, true}) {
    Terminal terminal(80, 24);
    terminal.resting = resting;
    for (const std::string& chunk : GetParam().chunks) terminal.show(chunk);
    EXPECT_EQ(terminal.told(), GetParam().want);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Zsh, Shells,
    testing::Values(
        Stream{"Plain", {zsh(), "e\bexpr 1", kZshEnter, "1\r\n" + zsh()}, "[host% ][expr 1]1|"},
        Stream{"InOneChunk",
               {zsh() + "e\bexpr 1" + kZshEnter + "1\r\n" + zsh()},
               "[host% ][expr 1]1|"},
        // 40-zsh-default: printf "no newline".
        Stream{"NoNewline", {zsh(), "p\bprintf x", kZshEnter + "x", zsh()}, "[host% ][printf x]x|"},
        Stream{"NoNewlineOfBlanks", {zsh(), "p", kZshEnter + "x  " + zsh()}, "[host% ][p]x|"},
        Stream{"RightPrompt",
               {zsh("a@h\r\n# ", "\x1B[70C[12:48]\x1B[77D"), "e\bex", "pr 1", kZshEnter + "1\r\n"},
               "[a@h\n# ][expr 1]1|"},
        Stream{"CursorInTheMiddle",
               {zsh(), "echo ab\b\b", "cab\b\b", kZshEnter},
               "[host% ][echo cab]"},
        // zsh-autosuggestions: grey text behind the cursor, overwritten with blanks at Enter.
        Stream{
            "Suggestion",
            {zsh(), "ex", "\b\b\x1B[32me\x1B[32mx\x1B[39m", "\x1B[90mpr 4000 + 1\x1B[39m\x1B[11D",
             std::string(11, ' ') + "\x1B[11D", kZshEnter},
            "[host% ][ex]"},
        Stream{
            "Highlighting",
            {zsh(), "echo a | cat", "\x1B[12D\x1B[32me\x1B[32mc\x1B[32mh\x1B[32mo\x1B[39m a\x1B[3C",
             "\x1B[3C", kZshEnter},
            "[host% ][echo a | cat]"},
        Stream{
            "CompletionMenu",
            {zsh(), "ls /us", "r\x1B[1m/\x1B[0m",
             "\b\x1B[0m/\r\r\n\x1B[Jbin/  lib/\x1B[A\x1B[0m\x1B[27m\x1B[24m\r\x1B[6Cls /usr/\x1B[K",
             "\x1B[?1l\x1B>\x1B[?2004l\r\r\n\x1B[Jbin\r\n"},
            "[host% ][ls /usr/]bin|"},
        // Ctrl-R: the search stands below the line, and goes.
        Stream{"HistorySearch",
               {zsh(), "\r\r\nbck-i-search: _\x1B[K\x1B[A\x1B[9D",
                "id -un\x1B[1B\x1B[1Cx_\x1B[A\x1B[9D", "\x1B[1B\r\x1B[K\x1B[A\x1B[6C",
                "\x1B[?1l\x1B>", "\x1B[?2004l\x1B[1B\r", "alice\r\n"},
               "[host% ][id -un]alice|"},
        Stream{"ViMode",
               {zsh("host ❯ ", "\x1B[67C[ins]\x1B[72D"), "echo abc",
                "\r\r\x1B[0m\x1B[27m\x1B[24m\x1B[Jhost ❯ echo abc\x1B[K\x1B[57C[vicmd]\x1B[65D",
                "\b\b", "bc \b\b\b", kZshEnter},
               "[host ❯ ][echo bc]"},
        Stream{"ClearInTheMiddle",
               {zsh(), "echo x", "\x1B[H\x1B[2J\x1B[0m\x1B[27m\x1B[24m\x1B[Jhost% echo x\x1B[K",
                " y", kZshEnter + "x y\r\n"},
               "[host% ][echo x y]x y|"},
        Stream{"Continuation",
               {zsh(), "for i in 1", "\x1B[?1l\x1B>\x1B[?2004l\r\r\n" + drawn("for> ") + kMarked,
                "do id", kZshEnter, "0\r\n"},
               "[host% ][for i in 1][for> ][do id]0|"},
        Stream{"GivenUp",
               {zsh(), "echo a", kZshEnter + zsh(), "echo half", "\x1B[?2004l\r\r\n" + zsh()},
               "[host% ][echo a][host% ][echo half^C]"},
        Stream{"WithoutKeypad",
               {sign() + drawn("# ") + "\x1B[?2004h", "id", "\x1B[?2004l\r\r\n0\r\n"},
               "[# ][id]0|"},
        Stream{"Osc133",
               {sign() + "\x1B]133;D;0\a" + drawn("\x1B]133;A\ahost % \x1B]133;B\a") + kMarked,
                "id", kZshEnter + "\x1B]133;C\a" + "0\r\n" + sign()},
               "[host % ][id]0|"},
        // A job is done while somebody types.
        Stream{"Notice",
               {zsh(), "echo ab",
                "\r\r\n[1]  + done       sleep 1\r\n" + drawn("host% echo ab").substr(1), "c",
                kZshEnter + "abc\r\n"},
               "[host% ][echo abc]abc|"},
        // zsh marks behind its prompt: there is none in front of the first letter.
        Stream{"EmptyPrompt",
               {zsh(), "id", kZshEnter + "0\r\n" + zsh(""), "\x1B[1m2\x1B[0m\r\x1B[1m24\x1B[0m",
                "\r", "\x1B[1mp24\x1B[0m\b\b", kZshEnter},
               "[host% ][id]0|[][p24]"},
        // The window got another size behind a blank.
        Stream{"DrawnAnewBehindABlank",
               {zsh("# ", "\x1B[70C12:00\x1B[77D"), "id | ",
                drawn("# id |", "\x1B[65C12:00\x1B[69D"), "cat", kZshEnter},
               "[# ][id | cat]"},
        // By hand: powerlevel10k's and starship's transient prompts are drawn upon Enter.
        Stream{"TransientPowerlevel10k",
               {zsh("╭─ ~/src ─╮\r\n╰─❯ ", "\x1B[69C─╯\x1B[71D"), "git log",
                "\x1B[A\r\x1B[0m\x1B[27m\x1B[24m\x1B[J❯ git log\x1B[K", kZshEnter + "none\r\n"},
               "[╭─ ~/src ─╮\n╰─❯ ][git log]none|"},
        Stream{"TransientWithoutAnyEnd",
               {zsh("host » "), "git log", "\r\r\x1B[0m\x1B[27m\x1B[24m\x1B[J➜ git log\x1B[K",
                kZshEnter + "none\r\n"},
               "[host » ][git log]none|"},
        Stream{"TransientUponNothing",
               {zsh("~\r\n❯ "), "\x1B[A\r\x1B[0m\x1B[27m\x1B[24m\x1B[J❯ \x1B[K", kZshEnter,
                zsh("~\r\n❯ "), "id", kZshEnter},
               "[~\n❯ ][][~\n❯ ][id]"},
        // By hand: agnoster's separators, pure's row above the prompt.
        Stream{"Agnoster",
               {zsh("\x1B[44m alice@h \x1B[49m\xEE\x82\xB0 "), "id", kZshEnter},
               "[ alice@h \xEE\x82\xB0 ][id]"},
        Stream{"Pure", {zsh("\r\n~/src main*\r\n❯ "), "id", kZshEnter}, "[\n~/src main*\n❯ ][id]"}),
    [](const auto& param) { return param.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Fish, Shells,
    testing::Values(
        Stream{"NoNewline",
               {"\x1B[?2004ha> \x1B[K\r\x1B[3C", "p \r\x1B[4C", "\r\n\x1B[30m\x1B(B\x1B[m",
                "\x1B[?2004l",
                "x\x1B[2m⏎\x1B(B\x1B[m" + std::string(79, ' ') + "\r⏎ \r\x1B[K\x1B[?2004ha> "},
               "[a> ][p]x|"},
        // 42-fish: the suggestion is erased at Enter, further rows are indented by moves.
        Stream{"Suggestion",
               {"\x1B[?2004ha> \x1B[K\r\x1B[3C", "id\r\x1B[5C\x1B[38;5;240m -un\r\x1B[5C\x1B[m",
                "\x1B[K\r\x1B[5C\r\n\x1B[30m\x1B(B\x1B[m\x1B[?2004l", "0\r\n"},
               "[a> ][id]0|"},
        Stream{"Indented",
               {"\x1B[?2004ha> \x1B[K\r\x1B[3C", "for i in 1\r\n\x1B[K\x1B[A\r\n\x1B[7C", "echo $i",
                "\r\n\x1B[3Cend\x1B[K", "\r\n\x1B[m\x1B[?2004l1\r\n"},
               "[a> ][for i in 1\necho $i\nend]1|"},
        Stream{"RightPromptInTheLastColumn",
               {"\x1B[?2004ha> \x1B[K\r\x1B[75C13:18\r\x1B[3C",
                "for i in 1\r\x1B[75C13:18\r\r\n\x1B[7C", "echo $i", "\r\n\x1B[m\x1B[?2004l1\r\n"},
               "[a> ][for i in 1\necho $i]1|"}),
    [](const auto& param) { return param.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Bash, Shells,
    testing::Values(
        // 47-osc133: marks of semantic prompts alone.
        Stream{"Osc133Continuation",
               {"\x1B]133;A\a$ \x1B]133;B\a", "for i in 1; do\r\n> ", "id\r\n> ",
                "done\r\n\x1B]133;C\a", "0\r\n\x1B]133;D;0\a"},
               "[$ ][for i in 1; do\nid\ndone]0|"},
        Stream{"Osc133OtherContinuation",
               {"\x1B]133;A\a$ \x1B]133;B\a", "for i in 1; do\r\n", "and then: $ ", "id\r\n",
                "and then: $ ", "done\r\n\x1B]133;C\a"},
               "[$ ][for i in 1; do\nid\ndone]"},
        Stream{"Osc133MarkedContinuation",
               {"\x1B]133;A\a$ \x1B]133;B\a", "echo \\\r\n\x1B]133;A;k=s\a~ \x1B]133;B\a",
                "a\r\n\x1B]133;C\a"},
               "[$ ][echo \\\na]"},
        // PS1 was changed, and the marks in it are gone.
        Stream{"Osc133WithoutPrompts",
               {"\x1B]133;A\a$ \x1B]133;B\a", "PS1=\r\n\x1B]133;C\a\x1B]133;D;0\a~ λ ", "", "", "",
                "p", "rintf x", "\r\n\x1B]133;C\ax\r\n\x1B]133;D;0\a~ λ ", "", "", "", "exit",
                "\r\n\x1B]133;C\aexit\r\n"},
               "[$ ][PS1=][~ λ ][printf x]x|[~ λ ][exit]exit|"},
        Stream{"Osc133PromptsLate",
               {"\x1B]133;A\a$ \x1B]133;B\a", "id\r\n\x1B]133;C\a0\r\n\x1B]133;D;0\a", "", "", "",
                "mail\r\n", "\x1B]133;A\a$ \x1B]133;B\a", "pwd\r\n\x1B]133;C\a"},
               "[$ ][id]0|mail|[$ ][pwd]"},
        // readline draws as if its prompt began in the first column.
        Stream{"PastedBehindOutputWithoutNewline",
               {"\x1B[?2004h$ ", "show", kEnter, "[9]\x1B[?2004h$ ",
                "\x1B[7mmine one\x1B[27m\r\n\r\x1B[7mtwo\x1B[27m", "",
                "\x1B[A\r$ mine one\r\n\rtwo\r\n\x1B[?2004l\r"},
               "[$ ][show][9]|[$ ][mine one\ntwo]"},
        Stream{"BackgroundBeforeAPaste",
               {"\x1B[?2004h$ ", "[9]\r\n", "", "\x1B[7mid\x1B[27m",
                "\r\x1B[C\x1B[Cid\r\n\x1B[?2004l\r"},
               "[9]|[$ ][id]"},
        // 55-jobs: a background program writes while somebody types.
        Stream{"BackgroundBeforeTyping",
               {"\x1B[?2004h$ ", "4002\r\n", "", "expr 3", "\r\n\x1B[?2004l\r", "3\r\n"},
               "4002|[$ ][expr 3]3|"},
        Stream{"BackgroundWhileTyping",
               {"\x1B[?2004h$ ", "expr 40", "BACK\r\n", "", "00 + 1", "\b2", "\r\n\x1B[?2004l\r"},
               "BACK|[$ ][expr 4000 + 2]"},
        Stream{
            "Wall",
            {"\x1B[?2004h$ ", "id", "\r\n\r\nBroadcast message from root@h:\r\n\r\nhello\r\n\r\n",
             "", " -un", "\r\n\x1B[?2004l\r"},
            "|Broadcast message from root@h:||hello||[$ ][id -un]"},
        Stream{"EnterInTwoChunks",
               {"\x1B[?2004h$ ", "id\r\n", "", "\x1B[?2004l\r", "0\r\n"},
               "[$ ][id]0|"},
        Stream{"PastedRows",
               {"\x1B[?2004h$ ", "\x1B[7mid\x1B[27m\r\n\r\x1B[7mls\x1B[27m", "",
                "\x1B[Aid\r\n\rls\r\n\x1B[?2004l\r"},
               "[$ ][id\nls]"},
        Stream{"RightPromptByHand",
               {"\x1B[?2004h\x1B[s\x1B[70G12:00\x1B[u$ ", "id", "\r\n\x1B[?2004l\r"},
               "[$ ][id]"},
        Stream{"ClearInTheMiddle",
               {"1\r\n2\r\n\x1B[?2004h$ ", "echo x", "\x1B[H\x1B[2J$ echo x", " y", kEnter},
               "1|2|[$ ][echo x y]"},
        // A faked mark hides nothing.
        Stream{"FakedMark",
               {"\x1B[?2004h$ ", "evil" + std::string(kEnter), "\x1B[?2004hshown\r\nhere\r\n",
                "\x1B[?2004h$ ", "id" + std::string(kEnter), "0\r\n"},
               "[$ ][evil]shown|here|[$ ][id]0|"}),
    [](const auto& param) { return param.param.name; });

TEST(Shells, SignIsInNoOutputWithoutMarks) {
  Terminal terminal(80, 24);
  terminal.show("x" + sign() + drawn("host# "));
  EXPECT_EQ(terminal.told(), "x|");
}

}  // namespace
}  // namespace auweave::screen
