#include "programs/program.h"

#include <algorithm>
#include <array>
#include <bitset>

#include "base/text.h"

namespace auweave::programs {
namespace {

using std::string_view;

// Files that are many programs, by what they are called as; their own name, and then the first word behind it, say
// so too (`busybox sh`).
constexpr std::array<string_view, 2> kMultiCall = {"busybox", "toybox"};
// A program that is another one when it is called as that: run0(1) is a link to systemd-run.
struct Alias {
  string_view file, called;
};
constexpr std::array kAliases = {Alias{"systemd-run", "run0"}};
// What runs a file that is named behind it. A script's interpreter is what the kernel tells as `exe`.
constexpr std::array<string_view, 4> kInterpreters = {"python", "ruby", "node", "perl"};

// Of two bytes of a name, their place in FirstBytes: letters of one case have a place each.
constexpr std::size_t place_of(string_view name) {
  return (static_cast<unsigned char>(name[0]) & 31U) * 32U +
         (static_cast<unsigned char>(name[1]) & 31U);
}

// The first two bytes of all names that call_of() knows. Several questions of each event come there,
// and most programs are none that it knows.
class FirstBytes {
 public:
  FirstBytes() {
    for (const Program& row : all()) known_.set(place_of(row.name));
    for (const string_view name : kMultiCall) known_.set(place_of(name));
    for (const string_view name : kInterpreters) known_.set(place_of(name));
    for (const Alias& alias : kAliases) known_.set(place_of(alias.file));
  }
  [[nodiscard]] bool has(string_view name) const {
    return name.size() > 1 && known_.test(place_of(name));
  }

 private:
  std::bitset<1024> known_;
};

template <typename List>
bool is_one_of(const List& list, string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

// The kernel's mark behind the path of a file that was replaced, by an upgrade say (fs/d_path.c).
string_view without_mark(string_view exe) {
  constexpr string_view mark = " (deleted)";
  return exe.ends_with(mark) ? exe.substr(0, exe.size() - mark.size()) : exe;
}

// A login shell is called with '-' before its name.
string_view name_called(string_view word) {
  if (word.starts_with('-')) word.remove_prefix(1);
  return base::basename(word);
}

// "python" of python3.11, "zsh" of zsh-5.9, "bash" of bash-static.
string_view without_version(string_view name) {
  constexpr string_view fixed = "-static";
  const auto is_version = [](char c) { return (c >= '0' && c <= '9') || c == '.'; };
  if (name.ends_with(fixed)) name.remove_suffix(fixed.size());
  if (name.empty() || !is_version(name.back())) return name;
  const std::size_t last = name.find_last_not_of("0123456789.");
  if (last == string_view::npos) return name;
  const bool dash = name[last] == '-' && last + 1 < name.size();
  return name.substr(0, dash ? last : last + 1);
}

const Program* named(string_view name) {
  const auto found =
      std::lower_bound(all().begin(), all().end(), name,
                       [](const Program& row, string_view wanted) { return row.name < wanted; });
  return found != all().end() && found->name == name ? &*found : nullptr;
}

const Program* row_of(string_view name) {
  if (const Program* row = named(name)) return row;
  const string_view plain = without_version(name);
  const Program* row = plain == name ? nullptr : named(plain);
  return row != nullptr && row->naming == Naming::versioned ? row : nullptr;
}

// Files that interpreters run: of these alone a word, which anybody may forge, says what a program is.
bool may_be_a_script(const Program& row) {
  return row.role == Role::shell || row.role == Role::repl || row.role == Role::recorder;
}

// The place of the file that an interpreter was told to run, behind its own options (a script's first line may have
// some: `#!/usr/bin/python3 -sP`); the number of arguments: there is none.
std::size_t script_in(Words arguments) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const string_view word = arguments[i];
    if (!word.starts_with('-')) return i;
    // -c and -m name code that is in no such file.
    if (!word.starts_with("--") && word.find_first_of("cm") != string_view::npos) break;
  }
  return arguments.size();
}

Call multi_call(Words argv) {
  const string_view called = argv.empty() ? string_view() : name_called(argv[0]);
  if (!is_one_of(kMultiCall, called))
    return {row_of(called), argv.subspan(std::min<std::size_t>(1, argv.size()))};
  if (argv.size() < 2) return {row_of(called), {}};
  return {row_of(argv[1]), argv.subspan(2)};
}

}  // namespace

Call call_of(string_view exe, Words argv) {
  static const FirstBytes known;
  const Words arguments = argv.subspan(std::min<std::size_t>(1, argv.size()));
  const string_view called = argv.empty() ? string_view() : name_called(argv[0]);
  const string_view name = exe.empty() ? called : base::basename(without_mark(exe));
  if (!known.has(name)) return {nullptr, arguments};
  if (is_one_of(kMultiCall, name)) return multi_call(argv);
  for (const Alias& alias : kAliases) {
    if (name == alias.file && called == alias.called) return {row_of(called), arguments};
  }
  if (is_one_of(kInterpreters, without_version(name))) {
    const std::size_t at = script_in(arguments);
    const Program* script = at < arguments.size() ? row_of(base::basename(arguments[at])) : nullptr;
    if (script != nullptr && may_be_a_script(*script)) return {script, arguments.subspan(at + 1)};
  }
  return {row_of(name), arguments};
}

const Program* program_of(string_view exe, string_view comm) {
  return call_of(exe, comm.empty() ? Words() : Words(&comm, 1)).program;
}

bool has_role(string_view exe, Role role, string_view comm) {
  const Program* program = program_of(exe, comm);
  return program != nullptr && program->role == role;
}

string_view service_of(string_view exe) {
  const Program* program = program_of(exe);
  const bool serves = program != nullptr && program->role == Role::service;
  return serves ? program->told_as() : base::basename(exe);
}

bool begins_sessions(string_view exe) {
  const Program* program = program_of(exe);
  const bool begins =
      program != nullptr && (program->role == Role::service || program->role == Role::scheduler);
  return begins && in_system_folder(exe);
}

bool is_trusted(const Program& program, string_view exe) {
  const std::size_t slash = exe.rfind('/');
  if (slash == string_view::npos) return false;
  return is_one_of(program.folders, exe.substr(0, slash + 1)) &&
         exe.substr(slash + 1) == program.name;
}

string_view recorder_of(string_view exe) {
  const Program* program = program_of(exe);
  const bool recorder = program != nullptr && program->role == Role::recorder;
  return recorder && is_trusted(*program, exe) ? program->told_as() : string_view();
}

string_view recorder_of(string_view exe, Words argv) {
  const auto& [program, arguments] = call_of(exe, argv);
  if (program == nullptr || program->role != Role::recorder) return {};
  const bool script = program != program_of(exe);
  // The script's path is the word before its arguments.
  const string_view file = script ? argv[argv.size() - arguments.size() - 1] : exe;
  const bool trusted = is_trusted(*program, file) && (!script || in_system_folder(exe));
  return trusted ? program->told_as() : string_view();
}

bool in_system_folder(string_view exe) {
  constexpr std::array<string_view, 8> folders = {
      "/usr/bin/",        "/bin/",     "/usr/sbin/",   "/sbin/", "/usr/local/bin/",
      "/usr/local/sbin/", "/usr/lib/", "/usr/libexec/"};
  return std::any_of(folders.begin(), folders.end(),
                     [&](string_view folder) { return exe.starts_with(folder); });
}

bool reads_lines(string_view exe, Words argv) {
  if (argv.empty()) return false;
  const Call call = call_of(exe, argv);
  return call.program != nullptr && call.program->role == Role::shell &&
         call.program->prompts_for(call.arguments);
}

Prompts prompts_of(string_view exe, Words argv) {
  if (argv.empty()) return Prompts::none;
  const auto& [program, arguments] = call_of(exe, argv);
  if (program == nullptr) return Prompts::none;
  const bool shows = program->prompts_for == nullptr || program->prompts_for(arguments);
  return shows ? program->prompts : Prompts::none;
}

std::vector<std::string> watched_files() {
  constexpr std::array<string_view, 5> kWatched = {"tlog", "script", "sshd", "sudo", "su"};
  constexpr std::array<string_view, 3> kFolders = {"/usr/bin/", "/bin/", "/usr/local/bin/"};
  std::vector<std::string> paths;
  for (const Program& row : all()) {
    if (!is_one_of(kWatched, row.told_as())) continue;
    const std::span<const string_view> folders =
        row.folders.empty() ? std::span<const string_view>(kFolders) : row.folders;
    for (const string_view folder : folders) paths.push_back(std::string(folder).append(row.name));
  }
  return paths;
}

std::vector<string_view> names_told_as(string_view name) {
  std::vector<string_view> names;
  for (const Program& row : all()) {
    if (row.told_as() == name) names.push_back(row.name);
  }
  return names;
}

}  // namespace auweave::programs
