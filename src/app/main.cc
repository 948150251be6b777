// The program's subcommands and their options.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <sstream>

#include "app/coverage.h"
#include "app/exit_status.h"
#include "app/explain.h"
#include "app/plugin.h"
#include "app/shape.h"
#include "app/status_page.h"
#include "app/story.h"
#include "app/ticket.h"
#include "base/log.h"
#include "base/printable.h"

#ifndef AUWEAVE_VERSION
#define AUWEAVE_VERSION "unknown"
#endif

namespace {

using auweave::app::ExplainOptions;
using auweave::app::InputOptions;
using auweave::app::ShapeOptions;
using auweave::app::StoryOptions;

void add_inputs(CLI::App& command, InputOptions& inputs) {
  command.add_option("AUDIT_LOG", inputs.audit_logs, "files, plain or gzip, any order; - is stdin");
  command
      .add_option("--tlog", inputs.tlog,
                  "recordings: tlog's JSON lines, or syslog's with them; a file or a 'pattern*'")
      ->allow_extra_args(false);
  command
      .add_option("--sshd-log", inputs.sshd_logs,
                  "sshd's own log, in lines of syslog: ports and keys; a file or a 'pattern*'")
      ->allow_extra_args(false);
  command
      .add_option(
          "--journal", inputs.journals,
          "tlog's and sshd's entries of the systemd journal: a folder of its files, or system")
      ->allow_extra_args(false);
  for (std::size_t i = 0; i < inputs.recordings.size(); ++i) {
    const auweave::tty::Recorder& recorder = auweave::tty::recorders()[i];
    if (recorder.option.empty()) continue;
    command
        .add_option(std::string(recorder.option), inputs.recordings[i], std::string(recorder.help))
        ->allow_extra_args(false);
  }
  command.add_option("--host", inputs.host,
                     "of records without node=; default: this machine's name");
  command.add_option("--boot-id", inputs.boot_id, "of the first record's boot");
  command.add_option("--accounts", inputs.accounts, "system, none, or PASSWD[,GROUP] files")
      ->capture_default_str();
  command.add_flag("--trust-file", inputs.trust_files,
                   "only root or the recorder's account could write the files of --tlog");
  command.add_option("--persons", inputs.persons,
                     "whose keys are whose: a YAML file, {\"SHA256:...\": name}");
  command.add_option("--flood-limit", inputs.flood_limit,
                     "bytes of output a recording and second, above which output is left out");
  command.add_flag("--terminal-input", inputs.terminal_input, "what was typed, passwords included");
}

// Of the subcommands that show sessions.
void add_must_record(CLI::App& command, InputOptions& inputs) {
  auweave::app::MustRecordOptions& must = inputs.must_record;
  command
      .add_option(
          "--must-record-user", must.users,
          "an account whose interactive sessions must be recorded; those that were not say so")
      ->allow_extra_args(false);
  command
      .add_option("--must-record-group", must.groups,
                  "the same of a group's members, whom --groups tells")
      ->allow_extra_args(false);
  command
      .add_option("--must-record-service", must.services,
                  "only sessions entered through this; default: sshd")
      ->allow_extra_args(false);
  command.add_option("--groups", inputs.groups,
                     "groups of accounts: a file in the form of /etc/group; default: that of "
                     "--accounts, whose PASSWD tells primary groups");
}

CLI::App* add_shape(CLI::App& program, ShapeOptions& options) {
  CLI::App* shape = program.add_subcommand("shape", "audit logs and recordings to JSON lines");
  add_inputs(*shape, options.inputs);
  add_must_record(*shape, options.inputs);
  shape->add_option("--mapping", options.mapping, "flat, full, ecs, ocsf, cim or a YAML file")
      ->capture_default_str();
  shape->add_option("--kinds", options.kinds, "only these, as event,session");
  shape->add_option("--output", options.output, "a file instead of standard output");
  shape->add_flag("--with-raw", options.with_raw, "the record lines in each event, too");
  return shape;
}

// An empty variable of a script must not select everything.
std::string not_empty(const std::string& value) { return value.empty() ? "is empty" : ""; }

CLI::App* add_story(CLI::App& program, StoryOptions& options) {
  CLI::App* story = program.add_subcommand("story", "audit logs and recordings, told to a person");
  add_inputs(*story, options.inputs);
  add_must_record(*story, options.inputs);
  story->add_option("--session", options.session, "only this one: its id, or its audit number")
      ->check(not_empty);
  story->add_option("--actor", options.actor, "only sessions of this account")->check(not_empty);
  story->add_option("--src", options.source, "only from this network (10.0.0.0/8) or address")
      ->check(not_empty);
  story->add_option("--command", options.command, "only commands that hold this text")
      ->check(not_empty);
  story
      ->add_option("--since", options.since,
                   "from then on: 2026-11-21, 2026-11-21T06:40, 06:40, yesterday, -2h (UTC)")
      ->check(not_empty);
  story->add_option("--until", options.until, "before then")->check(not_empty);
  story->add_option("--rows", options.rows, "of output a command, at most")->capture_default_str();
  story->add_option("--columns", options.columns, "width; default: the terminal's, 100 in a pipe");
  story->add_flag("--full", options.full, "all output, nothing folded");
  story->add_flag("--overview", options.overview, "one line a session");
  return story;
}

CLI::App* add_explain(CLI::App& program, ExplainOptions& options) {
  CLI::App* explain = program.add_subcommand(
      "explain",
      "what a mapping makes of documents: which value is from where, and why there is none");
  add_inputs(*explain, options.inputs);
  add_must_record(*explain, options.inputs);
  explain->add_option("--mapping", options.mapping, "flat, full, ecs, ocsf, cim or a YAML file")
      ->capture_default_str();
  explain->add_option("--event", options.only, "only this one: its event_id or serial")
      ->check(not_empty);
  explain->add_flag("--empty", options.empty, "what is not written, too, and why");
  return explain;
}

// Returns false, and says so, if there is nothing to read.
bool choose_input(InputOptions& inputs, const char* command) {
  inputs.tlog = auweave::app::matching(inputs.tlog);
  inputs.sshd_logs = auweave::app::matching(inputs.sshd_logs);
  if (!inputs.audit_logs.empty()) return true;
  if (::isatty(STDIN_FILENO) == 1) {
    auweave::base::say_on_stderr(std::string(command) +
                                 ": no AUDIT_LOG, and standard input is a terminal (see auweave " +
                                 command + " --help)");
    return false;
  }
  inputs.audit_logs.emplace_back("-");
  return true;
}

// The subcommands with their options. CLI11 fills the members by reference.
class Commands {
 public:
  explicit Commands(CLI::App& program)
      : shape_(add_shape(program, shape_options_)),
        story_(add_story(program, story_options_)),
        explain_(add_explain(program, explain_options_)) {
    coverage_ = program.add_subcommand("coverage", "what share of events there are words for");
    add_inputs(*coverage_, covered_);
    add_plugin(program);
    add_check(program);
    add_status(program);
    ticket_ = program.add_subcommand("ticket", "says what this session is for, in the audit trail");
    ticket_->add_option("ID", ticket_id_, "of the change, the incident: CHG0042")->required();
  }
  Commands(const Commands&) = delete;
  Commands& operator=(const Commands&) = delete;

  // Runs the subcommand that was parsed, and returns the program's exit status.
  int run() {
    using namespace auweave::app;
    if (shape_->parsed())
      return choose_input(shape_options_.inputs, "shape") ? shape(shape_options_) : kUsage;
    if (story_->parsed())
      return choose_input(story_options_.inputs, "story") ? story(story_options_) : kUsage;
    if (explain_->parsed())
      return choose_input(explain_options_.inputs, "explain") ? explain(explain_options_) : kUsage;
    if (coverage_->parsed())
      return choose_input(covered_, "coverage") ? coverage(covered_) : kUsage;
    if (check_->parsed()) return mapping_.empty() ? check(config_) : check_mapping(mapping_);
    if (ticket_->parsed()) return ticket(ticket_id_);
    if (status_->parsed()) return status_page(config_, json_);
    return plugin(config_, AUWEAVE_VERSION);
  }

 private:
  CLI::Option* add_config(CLI::App& command, const char* what) {
    return command.add_option("--config", config_, what)->capture_default_str();
  }
  void add_plugin(CLI::App& program) {
    add_config(*program.add_subcommand("plugin", "what auditd starts"), "the configuration");
  }
  void add_check(CLI::App& program) {
    check_ = program.add_subcommand("check", "is the plugin's configuration good?");
    CLI::Option* config = add_config(*check_, "the configuration");
    check_
        ->add_option("--mapping", mapping_, "only a mapping: flat, full, ecs, ocsf, cim, or a file")
        ->check(not_empty)
        ->excludes(config);
  }
  void add_status(CLI::App& program) {
    status_ = program.add_subcommand("status", "what the running plugin is doing");
    add_config(*status_, "the plugin's configuration");
    status_->add_flag("--json", json_, "as a machine reads it; the default in a pipe");
  }

  ShapeOptions shape_options_;
  StoryOptions story_options_;
  ExplainOptions explain_options_;
  InputOptions covered_;
  std::string config_ = "/etc/auweave/auweave.yaml";
  std::string mapping_, ticket_id_;
  bool json_ = false;
  CLI::App *shape_, *story_, *explain_;
  CLI::App *coverage_ = nullptr, *check_ = nullptr, *status_ = nullptr, *ticket_ = nullptr;
};

}  // namespace

int main(int argc, char** argv) {
  CLI::App program(
      "auweave weaves the audit trail and the terminal recording of a session into one story.");
  program.set_version_flag("--version", std::string("auweave ") + AUWEAVE_VERSION);
  program.require_subcommand(1);
  Commands commands(program);
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& wrong) {
    std::ostringstream said;
    const int status = program.exit(wrong, std::cout, said);
    std::cerr << auweave::base::printable_rows(said.str());
    return status == 0 ? auweave::app::kDone : auweave::app::kUsage;
  }
  return commands.run();
}
