#!/usr/bin/env bash
# Becomes Kafka Connect's standalone worker, with the properties that lie beside this file.
#   start.sh [WORKER.properties CONNECTOR.properties…]
#   CONNECT_STANDALONE=/opt/kafka/bin/connect-standalone.sh: how it is called.
set -euo pipefail

here=$(dirname "$(readlink -f "$0")")
[ $# != 0 ] || set -- "$here/worker.properties" "$here/auweave-file.properties"
[ $# -ge 2 ] || { sed -n '2,4s/^# *//p' "$0" >&2; exit 2; }
read -ra program <<<"${CONNECT_STANDALONE:-connect-standalone.sh}"

# One that was killed may have left half a line. Its document comes once more; without this it would
# come behind that half, in the same line.
for connector in "${@:2}"; do
  file=$(sed -n 's/^file=//p' "$connector")
  [ ! -f "$file" ] || [ -z "$(tail -c 1 "$file")" ] || echo >>"$file"
done
exec "${program[@]}" "$@"
