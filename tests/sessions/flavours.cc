// Marks and prompts of themes are written by hand, from their documentation; the plugins are Debian's.
#include <unistd.h>

#include "shells.h"

namespace auweave::sessions {
namespace {

constexpr const char* kSuggestions = "/usr/share/zsh-autosuggestions/zsh-autosuggestions.zsh";
constexpr const char* kColours = "/usr/share/zsh-syntax-highlighting/zsh-syntax-highlighting.zsh";

// https://gitlab.freedesktop.org/Per_Bothner/specifications/blob/master/proposals/semantic-prompts.md
constexpr const char* kBashMarks =
    "PS1='\\[\\e]133;A\\a\\]'$PS1'\\[\\e]133;B\\a\\]'\nPS0='\\e]133;C\\a'\n"
    "PROMPT_COMMAND='printf \"\\033]133;D;%s\\007\" $?'\n";
constexpr const char* kZshMarks =
    "PS1=$'%{\\e]133;A\\a%}'$PS1$'%{\\e]133;B\\a%}'\n"
    "preexec() { print -n '\\e]133;C\\a'; }\nprecmd() { print -n \"\\e]133;D;$?\\a\"; }\n";
// powerlevel10k's transient prompt: at Enter the prompt is drawn anew, as something short.
constexpr const char* kZshTransient =
    "zle-line-finish() { local PS1='%# '; zle reset-prompt; }\nzle -N zle-line-finish\n";
constexpr const char* kZshPowerline =
    "PS1=$'%{\\e[44m%} %n@%m %{\\e[34;42m%}\\ue0b0%{\\e[30m%} %~ %{\\e[0;32m%}\\ue0b0%{\\e[0m%} '\n"
    "RPROMPT=$'%{\\e[32m%}\\ue0b2%{\\e[30;42m%} %T %{\\e[0m%}'\n";

std::string source(const std::string& file) { return "source " + file + "\n"; }

std::vector<Flavour> all_flavours() {
  return {
      {"bash", "vi", "set -o vi\n", "", false},
      {"bash", "vi with a mode string", "set -o vi\nbind 'set show-mode-in-prompt on'\n", "",
       false},
      {"bash", "OSC 133", kBashMarks, ""},
      {"bash", "OSC 133 without brackets",
       std::string("bind 'set enable-bracketed-paste off'\n") + kBashMarks, "", true, false},
      {"bash", "title", "PROMPT_COMMAND='printf \"\\033]0;%s\\007\" \"$PWD\"'\n", ""},
      {"bash", "empty row first", "PROMPT_COMMAND=echo\n", ""},
      {"zsh", "right prompt", "RPROMPT='%T'\n", ""},
      {"zsh", "long right prompt", "RPROMPT='%F{blue}%~ %D{%H:%M:%S}%f'\n", ""},
      {"zsh", "autosuggestions", source(kSuggestions), kSuggestions, true, true, true},
      {"zsh", "syntax highlighting", source(kColours), kColours},
      {"zsh", "both plugins", source(kSuggestions) + source(kColours), kColours, true, true, true},
      {"zsh", "completion", "autoload -U compinit && compinit -u -D\n", ""},
      {"zsh", "vi", "bindkey -v\n", "", false},
      {"zsh", "no PROMPT_SP", "unsetopt PROMPT_SP\n", ""},
      {"zsh", "OSC 133", kZshMarks, ""},
      {"zsh", "transient prompt", kZshTransient, ""},
      {"zsh", "powerline", kZshPowerline, ""},
      {"fish", "right prompt", "function fish_right_prompt; printf 'right'; end\n", ""},
      {"fish", "vi", "fish_vi_key_bindings\n", "", false},
      {"ksh93", "vi", "set -o vi\n", "", false},
      {"mksh", "vi", "set -o vi\n", "", false}};
}

}  // namespace

std::vector<Flavour> flavours_of(const Shell& shell) {
  std::vector<Flavour> here = {{shell.name, "as it comes", "", "", shell.edits}};
  for (Flavour& each : all_flavours()) {
    const bool there = each.needs.empty() || ::access(each.needs.c_str(), R_OK) == 0;
    if (each.shell == shell.name && there) here.push_back(std::move(each));
  }
  return here;
}

}  // namespace auweave::sessions
