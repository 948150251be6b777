#!/usr/bin/env bash
# Makes auweave's topics, as docs/plugin.md wants them. One that is there already stays as it is.
#   topics.sh [--print] BROKER [PREFIX]
#   --print: only the commands. PREFIX goes before the topics' names.
#   PARTITIONS=12 REPLICATION=3 HOT_DAYS=14: other numbers.
#   KAFKA_TOPICS='/opt/kafka/bin/kafka-topics.sh --command-config admin.properties': how it is called.
set -euo pipefail

print=0
[ "${1:-}" != --print ] || { print=1; shift; }
[ $# = 1 ] || [ $# = 2 ] || { sed -n '2,6s/^# *//p' "$0" >&2; exit 2; }
broker=$1 prefix=${2:-}
PARTITIONS=${PARTITIONS:-12} REPLICATION=${REPLICATION:-3} HOT_DAYS=${HOT_DAYS:-14}
hot=$((HOT_DAYS * 24 * 3600 * 1000))
read -ra program <<<"${KAFKA_TOPICS:-kafka-topics.sh}"

topic() { # NAME KEY=VALUE…
  local words=(--bootstrap-server "$broker" --create --if-not-exists --topic "$prefix$1"
    --partitions "$PARTITIONS" --replication-factor "$REPLICATION") each
  shift
  for each in "$@"; do words+=(--config "$each"); done
  echo "${program[*]} ${words[*]}"
  [ $print = 1 ] || "${program[@]}" "${words[@]}"
}

# The same number of partitions for all: the documents of a session are in one partition of each topic,
# so that a stream can join them. Who may read audit.tty, which has raw output and perhaps what was
# typed, is for your ACLs.
topic audit.events cleanup.policy=delete retention.ms=$hot
topic audit.tty cleanup.policy=delete retention.ms=$hot
topic audit.commands cleanup.policy=delete retention.ms=$hot
# The last state of each session, for a year: compaction leaves one document of each, age removes it.
topic audit.sessions cleanup.policy=compact,delete retention.ms=$((366 * 24 * 3600 * 1000))
# What says that something is missing stays longer than what is missing.
topic audit.pipeline cleanup.policy=delete retention.ms=$((90 * 24 * 3600 * 1000))
topic audit.deadletter cleanup.policy=delete retention.ms=$((90 * 24 * 3600 * 1000))
