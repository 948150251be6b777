# The sources of every module and test: read by CMakeLists.txt (cmake/Module.cmake) and by
# Makefile.am. One file a line.

base_sources =
base_sources += src/base/byte_file.cc
base_sources += src/base/digest.cc
base_sources += src/base/folder.cc
base_sources += src/base/hash.cc
base_sources += src/base/ip_range.cc
base_sources += src/base/line_file.cc
base_sources += src/base/nearest.cc
base_sources += src/base/own_file.cc
base_sources += src/base/printable.cc
base_sources += src/base/random_id.cc
base_sources += src/base/recent_hashes.cc
base_sources += src/base/spill_file.cc
base_sources += src/base/syslog.cc
base_sources += src/base/text.cc
base_sources += src/base/wall_time.cc
base_sources += src/base/whole_file.cc
base_sources += src/base/line_cutter.cc
base_sources += src/base/log.cc

model_sources =
model_sources += src/model/audit_event.cc
model_sources += src/model/document.cc
model_sources += src/model/event_id.cc
model_sources += src/model/field_value.cc
model_sources += src/model/record_role.cc
model_sources += src/model/ticket.cc

json_sources =
json_sources += src/json/value.cc
json_sources += src/json/writer.cc
json_sources += src/json/shorten.cc
json_sources += src/json/shorten_output.cc

yaml_sources =
yaml_sources += src/yaml/node.cc

programs_sources =
programs_sources += src/programs/arguments.cc
programs_sources += src/programs/client.cc
programs_sources += src/programs/program.cc
programs_sources += src/programs/table.cc
programs_sources += src/programs/terminal_server.cc

audit_sources =
audit_sources += src/audit/accounts.cc
audit_sources += src/audit/assembler.cc
audit_sources += src/audit/assembler_complete.cc
audit_sources += src/audit/event_clock.cc
audit_sources += src/audit/groups.cc
audit_sources += src/audit/loss_watch.cc
audit_sources += src/audit/auparse_decoder.cc
audit_sources += src/audit/interpreter.cc
audit_sources += src/audit/line.cc
audit_sources += src/audit/line_head.cc
audit_sources += src/audit/kernel_status.cc
audit_sources += src/audit/record_end.cc
audit_sources += src/audit/number_names.cc
audit_sources += src/audit/record_type_table.cc
audit_sources += src/audit/seen.cc
audit_sources += src/audit/serial_runs.cc
audit_sources += src/audit/syscall_table.cc
audit_sources += src/audit/terminal_input.cc
audit_sources += src/audit/unmarked.cc
audit_sources += src/audit/value.cc

meaning_sources =
meaning_sources += src/meaning/address.cc
meaning_sources += src/meaning/calls.cc
meaning_sources += src/meaning/operation.cc
meaning_sources += src/meaning/identity.cc
meaning_sources += src/meaning/record_fields.cc
meaning_sources += src/meaning/meaning.cc
meaning_sources += src/meaning/object.cc
meaning_sources += src/meaning/security.cc
meaning_sources += src/meaning/target.cc
meaning_sources += src/meaning/ticket.cc
meaning_sources += src/meaning/verdict_calls.cc
meaning_sources += src/meaning/verdict_types.cc
meaning_sources += src/meaning/verdicts.cc
meaning_sources += src/meaning/extended.cc

session_sources =
session_sources += src/session/arrival.cc
session_sources += src/session/arrivals.cc
session_sources += src/session/boot_ids.cc
session_sources += src/session/chunk_numbers.cc
session_sources += src/session/login_ids.cc
session_sources += src/session/must_record.cc
session_sources += src/session/persons.cc
session_sources += src/session/recordings.cc
session_sources += src/session/session.cc
session_sources += src/session/shown.cc
session_sources += src/session/table.cc
session_sources += src/session/table_ends.cc
session_sources += src/session/table_connections.cc
session_sources += src/session/table_logins.cc
session_sources += src/session/table_past.cc
session_sources += src/session/table_room.cc

process_sources =
process_sources += src/process/table.cc

tty_sources =
tty_sources += src/tty/cast.cc
tty_sources += src/tty/chunk_maker.cc
tty_sources += src/tty/first_line.cc
tty_sources += src/tty/log_file.cc
tty_sources += src/tty/recorders.cc
tty_sources += src/tty/script_header.cc
tty_sources += src/tty/script_log.cc
tty_sources += src/tty/script_time.cc
tty_sources += src/tty/sudo_header.cc
tty_sources += src/tty/sudo_log.cc
tty_sources += src/tty/sudo_timing.cc
tty_sources += src/tty/syslog_line.cc
tty_sources += src/tty/timed_log.cc
tty_sources += src/tty/timed_logs.cc
tty_sources += src/tty/timing_text.cc
tty_sources += src/tty/tlog.cc
tty_sources += src/tty/tlog_line.cc
tty_sources += src/tty/tlog_terminal_input.cc
tty_sources += src/tty/tlog_timing.cc

sshd_sources =
sshd_sources += src/sshd/log_line.cc

systemd_sources = src/systemd/journal.cc

spool_sources =
spool_sources += src/spool/checksum.cc
spool_sources += src/spool/database.cc
spool_sources += src/spool/spool.cc
spool_sources += src/spool/snapshots.cc
spool_sources += src/spool/reserve.cc

screen_sources =
screen_sources += src/screen/excerpt.cc
screen_sources += src/screen/kept_screen.cc
screen_sources += src/screen/line_reader.cc
screen_sources += src/screen/line_reader_prompt.cc
screen_sources += src/screen/line_reader_typed.cc
screen_sources += src/screen/prompt_end.cc
screen_sources += src/screen/screen.cc
screen_sources += src/screen/screen_wraps.cc
screen_sources += src/screen/sequences.cc
screen_sources += src/screen/typed_text.cc

intake_sources =
intake_sources += src/intake/followed_file.cc
intake_sources += src/intake/followed.cc
intake_sources += src/intake/followed_journal.cc
intake_sources += src/intake/followed_logs.cc
intake_sources += src/intake/followed_logs_read.cc
intake_sources += src/intake/follower.cc
intake_sources += src/intake/inbox.cc
intake_sources += src/intake/log_finder.cc
intake_sources += src/intake/quotas.cc
intake_sources += src/intake/record_reader.cc
intake_sources += src/intake/script_log_finder.cc
intake_sources += src/intake/sudo_log_finder.cc
intake_sources += src/intake/valve.cc

correlate_sources =
correlate_sources += src/correlate/addresses.cc
correlate_sources += src/correlate/attribution.cc
correlate_sources += src/correlate/attribution_lines.cc
correlate_sources += src/correlate/attribution_panes.cc
correlate_sources += src/correlate/chunk_join.cc
correlate_sources += src/correlate/command.cc
correlate_sources += src/correlate/command_hash.cc
correlate_sources += src/correlate/command_join.cc
correlate_sources += src/correlate/command_join_room.cc
correlate_sources += src/correlate/command_number.cc
correlate_sources += src/correlate/commands.cc
correlate_sources += src/correlate/flood.cc
correlate_sources += src/correlate/hop.cc
correlate_sources += src/correlate/hop_join.cc
correlate_sources += src/correlate/jobs.cc
correlate_sources += src/correlate/panes.cc
correlate_sources += src/correlate/line_calls.cc
correlate_sources += src/correlate/line_calls_reader.cc
correlate_sources += src/correlate/line_choice.cc
correlate_sources += src/correlate/processes.cc
correlate_sources += src/correlate/prompt.cc
correlate_sources += src/correlate/record_join.cc
correlate_sources += src/correlate/record_join_bounds.cc
correlate_sources += src/correlate/record_join_match.cc
correlate_sources += src/correlate/session_commands.cc
correlate_sources += src/correlate/terminals.cc
correlate_sources += src/correlate/track.cc
correlate_sources += src/correlate/track_ahead.cc
correlate_sources += src/correlate/track_contexts.cc
correlate_sources += src/correlate/track_unmarked.cc
correlate_sources += src/correlate/track_unseen.cc
correlate_sources += src/correlate/tracks.cc
correlate_sources += src/correlate/waiting_rows.cc

mapping_sources =
mapping_sources += src/mapping/command_fields.cc
mapping_sources += src/mapping/condition.cc
mapping_sources += src/mapping/condition_reader.cc
mapping_sources += src/mapping/deadletter_fields.cc
mapping_sources += src/mapping/event_fields.cc
mapping_sources += src/mapping/explain.cc
mapping_sources += src/mapping/field.cc
mapping_sources += src/mapping/fields_reader.cc
mapping_sources += src/mapping/guards.cc
mapping_sources += src/mapping/key_file.cc
mapping_sources += src/mapping/kind_reader.cc
mapping_sources += src/mapping/mapping.cc
mapping_sources += src/mapping/origin.cc
mapping_sources += src/mapping/path_tree.cc
mapping_sources += src/mapping/pipeline_fields.cc
mapping_sources += src/mapping/plan_reader.cc
mapping_sources += src/mapping/reading.cc
mapping_sources += src/mapping/recipe.cc
mapping_sources += src/mapping/recipe_reader.cc
mapping_sources += src/mapping/run.cc
mapping_sources += src/mapping/session_fields.cc
mapping_sources += src/mapping/table_reader.cc
mapping_sources += src/mapping/transform.cc
mapping_sources += src/mapping/transform_reader.cc
mapping_sources += src/mapping/tty_fields.cc
mapping_sources += src/mapping/value.cc

pattern_sources = src/pattern/pattern.cc

story_sources =
story_sources += src/story/command_story.cc
story_sources += src/story/draft.cc
story_sources += src/story/entries.cc
story_sources += src/story/folding.cc
story_sources += src/story/happening.cc
story_sources += src/story/lines.cc
story_sources += src/story/login_tries.cc
story_sources += src/story/others.cc
story_sources += src/story/overview.cc
story_sources += src/story/owners.cc
story_sources += src/story/page.cc
story_sources += src/story/playing.cc
story_sources += src/story/process_tree.cc
story_sources += src/story/rights.cc
story_sources += src/story/session_story.cc
story_sources += src/story/steps.cc
story_sources += src/story/story.cc
story_sources += src/story/tell.cc
story_sources += src/story/text.cc
story_sources += src/story/when.cc

deliver_sources =
deliver_sources += src/deliver/file_sink.cc
deliver_sources += src/deliver/delivery.cc
deliver_sources += src/deliver/delivery_thread.cc
deliver_sources += src/deliver/document_queue.cc
deliver_sources += src/deliver/file_carrier.cc
deliver_sources += src/deliver/written_lines.cc
deliver_sources += src/deliver/kafka_carrier.cc
deliver_sources += src/deliver/kafka_checkpoint.cc
deliver_sources += src/deliver/kafka_producer.cc
deliver_sources += src/deliver/kafka_transactions.cc
deliver_sources += src/deliver/checkpoint.cc
deliver_sources += src/deliver/kafka_conf.cc
deliver_sources += src/deliver/kafka_topics.cc
deliver_sources += src/deliver/kafka_words.cc
deliver_sources += src/deliver/kafka_message.cc
deliver_sources += src/deliver/kafka_mode.cc

weave_sources =
weave_sources += src/weave/audit_changes.cc
weave_sources += src/weave/boot_scan.cc
weave_sources += src/weave/chunks.cc
weave_sources += src/weave/command_document.cc
weave_sources += src/weave/commands.cc
weave_sources += src/weave/deadletters.cc
weave_sources += src/weave/event_ids.cc
weave_sources += src/weave/hops.cc
weave_sources += src/weave/input_notes.cc
weave_sources += src/weave/plugin_notes.cc
weave_sources += src/weave/known_programs.cc
weave_sources += src/weave/loom.cc
weave_sources += src/weave/losses.cc
weave_sources += src/weave/primer.cc
weave_sources += src/weave/process_action.cc
weave_sources += src/weave/process_trail.cc
weave_sources += src/weave/queued_jobs.cc
weave_sources += src/weave/repairs.cc
weave_sources += src/weave/serial_range.cc
weave_sources += src/weave/session_document.cc
weave_sources += src/weave/session_documents.cc
weave_sources += src/weave/session_groups.cc
weave_sources += src/weave/sshd_log.cc
weave_sources += src/weave/skipped_events.cc
weave_sources += src/weave/stamp.cc
weave_sources += src/weave/suspects.cc
weave_sources += src/weave/typed_records.cc
weave_sources += src/weave/weaver.cc
weave_sources += src/weave/weaver_state.cc
weave_sources += src/weave/writer_check.cc

pipeline_sources =
pipeline_sources += src/pipeline/login_lines.cc
pipeline_sources += src/pipeline/merged_inputs.cc
pipeline_sources += src/pipeline/publisher.cc
pipeline_sources += src/pipeline/start_note.cc
pipeline_sources += src/pipeline/spool_tail.cc
pipeline_sources += src/pipeline/known_lines.cc
pipeline_sources += src/pipeline/gap_repair.cc
pipeline_sources += src/pipeline/feed.cc
pipeline_sources += src/pipeline/feed_start.cc
pipeline_sources += src/pipeline/input.cc
pipeline_sources += src/pipeline/lost_documents.cc
pipeline_sources += src/pipeline/share.cc
pipeline_sources += src/pipeline/weave_loop.cc

config_sources =
config_sources += src/config/accounts_choice.cc
config_sources += src/config/config.cc
config_sources += src/config/must_record.cc
config_sources += src/config/value_reader.cc
config_sources += src/config/weak_sinks.cc
config_sources += src/config/config_sinks.cc
config_sources += src/config/folder_modes.cc
config_sources += src/config/machine.cc
config_sources += src/config/persons.cc
config_sources += src/config/setup.cc

plugin_sources =
plugin_sources += src/plugin/audit_log.cc
plugin_sources += src/plugin/checkpoint_lineage.cc
plugin_sources += src/plugin/followed_inputs.cc
plugin_sources += src/plugin/group_lookup.cc
plugin_sources += src/plugin/health.cc
plugin_sources += src/plugin/kernel_watch.cc
plugin_sources += src/plugin/live_system.cc
plugin_sources += src/plugin/metrics.cc
plugin_sources += src/plugin/presence.cc
plugin_sources += src/plugin/priming.cc
plugin_sources += src/plugin/program_watch.cc
plugin_sources += src/plugin/rate.cc
plugin_sources += src/plugin/repair.cc
plugin_sources += src/plugin/running_plugin.cc
plugin_sources += src/plugin/life.cc
plugin_sources += src/plugin/page_writer.cc
plugin_sources += src/plugin/running_plugin_reload.cc
plugin_sources += src/plugin/running_plugin_status.cc
plugin_sources += src/plugin/service_log.cc
plugin_sources += src/plugin/settings.cc
plugin_sources += src/plugin/signals.cc
plugin_sources += src/plugin/sink_report.cc
plugin_sources += src/plugin/status.cc
plugin_sources += src/plugin/utmp.cc

app_sources =
app_sources += src/app/coverage.cc
app_sources += src/app/exit_status.cc
app_sources += src/app/explain.cc
app_sources += src/app/boots.cc
app_sources += src/app/input_files.cc
app_sources += src/app/inputs.cc
app_sources += src/app/must_record.cc
app_sources += src/app/plugin.cc
app_sources += src/app/progress.cc
app_sources += src/app/shape.cc
app_sources += src/app/story.cc
app_sources += src/app/ticket.cc
app_sources += src/app/weave_to.cc
app_sources += src/app/status_page.cc

main_sources = src/app/main.cc

# Tests. What they share is in tests/support, and in as many libraries as there are needs (tests/CMakeLists.txt).
basic_support_sources =
basic_support_sources += tests/support/program.cc
basic_support_sources += tests/support/text_file.cc

capture_support_sources =
capture_support_sources += tests/support/capture.cc
capture_support_sources += tests/support/ecs.cc
capture_support_sources += tests/support/journal_files.cc
capture_support_sources += tests/support/json.cc

weave_support_sources = tests/support/weave.cc

broker_support_sources =
broker_support_sources += tests/support/audit_host.cc
broker_support_sources += tests/support/broker.cc
broker_support_sources += tests/support/consumer.cc
broker_support_sources += tests/support/group_member.cc
broker_support_sources += tests/support/kafka_client.cc
broker_support_sources += tests/support/ports.cc
broker_support_sources += tests/support/producer.cc
broker_support_sources += tests/support/search_server.cc
broker_support_sources += tests/support/siem_preset.cc

test_base_sources = tests/unit/base/ip_range_test.cc
test_base_sources += tests/unit/base/bounded_map_test.cc
test_base_sources += tests/unit/base/folder_test.cc
test_base_sources += tests/unit/base/line_file_test.cc
test_base_sources += tests/unit/base/nearest_test.cc
test_base_sources += tests/unit/base/own_file_test.cc
test_base_sources += tests/unit/base/printable_test.cc
test_base_sources += tests/unit/base/syslog_test.cc
test_base_sources += tests/unit/base/text_test.cc
test_base_sources += tests/unit/base/values_test.cc
test_base_sources += tests/unit/base/whole_file_test.cc
test_base_sources += tests/unit/base/line_cutter_test.cc
test_base_sources += tests/unit/base/log_test.cc

test_model_sources = tests/unit/model/field_value_test.cc
test_model_sources += tests/unit/model/escaped_bytes_test.cc
test_model_sources += tests/unit/model/event_id_test.cc
test_model_sources += tests/unit/model/ticket_test.cc

test_json_sources = tests/unit/json/json_test.cc
test_json_sources += tests/unit/json/shorten_test.cc

test_yaml_sources = tests/unit/yaml/node_test.cc

test_programs_sources = tests/unit/programs/client_test.cc
test_programs_sources += tests/unit/programs/programs_test.cc
test_programs_sources += tests/unit/programs/terminal_server_test.cc

test_audit_sources = tests/unit/audit/assembler_test.cc
test_audit_sources += tests/unit/audit/event_clock_test.cc
test_audit_sources += tests/unit/audit/groups_test.cc
test_audit_sources += tests/unit/audit/kernel_status_test.cc
test_audit_sources += tests/unit/audit/serial_runs_test.cc
test_audit_sources += tests/unit/audit/decode_test.cc
test_audit_sources += tests/unit/audit/line_head_test.cc
test_audit_sources += tests/unit/audit/line_test.cc
test_audit_sources += tests/unit/audit/loss_watch_test.cc
test_audit_sources += tests/unit/audit/record_end_test.cc
test_audit_sources += tests/unit/audit/terminal_input_test.cc
test_audit_sources += tests/unit/audit/unmarked_test.cc

test_meaning_sources = tests/unit/meaning/target_test.cc
test_meaning_sources += tests/unit/meaning/verdicts_test.cc

test_session_sources = tests/unit/session/arrivals_test.cc
test_session_sources += tests/unit/session/chunk_numbers_test.cc
test_session_sources += tests/unit/session/login_ids_test.cc
test_session_sources += tests/unit/session/must_record_test.cc
test_session_sources += tests/unit/session/persons_test.cc
test_session_sources += tests/unit/session/recordings_test.cc
test_session_sources += tests/unit/session/table_room_test.cc
test_session_sources += tests/unit/session/table_test.cc
test_session_sources += tests/unit/session/ticket_test.cc
test_session_sources += tests/unit/session/table_past_test.cc
test_session_sources += tests/unit/session/voucher_totals_test.cc

test_process_sources = tests/unit/process/table_test.cc

test_tty_sources = tests/unit/tty/chunk_maker_test.cc
test_tty_sources += tests/unit/tty/cast_test.cc
test_tty_sources += tests/unit/tty/hostile_log_test.cc
test_tty_sources += tests/unit/tty/script_header_test.cc
test_tty_sources += tests/unit/tty/script_log_test.cc
test_tty_sources += tests/unit/tty/sudo_header_test.cc
test_tty_sources += tests/unit/tty/sudo_log_test.cc
test_tty_sources += tests/unit/tty/syslog_line_test.cc
test_tty_sources += tests/unit/tty/timing_bounds_test.cc
test_tty_sources += tests/unit/tty/timing_text_test.cc
test_tty_sources += tests/unit/tty/tlog_line_test.cc
test_tty_sources += tests/unit/tty/tlog_test.cc

test_sshd_sources = tests/unit/sshd/log_line_test.cc

test_systemd_sources = tests/unit/systemd/journal_test.cc

test_spool_sources = tests/unit/spool/spool_test.cc
test_spool_sources += tests/unit/spool/reserve_test.cc
test_spool_sources += tests/unit/spool/snapshots_test.cc

test_screen_sources = tests/unit/screen/any_window_test.cc
test_screen_sources += tests/unit/screen/excerpt_test.cc
test_screen_sources += tests/unit/screen/kept_screen_test.cc
test_screen_sources += tests/unit/screen/line_reader_test.cc
test_screen_sources += tests/unit/screen/sequences_test.cc
test_screen_sources += tests/unit/screen/shells_test.cc
test_screen_sources += tests/unit/screen/wraps_test.cc

test_intake_sources =
test_intake_sources += tests/unit/intake/followed_file_test.cc
test_intake_sources += tests/unit/intake/followed_journal_test.cc
test_intake_sources += tests/unit/intake/followed_logs_test.cc
test_intake_sources += tests/unit/intake/follower_test.cc
test_intake_sources += tests/unit/intake/inbox_test.cc
test_intake_sources += tests/unit/intake/quotas_test.cc
test_intake_sources += tests/unit/intake/record_reader_test.cc
test_intake_sources += tests/unit/intake/shared_folder_test.cc
test_intake_sources += tests/unit/intake/valve_test.cc
test_intake_sources += tests/unit/intake/script_log_finder_test.cc

test_correlate_sources = tests/unit/correlate/chunk_join_test.cc
test_correlate_sources += tests/unit/correlate/command_join_test.cc
test_correlate_sources += tests/unit/correlate/command_number_test.cc
test_correlate_sources += tests/unit/correlate/commands_test.cc
test_correlate_sources += tests/unit/correlate/flood_test.cc
test_correlate_sources += tests/unit/correlate/hop_join_test.cc
test_correlate_sources += tests/unit/correlate/jobs_test.cc
test_correlate_sources += tests/unit/correlate/line_calls_test.cc
test_correlate_sources += tests/unit/correlate/line_numbers_test.cc
test_correlate_sources += tests/unit/correlate/processes_test.cc
test_correlate_sources += tests/unit/correlate/prompt_test.cc
test_correlate_sources += tests/unit/correlate/record_join_test.cc
test_correlate_sources += tests/unit/correlate/session_commands_test.cc
test_correlate_sources += tests/unit/correlate/terminals_test.cc
test_correlate_sources += tests/unit/correlate/tracks_test.cc
test_correlate_sources += tests/unit/correlate/unmarked_shells_test.cc

test_mapping_sources = tests/unit/mapping/mapping_test.cc
test_mapping_sources += tests/unit/mapping/explain_test.cc
test_mapping_sources += tests/unit/mapping/guards_test.cc
test_mapping_sources += tests/unit/mapping/wrong_mappings_test.cc

test_story_sources = tests/unit/story/commands_test.cc
test_story_sources += tests/unit/story/steps_test.cc
test_story_sources += tests/unit/story/story_test.cc
test_story_sources += tests/unit/story/text_test.cc
test_story_sources += tests/unit/story/when_test.cc

test_deliver_sources =
test_deliver_sources += tests/unit/deliver/delivery_test.cc
test_deliver_sources += tests/unit/deliver/document_queue_test.cc
test_deliver_sources += tests/unit/deliver/file_carrier_test.cc
test_deliver_sources += tests/unit/deliver/file_sink_test.cc
test_deliver_sources += tests/unit/deliver/kafka_carrier_test.cc
test_deliver_sources += tests/unit/deliver/kafka_mode_test.cc
test_deliver_sources += tests/unit/deliver/checkpoint_test.cc

test_weave_sources =
test_weave_sources += tests/unit/weave/boot_scan_test.cc
test_weave_sources += tests/unit/weave/command_document_test.cc
test_weave_sources += tests/unit/weave/contradicted_chunks_test.cc
test_weave_sources += tests/unit/weave/event_ids_test.cc
test_weave_sources += tests/unit/weave/audit_changes_test.cc
test_weave_sources += tests/unit/weave/clock_test.cc
test_weave_sources += tests/unit/weave/input_notes_test.cc
test_weave_sources += tests/unit/weave/known_programs_test.cc
test_weave_sources += tests/unit/weave/not_recorded_test.cc
test_weave_sources += tests/unit/weave/primer_test.cc
test_weave_sources += tests/unit/weave/queued_jobs_test.cc
test_weave_sources += tests/unit/weave/skipped_events_test.cc
test_weave_sources += tests/unit/weave/weaver_test.cc
test_weave_sources += tests/unit/weave/writer_check_test.cc

test_pipeline_sources = tests/unit/pipeline/feed_test.cc
test_pipeline_sources += tests/unit/pipeline/known_lines_test.cc
test_pipeline_sources += tests/unit/pipeline/login_lines_test.cc
test_pipeline_sources += tests/unit/pipeline/share_test.cc

test_config_sources =
test_config_sources += tests/unit/config/config_test.cc
test_config_sources += tests/unit/config/must_record_test.cc
test_config_sources += tests/unit/config/persons_test.cc
test_config_sources += tests/unit/config/weak_sinks_test.cc

test_plugin_sources =
test_plugin_sources += tests/unit/plugin/audit_log_test.cc
test_plugin_sources += tests/unit/plugin/group_lookup_test.cc
test_plugin_sources += tests/unit/plugin/live_system_test.cc
test_plugin_sources += tests/unit/plugin/metrics_test.cc
test_plugin_sources += tests/unit/plugin/page_writer_test.cc
test_plugin_sources += tests/unit/plugin/program_watch_test.cc
test_plugin_sources += tests/unit/plugin/rate_test.cc

test_app_sources = tests/unit/app/command_line_test.cc
test_app_sources += tests/unit/app/cases_test.cc
test_app_sources += tests/unit/app/status_test.cc

test_truth_sources = tests/truth/abrupt_test.cc
test_truth_sources += tests/truth/ecs_test.cc
test_truth_sources += tests/truth/cim_test.cc
test_truth_sources += tests/truth/argv_test.cc
test_truth_sources += tests/truth/arrivals_test.cc
test_truth_sources += tests/truth/captures_test.cc
test_truth_sources += tests/truth/channels_test.cc
test_truth_sources += tests/truth/cim_test.cc
test_truth_sources += tests/truth/commands_test.cc
test_truth_sources += tests/truth/files_test.cc
test_truth_sources += tests/truth/hops_test.cc
test_truth_sources += tests/truth/journal_test.cc
test_truth_sources += tests/truth/logins_test.cc
test_truth_sources += tests/truth/ocsf_test.cc
test_truth_sources += tests/truth/offsets_test.cc
test_truth_sources += tests/truth/reboot_test.cc
test_truth_sources += tests/truth/recordings_test.cc
test_truth_sources += tests/truth/sudo_logs_test.cc
test_truth_sources += tests/truth/tickets_test.cc
test_truth_sources += tests/truth/timing_test.cc
test_truth_sources += tests/truth/words_in_presets_test.cc

test_golden_sources = tests/golden/golden_test.cc
test_golden_sources += tests/golden/story_test.cc

test_property_sources = tests/property/accompanying_test.cc
test_property_sources += tests/property/damage_test.cc
test_property_sources += tests/property/event_id_copies_test.cc
test_property_sources += tests/property/event_ids_test.cc
test_property_sources += tests/property/handover_test.cc
test_property_sources += tests/property/hops_test.cc
test_property_sources += tests/property/interleaving_test.cc
test_property_sources += tests/property/layout_test.cc
test_property_sources += tests/property/night.cc
test_property_sources += tests/property/past_test.cc

test_e2e_sources = tests/e2e/broker_test.cc
test_e2e_sources += tests/e2e/memory_test.cc
test_e2e_sources += tests/e2e/documents.cc
test_e2e_sources += tests/e2e/ground_truth.cc
test_e2e_sources += tests/e2e/live_auditd_process_test.cc
test_e2e_sources += tests/e2e/live_auditd_test.cc
test_e2e_sources += tests/e2e/live_auditd_repair_test.cc
test_e2e_sources += tests/e2e/live_host.cc
test_e2e_sources += tests/e2e/live_program.cc
test_e2e_sources += tests/e2e/plugin_spool_test.cc
test_e2e_sources += tests/e2e/plugin_kafka_test.cc
test_e2e_sources += tests/e2e/plugin_past_test.cc
test_e2e_sources += tests/e2e/plugin_test.cc
test_e2e_sources += tests/e2e/plugin_folder_test.cc
test_e2e_sources += tests/e2e/plugin_repair_test.cc
test_e2e_sources += tests/e2e/replay.cc
test_e2e_sources += tests/e2e/topics.cc
test_e2e_sources += tests/e2e/topics_acls_test.cc
test_e2e_sources += tests/e2e/topics_script_test.cc
test_e2e_sources += tests/e2e/plugin_broker_test.cc
test_e2e_sources += tests/e2e/auditd_like.cc
test_e2e_sources += tests/e2e/load_test.cc
test_e2e_sources += tests/e2e/outage_test.cc
test_e2e_sources += tests/e2e/repeated.cc
test_e2e_sources += tests/e2e/full_disk_test.cc
test_e2e_sources += tests/e2e/clock_test.cc
test_e2e_sources += tests/e2e/connect_test.cc
test_e2e_sources += tests/e2e/connect_worker.cc
test_e2e_sources += tests/e2e/killed.cc
test_e2e_sources += tests/e2e/exactly_once_test.cc
test_e2e_sources += tests/e2e/indexer.cc
test_e2e_sources += tests/e2e/install_test.cc
test_e2e_sources += tests/e2e/running.cc
test_e2e_sources += tests/e2e/search.cc
test_e2e_sources += tests/e2e/search_rig.cc
test_e2e_sources += tests/e2e/search_runbook_test.cc
test_e2e_sources += tests/e2e/search_test.cc
test_e2e_sources += tests/e2e/search_trouble_test.cc
test_e2e_sources += tests/e2e/siem_documents.cc

test_docs_sources = tests/docs/docs_test.cc
test_docs_sources += tests/docs/actions_test.cc
test_docs_sources += tests/docs/fields_test.cc
test_docs_sources += tests/docs/preset_pages_test.cc
test_docs_sources += tests/docs/mapping_schema_test.cc
test_docs_sources += tests/docs/siem_kit_test.cc
test_docs_sources += tests/docs/siem_test.cc
test_docs_sources += tests/docs/threat_model_test.cc
test_docs_sources += tests/docs/transforms_test.cc
test_docs_sources += tests/docs/walls_test.cc
test_docs_sources += tests/docs/words_test.cc

test_contract_sources = tests/contract/full_equals_auparse_test.cc

walk_sources = tests/contract/auparse_walk.cc

test_sessions_sources = tests/sessions/align.cc
test_sessions_sources += tests/sessions/audit_log.cc
test_sessions_sources += tests/sessions/driven.cc
test_sessions_sources += tests/sessions/flavours.cc
test_sessions_sources += tests/sessions/judge.cc
test_sessions_sources += tests/sessions/judge_test.cc
test_sessions_sources += tests/sessions/keyed.cc
test_sessions_sources += tests/sessions/keys.cc
test_sessions_sources += tests/sessions/kinds.cc
test_sessions_sources += tests/sessions/plan.cc
test_sessions_sources += tests/sessions/sessions_test.cc
test_sessions_sources += tests/sessions/shells.cc
test_sessions_sources += tests/sessions/table.cc
test_sessions_sources += tests/sessions/terminal.cc
test_sessions_sources += tests/sessions/tlog_lines.cc
test_sessions_sources += tests/sessions/told.cc
test_sessions_sources += tests/sessions/truth.cc

probe_sources = tests/sessions/probe.cc

clock_sources = tests/e2e/stepped_clock.cc

hang_sources = tests/e2e/unanswered_read.cc

fuzz_line_sources = tests/fuzz/line.cc
fuzz_event_sources = tests/fuzz/event.cc
fuzz_chunk_sources = tests/fuzz/chunk.cc
fuzz_mapping_sources = tests/fuzz/mapping.cc
fuzz_screen_sources = tests/fuzz/screen.cc
fuzz_replay_sources = tests/fuzz/replay.cc
