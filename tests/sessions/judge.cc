#include "judge.h"

#include <algorithm>
#include <set>

#include "align.h"
#include "support/json.h"

namespace auweave::sessions {
namespace {

using support::text;

struct TrueLine {
  std::string text, kind, row;
  bool run = false, seen = false, later = false, unplanned = false;
  std::vector<std::string> programs, shown;
};

std::vector<std::string> programs_of(const rapidjson::Value& list) {
  std::vector<std::string> keys;
  for (const auto& each : list.GetArray()) {
    std::vector<std::string> argv;
    for (const auto& word : each["argv"].GetArray()) argv.emplace_back(word.GetString());
    keys.push_back(program_key(each["pid"].GetInt64(), argv));
  }
  return keys;
}

// "[1004]" and "[1004.2]": what programs of lines say.
std::set<std::string> tokens_in(const std::string& output) {
  std::set<std::string> found;
  for (std::size_t at = output.find('['); at != output.npos; at = output.find('[', at + 1)) {
    std::size_t stop = output.find_first_not_of("0123456789.", at + 1);
    if (stop == output.npos || output[stop] != ']' || stop - at < 5) continue;
    found.insert(output.substr(at, stop - at + 1));
  }
  return found;
}

std::string shortened(const std::string& text) {
  return text.size() <= 200 ? text : text.substr(0, 200) + "…";
}

std::string on_a_row(const std::string& text) {
  std::string row;
  for (const char c : text) {
    if (c == '\n')
      row += "\\n";
    else if (static_cast<unsigned char>(c) < 0x20U)
      row += "^" + std::string(1, static_cast<char>(c + 64));
    else
      row += c;
  }
  return shortened(row);
}

std::string listed(const std::vector<std::string>& all) {
  std::string joined;
  for (const std::string& each : all) joined += (joined.empty() ? "" : ", ") + each;
  return on_a_row(joined);
}

// "long, pasted" was pasted; what has a way of its own is named by it.
std::string way_of(const std::string& kind) {
  static const std::set<std::string> kOwn = {"recalled",  "searched", "suggestion taken",
                                             "completed", "cleared",  "interrupted",
                                             "stopped",   "answered", "defined"};
  const std::size_t comma = kind.rfind(", ");
  if (comma != kind.npos) return kind.substr(comma + 2);
  return kOwn.contains(kind) ? kind : "typed";
}

class Judge {
 public:
  Judge(const std::string& truth, const std::vector<std::string>& documents)
      : told_(told_commands(documents)), truth_(support::parse(truth)) {
    for (const auto& each : truth_["lines"].GetArray()) read(each);
  }

  Judgement take() {
    for (const std::string& stray : programs_of(truth_["strays"])) {
      if (!stray.ends_with(" at the prompt")) add_finding("stray", stray);
    }
    match();
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (!lines_[i].run) continue;
      const int before = out_.by_shell[lines_[i].row].right;
      judge_line(i);
      if (!lines_[i].seen || lines_[i].unplanned) continue;
      Share& share = out_.by_way[way_of(lines_[i].kind)];
      ++share.lines;
      share.right += out_.by_shell[lines_[i].row].right - before;
    }
    for (const ToldCommand& told : told_) {
      if (told.typed && !used_.contains(&told)) made_up(told);
      if (!told.typed) judge_without_line(told);
      judge_characters(told);
    }
    return std::move(out_);
  }

 private:
  void read(const rapidjson::Value& each) {
    TrueLine line;
    line.text = normal(text(each, "text"));
    line.kind = text(each, "kind");
    line.run = each["run"].GetBool();
    line.seen = each["seen"].GetBool();
    line.later = each["later"].GetBool();
    line.unplanned = each["unplanned"].GetBool();
    const bool nested = each["nested"].GetBool();
    line.row = text(each, "shell") + (!line.seen ? " unseen" : (nested ? " nested" : odd_window()));
    const bool scrolled = each["scrolled"].GetBool();
    if (scrolled) line.row = text(each, "shell") + " scrolled";
    line.seen = line.seen && !nested && !scrolled;
    line.programs = programs_of(each["executed"]);
    for (const auto& token : each["shown"].GetArray()) line.shown.emplace_back(token.GetString());
    const bool loose = each["loose"].GetBool();
    if (loose || (!line.seen && line.programs.empty()))
      free_.insert(line.shown.begin(), line.shown.end());
    if (loose) line.shown.clear();
    for (const std::string& key : line.programs) owner_[key] = lines_.size();
    lines_.push_back(std::move(line));
  }
  const char* odd_window() const { return truth_["odd_window"].GetBool() ? " odd window" : ""; }
  void match() {
    std::vector<std::string> typed, said;
    std::vector<std::size_t> numbers;
    std::vector<const ToldCommand*> commands;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (lines_[i].run) typed.push_back(lines_[i].text);
      if (lines_[i].run) numbers.push_back(i);
    }
    for (const ToldCommand& told : told_) {
      if (told.typed) said.push_back(normal(told.text));
      if (told.typed) commands.push_back(&told);
    }
    doc_.assign(lines_.size(), nullptr);
    const std::vector<int> places = align(typed, said);
    for (std::size_t i = 0; i < places.size(); ++i) {
      if (places[i] < 0) continue;
      doc_[numbers[i]] = commands[static_cast<std::size_t>(places[i])];
      used_.insert(doc_[numbers[i]]);
    }
  }

  void judge_line(std::size_t i) {
    const TrueLine& line = lines_[i];
    Counts& counts = out_.by_shell[line.row];
    if (line.unplanned) {
      ++counts.not_run;
      return find("not run", i, "");
    }
    ++counts.lines;
    const ToldCommand* told = doc_[i];
    if (told == nullptr && !line.seen && is_told_as_programs(i)) {
      ++counts.as_programs;
    } else if (told == nullptr) {
      ++counts.missing;
      find("missing", i, "");
    } else {
      judge_told(i, *told, counts);
    }
  }
  void judge_told(std::size_t i, const ToldCommand& told, Counts& counts) {
    const TrueLine& line = lines_[i];
    bool right = true;
    std::set<std::string> said;
    const auto say = [&](const char* sort, int& count, const std::string& what) {
      if (!said.insert(sort).second) return;
      if (right) ++count;
      right = false;
      find(sort, i,
           what + " | told \"" + on_a_row(told.text) + "\" with {" + listed(told.programs) +
               "} and \"" + on_a_row(told.output) + "\"");
    };
    for (const std::string& program : told.programs) {
      if (is_of_another(program, i))
        say("foreign program", counts.foreign_program, program + of(owner_.at(program)));
    }
    for (const std::string& token : tokens_in(told.output)) {
      if (!std::count(line.shown.begin(), line.shown.end(), token) && !free_.contains(token))
        say("foreign output", counts.foreign_output, token);
    }
    const bool same = normal(told.text) == line.text;
    if (squeezed(told.text) != squeezed(line.text)) say("wrong text", counts.wrong_text, "");
    for (const std::string& program : line.programs) {
      if (!holds(told, program) && !(line.later && is_below(program, told)))
        say("lacks program", counts.lacks_program, program);
    }
    for (const std::string& token : line.shown) {
      if (told.output.find(token) == std::string::npos)
        say("lacks output", counts.lacks_output, token);
    }
    if (!right) return;
    ++counts.right;
    if (!same) find("blanks", i, "| told \"" + on_a_row(told.text) + "\"");
    if (!same) ++counts.blanks;
  }
  static bool holds(const ToldCommand& told, const std::string& program) {
    return std::count(told.programs.begin(), told.programs.end(), program) > 0;
  }
  bool is_of_another(const std::string& program, std::size_t line) const {
    const auto owner = owner_.find(program);
    return owner != owner_.end() && owner->second != line;
  }
  // In a command of its own, which names the line's.
  bool is_below(const std::string& program, const ToldCommand& line) const {
    return std::any_of(told_.begin(), told_.end(), [&](const ToldCommand& each) {
      return !each.typed && each.parent == line.id && holds(each, program);
    });
  }
  // Nothing told it as a line, and its programs are told with what they showed.
  bool is_told_as_programs(std::size_t i) const {
    const TrueLine& line = lines_[i];
    if (line.programs.empty()) return true;
    for (const std::string& program : line.programs) {
      if (!std::any_of(told_.begin(), told_.end(), [&](const ToldCommand& each) {
            return !each.typed && holds(each, program);
          }))
        return false;
    }
    return std::all_of(line.shown.begin(), line.shown.end(), [&](const std::string& token) {
      return std::any_of(told_.begin(), told_.end(), [&](const ToldCommand& each) {
        return !each.typed && each.output.find(token) != std::string::npos;
      });
    });
  }

  void made_up(const ToldCommand& told) {
    ++out_.by_shell[text(truth_, "shell")].made_up;
    add_finding("made up", "\"" + on_a_row(told.text) + "\" at " + told.started + " with {" +
                               listed(told.programs) + "} and \"" + on_a_row(told.output) + "\"");
  }
  // Programs of one line alone, and no output but that line's, if any line's programs are in it.
  void judge_without_line(const ToldCommand& told) {
    std::set<std::size_t> owners;
    for (const std::string& program : told.programs) {
      if (owner_.contains(program)) owners.insert(owner_.at(program));
    }
    // Where prompts cannot be seen, a nested shell holds what is done there.
    bool mixed = owners.size() > 1;
    for (const std::string& token : tokens_in(told.output)) {
      bool own = owners.empty() || free_.contains(token);
      for (const std::size_t i : owners)
        own = own || std::count(lines_[i].shown.begin(), lines_[i].shown.end(), token) > 0;
      mixed = mixed || !own;
    }
    if (!mixed) return;
    const std::string row = owners.empty() ? text(truth_, "shell") : lines_[*owners.begin()].row;
    ++out_.by_shell[row].mixed;
    add_finding("mixed", "program \"" + on_a_row(told.text) + "\" with {" + listed(told.programs) +
                             "} and \"" + on_a_row(told.output) + "\"");
  }
  void judge_characters(const ToldCommand& told) {
    const auto is_control = [](char c) {
      return static_cast<unsigned char>(c) < 0x20U && c != '\n' && c != '\t';
    };
    if (std::none_of(told.output.begin(), told.output.end(), is_control)) return;
    ++out_.by_shell[text(truth_, "shell")].control;
    add_finding("control", "\"" + on_a_row(told.text) + "\": \"" + on_a_row(told.output) + "\"");
  }

  std::string of(std::size_t i) const { return " of \"" + on_a_row(lines_[i].text) + "\""; }
  void find(const char* sort, std::size_t i, const std::string& what) {
    add_finding(sort, "line " + std::to_string(i) + " at " + lines_[i].row + " (" + lines_[i].kind +
                          ") \"" + on_a_row(lines_[i].text) + "\" " + what);
  }
  void add_finding(const char* sort, const std::string& detail) {
    out_.findings.push_back({sort, detail});
  }

  std::vector<ToldCommand> told_;
  rapidjson::Document truth_;
  std::vector<TrueLine> lines_;
  std::vector<const ToldCommand*> doc_;  // of each line
  std::set<const ToldCommand*> used_;
  std::map<std::string, std::size_t> owner_;  // of programs: the line
  // Nothing tells whose it is: what comes at any time, what builtins show where no line can be seen.
  std::set<std::string> free_;
  Judgement out_;
};

}  // namespace

Judgement judge(const std::string& truth, const std::vector<std::string>& documents) {
  return Judge(truth, documents).take();
}

}  // namespace auweave::sessions
