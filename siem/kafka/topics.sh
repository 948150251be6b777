#!/usr/bin/env bash
# Makes auweave's topics, as docs/plugin.md wants them, and gives the rights that are asked for.
# What is there already stays as it is: nothing is taken back.
#   topics.sh [--print] BROKER [PREFIX]
#   --print: only the commands. PREFIX goes before the topics' names.
#   PARTITIONS=12 REPLICATION=3 HOT_DAYS=14: other numbers.
#   KAFKA_TOPICS='/opt/kafka/bin/kafka-topics.sh --command-config admin.properties': how it is called.
#   KAFKA_ACLS='/opt/kafka/bin/kafka-acls.sh --command-config admin.properties': the same.
# Rights are ACLs, and none without these; users are "User:NAME", with blanks between:
#   PRODUCERS=User:auweave     who the plugins are: they write to all topics.
#   IDS=auweave-bastion        what their kafka.id begins with; only for delivery: exactly-once.
#   READERS=User:siem          read all topics but those in RAW.
#   RAW_READERS=User:forensics read all topics.
#   RAW='audit.tty audit.deadletter'                     add audit.commands for all output.
#   READER_GROUPS='auweave-search connect-auweave-file'  the readers' consumer groups, of siem/
#                              unless others are named; "siem-*" is all that begin with siem-.
set -euo pipefail

die() { echo "topics.sh: $*" >&2; exit 2; }

print=0
[ "${1:-}" != --print ] || { print=1; shift; }
[ $# = 1 ] || [ $# = 2 ] || { sed -n '2,/^set /s/^# *//p' "$0" >&2; exit 2; }
broker=$1 prefix=${2:-}
PARTITIONS=${PARTITIONS:-12} REPLICATION=${REPLICATION:-3} HOT_DAYS=${HOT_DAYS:-14}
hot=$((HOT_DAYS * 24 * 3600 * 1000))
read -ra topics_program <<<"${KAFKA_TOPICS:-kafka-topics.sh}"
read -ra acls_program <<<"${KAFKA_ACLS:-kafka-acls.sh}"
PRODUCERS=${PRODUCERS:-} READERS=${READERS:-} RAW_READERS=${RAW_READERS:-}
read -ra ids <<<"${IDS:-}"
read -ra groups <<<"${READER_GROUPS:-auweave-search connect-auweave-file}"
# What a terminal showed and perhaps what was typed, control sequences and all, and lines that were
# not understood, nearly as they came: nobody knows what is in them, and a terminal that shows them
# does what they say. audit.commands has output, too, but as text: searched each day, so not in here.
read -ra raw <<<"${RAW-audit.tty audit.deadletter}"
names=(audit.{events,tty,commands,sessions,pipeline,deadletter})

among() { # WORD WORDS…
  local each
  for each in "${@:2}"; do [ "$each" != "$1" ] || return 0; done
  return 1
}

# Before anything is made. A name that is wrong here would leave a topic open to all readers.
for each in "${raw[@]}"; do among "$each" "${names[@]}" || die "RAW: there is no topic $each"; done
[ ${#ids[@]} = 0 ] || [ -n "$PRODUCERS" ] || die "IDS: whose? PRODUCERS is empty"
# Who may read a group may move its offsets: a bastion could make the readers skip what it did, or
# readers take a plugin's checkpoint away.
for id in "${ids[@]}"; do
  for group in "${groups[@]}"; do
    if [[ $group = "$id"* || ($group = *'*' && $id = "${group%'*'}"*) ]]; then
      die "IDS and READER_GROUPS: $group and $id have groups in common"
    fi
  done
done

run() {
  echo "$*"
  [ $print = 1 ] || "$@"
}

topic() { # NAME KEY=VALUE…
  local words=(--bootstrap-server "$broker" --create --if-not-exists --topic "$prefix$1"
    --partitions "$PARTITIONS" --replication-factor "$REPLICATION") each
  shift
  for each in "$@"; do words+=(--config "$each"); done
  run "${topics_program[@]}" "${words[@]}"
}

allow() { # USERS WORDS…: nothing without users
  local words=(--bootstrap-server "$broker" --add) users each
  read -ra users <<<"$1"
  [ ${#users[@]} != 0 ] || return 0
  for each in "${users[@]}"; do words+=(--allow-principal "$each"); done
  run "${acls_program[@]}" "${words[@]}" "${@:2}"
}

# The same number of partitions for all: the documents of a session are in one partition of each topic,
# so that a stream can join them.
topic audit.events cleanup.policy=delete retention.ms=$hot
topic audit.tty cleanup.policy=delete retention.ms=$hot
topic audit.commands cleanup.policy=delete retention.ms=$hot
# The last state of each session, for a year: compaction leaves one document of each, age removes it.
topic audit.sessions cleanup.policy=compact,delete retention.ms=$((366 * 24 * 3600 * 1000))
# What says that something is missing stays longer than what is missing.
topic audit.pipeline cleanup.policy=delete retention.ms=$((90 * 24 * 3600 * 1000))
topic audit.deadletter cleanup.policy=delete retention.ms=$((90 * 24 * 3600 * 1000))

all=() open=() restricted=()
for each in "${names[@]}"; do
  all+=(--topic "$prefix$each")
  if among "$each" "${raw[@]}"; then
    restricted+=(--topic "$prefix$each")
  else
    open+=(--topic "$prefix$each")
  fi
done

# DescribeConfigs is for a topic's limit and its policy. An idempotent producer needs no more.
allow "$PRODUCERS" --operation Write --operation Describe --operation DescribeConfigs "${all[@]}"
for id in "${ids[@]}"; do
  allow "$PRODUCERS" --operation Write --operation Describe --transactional-id "$id" \
    --resource-pattern-type prefixed
  allow "$PRODUCERS" --operation Read --group "$id" --resource-pattern-type prefixed
done
# The checkpoint is an offset of this topic, and Kafka takes offsets only of who may read: so a plugin
# could read events of all hosts. That is why it is not given unless IDS is.
[ ${#ids[@]} = 0 ] || allow "$PRODUCERS" --operation Read --topic "${prefix}audit.events"

[ ${#open[@]} = 0 ] || allow "$READERS $RAW_READERS" --operation Read --operation Describe "${open[@]}"
[ ${#restricted[@]} = 0 ] ||
  allow "$RAW_READERS" --operation Read --operation Describe "${restricted[@]}"
for group in "${groups[@]}"; do
  pattern=literal
  [[ $group != *'*' ]] || pattern=prefixed
  allow "$READERS $RAW_READERS" --operation Read --group "${group%'*'}" --resource-pattern-type $pattern
done
