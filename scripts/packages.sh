# Sourced by scripts/test and scripts/demo: Debian packages, installed when missing, by root or sudo.

PACKAGES_BUILD="g++ cmake ninja-build pkg-config libauparse-dev libaudit-dev rapidjson-dev
  libyaml-cpp-dev librdkafka-dev libcli11-dev libvterm-dev libsystemd-dev libsqlite3-dev libre2-dev libxxhash-dev libssl-dev zlib1g-dev"
PACKAGES_TEST="libgtest-dev libgmock-dev libnss-wrapper jq openssl systemd-journal-remote"
PACKAGES_LONG="valgrind clang-14 clang-format-14 clang-tidy-14 libclang-rt-14-dev autoconf automake make
  rsyslog rsyslog-kafka rsyslog-elasticsearch curl
  zsh zsh-autosuggestions zsh-syntax-highlighting fish ksh93u+m mksh busybox"

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

# need_packages NAME…: at most one apt-get call, none when all are there.
need_packages() {
  local missing=() name
  for name in "$@"; do
    dpkg-query -W -f '${Status}' "$name" 2>/dev/null | grep -q 'ok installed' || missing+=("$name")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  say "installing ${missing[*]}"
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    "${missing[@]}" >/dev/null
}

# Programs that may come from elsewhere than Debian: need_program COMMAND PACKAGE.
need_program() { command -v "$1" >/dev/null || need_packages "$2"; }

say() { printf '\033[1m== %s\033[0m\n' "$*" | { [ -t 1 ] && cat || sed 's/\x1b\[[0-9]*m//g'; }; }

# quietly NAME COMMAND…: the output only when it fails; on a terminal, all of it.
quietly() {
  local log started=$SECONDS status=0
  say "$1"
  shift
  if [ -t 1 ]; then "$@"; return; fi
  log=$(mktemp)
  "$@" >"$log" 2>&1 || status=$?
  [ $status = 0 ] || cat "$log"
  rm -f "$log"
  echo "   $((SECONDS - started)) s"
  return $status
}
