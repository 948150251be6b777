// The program: its subcommands and their options, and nothing else.
#include <unistd.h>

#include <CLI/CLI.hpp>

#include "app/exit_status.h"
#include "app/plugin.h"
#include "app/shape.h"

#ifndef AUWEAVE_VERSION
#define AUWEAVE_VERSION "unknown"
#endif

namespace {

using auweave::app::ShapeOptions;

CLI::App* add_shape(CLI::App& program, ShapeOptions& options) {
  CLI::App* shape = program.add_subcommand("shape", "audit logs and recordings to JSON lines");
  shape->add_option("AUDIT_LOG", options.audit_logs, "files, plain or gzip, any order; - is stdin");
  shape->add_option("--tlog", options.tlog, "tlog's JSON lines; may be given several times")
      ->allow_extra_args(false);
  shape->add_option("--mapping", options.mapping, "flat, full or a YAML file")
      ->capture_default_str();
  shape->add_option("--kinds", options.kinds, "only these, as event,session");
  shape->add_option("--host", options.host,
                    "of records without node=; default: this machine's name");
  shape->add_option("--boot-id", options.boot_id, "of the first record's boot");
  shape->add_option("--accounts", options.accounts, "system, none, or PASSWD[,GROUP] files")
      ->capture_default_str();
  shape->add_option("--output", options.output, "a file instead of standard output");
  shape->add_option("--reader", "what cuts records into fields: auparse")
      ->check(CLI::IsMember({"auparse"}));
  shape->add_flag("--with-raw", options.with_raw, "the record lines in each event, too");
  shape->add_flag("--terminal-input", options.terminal_input, "what was typed, passwords included");
  return shape;
}

int run_shape(ShapeOptions& options) {
  if (options.audit_logs.empty()) {
    if (::isatty(STDIN_FILENO) == 1) {
      auweave::app::say(
          "shape: no AUDIT_LOG, and standard input is a terminal (see auweave shape --help)");
      return auweave::app::kUsage;
    }
    options.audit_logs.emplace_back("-");
  }
  return auweave::app::shape(options);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App program(
      "auweave weaves the audit trail and the terminal recording of a session into one story.");
  program.set_version_flag("--version", std::string("auweave ") + AUWEAVE_VERSION);
  program.require_subcommand(1);
  ShapeOptions shape_options;
  const CLI::App* shape = add_shape(program, shape_options);
  std::string config = "/etc/auweave/auweave.yaml";
  CLI::App* plugin = program.add_subcommand("plugin", "what auditd starts");
  plugin->add_option("--config", config, "the configuration")->capture_default_str();
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& wrong) {
    return program.exit(wrong) == 0 ? auweave::app::kDone : auweave::app::kUsage;
  }
  return shape->parsed() ? run_shape(shape_options) : auweave::app::plugin(config);
}
