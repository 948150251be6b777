# Sourced by audit-host: the bastion around auditd. Namespaces, accounts, recorder, sshd. Needs
# HERE, DIR and PUBLIC. All that it makes is called auw-something.
#
#   auw-client 10.98.0.2, 10.98.0.3, fd98::2  --  auw-bastion 10.98.0.1, fd98::1, sshd at port 2222

SERVER=auw-bastion CLIENT=auw-client
RECORDED=(auwalice auwcarol) PLAIN=(auwbob)
SUDOERS=/etc/sudoers.d/auw-host

namespaces() {
  local ns
  [ -d /etc/netns ] || touch $PUBLIC/netns-is-ours
  for ns in $SERVER $CLIENT; do
    ip netns add $ns
    ip -n $ns link set lo up
    mkdir -p /etc/netns/$ns
    printf '127.0.0.1 localhost\n10.98.0.1 bastion01\n' >/etc/netns/$ns/hosts
    : >/etc/netns/$ns/resolv.conf
  done
  ip link add auw-c0 netns $CLIENT type veth peer name auw-b0 netns $SERVER
  ip -n $CLIENT addr add 10.98.0.2/24 dev auw-c0
  ip -n $CLIENT addr add 10.98.0.3/24 dev auw-c0
  ip -n $CLIENT -6 addr add fd98::2/64 dev auw-c0 nodad
  ip -n $CLIENT link set auw-c0 up
  ip -n $SERVER addr add 10.98.0.1/24 dev auw-b0
  ip -n $SERVER -6 addr add fd98::1/64 dev auw-b0 nodad
  ip -n $SERVER link set auw-b0 up
}

account() { # NAME SHELL
  useradd -m -s "$2" "$1"
  echo "$1:$(cat "$DIR/password")" | chpasswd
  printf '%s\n' "PS1='auw:\\u\\$ '" PROMPT_COMMAND= HISTFILE= >"/home/$1/.bashrc"
  echo '. ~/.bashrc' >"/home/$1/.bash_profile"
  ssh-keygen -q -t ed25519 -N '' -C "$1" -f "$DIR/keys/$1"
  install -d -m 700 "/home/$1/.ssh"
  install -m 600 "$DIR/keys/$1.pub" "/home/$1/.ssh/authorized_keys"
  chown -R "$1:$1" "/home/$1"
}

accounts() {
  local name
  # Made anew each time: while they live, other servers of this machine know the accounts too.
  (umask 077 && head -c 15 /dev/urandom | base64 | tr '+/' 'xy' >"$DIR/password")
  install -d -m 700 "$DIR/keys"
  for name in "${RECORDED[@]}"; do account "$name" /usr/bin/tlog-rec-session; done
  for name in "${PLAIN[@]}"; do account "$name" /bin/bash; done
  install -m 440 /dev/stdin $SUDOERS <<END
Defaults:auwalice,auwbob,auwcarol !lecture, timestamp_timeout=0, !fqdn
auwalice,auwcarol ALL=(ALL:ALL) ALL
auwbob ALL=(ALL:ALL) NOPASSWD: ALL
END
}

recorder() { # its input too: that it stays out of documents is for tests to see
  install -d -m 755 $PUBLIC/denied
  install -m 666 /dev/null $PUBLIC/tlog.jsonl
  cat >$PUBLIC/tlog.json <<END
{"shell": "/bin/bash", "notice": "", "latency": 1, "payload": 2048,
 "log": {"input": true, "output": true, "window": true}, "limit": {"action": "pass"},
 "file": {"path": "$PUBLIC/tlog.jsonl"}, "writer": "file"}
END
}

sshd_settings() {
  cat <<END
Port 2222
ListenAddress 10.98.0.1
ListenAddress fd98::1
HostKey $DIR/host_key
PidFile $DIR/sshd.pid
UsePAM yes
PasswordAuthentication yes
KbdInteractiveAuthentication no
PrintMotd no
UseDNS no
LogLevel VERBOSE
MaxStartups 100
SetEnv LANG=C.UTF-8
Match User $(IFS=,; echo "${RECORDED[*]}")
  SetEnv LANG=C.UTF-8 TLOG_REC_SESSION_CONF_FILE=$PUBLIC/tlog.json
END
}

# A /dev of the server's own, in its own mount namespace (which ip netns exec makes): with a syslog
# that writes $PUBLIC/auth.log.
private_dev() {
  local node
  install -d $PUBLIC/dev
  mount -t tmpfs -o mode=755 tmpfs $PUBLIC/dev
  for node in null zero full random urandom tty ptmx; do cp -a /dev/$node $PUBLIC/dev/; done
  install -d $PUBLIC/dev/pts $PUBLIC/dev/shm
  mount --bind /dev/pts $PUBLIC/dev/pts
  chmod 1777 $PUBLIC/dev/shm
  ln -s /proc/self/fd $PUBLIC/dev/fd
  ln -s $PUBLIC/syslog $PUBLIC/dev/log
  mount --rbind $PUBLIC/dev /dev
  "$HERE/audit-syslog" $PUBLIC/syslog $PUBLIC/auth.log bastion01 &
  until [ -S $PUBLIC/syslog ]; do sleep 0.05; done
}

start_sshd() {
  local deadline=$((SECONDS + 10))
  # Without utmp the recorder ends with "Failed setting up the I/O tap".
  [ -e /run/utmp ] || { install -m 664 -g utmp /dev/null /run/utmp && touch $PUBLIC/utmp-is-ours; }
  install -d -m 755 /run/sshd
  ssh-keygen -q -t ed25519 -N '' -f "$DIR/host_key"
  sshd_settings >"$DIR/sshd.conf"
  export HERE PUBLIC
  export -f private_dev
  (without_session && exec setsid ip netns exec $SERVER unshare --uts bash -c \
    "hostname bastion01; private_dev; exec /usr/sbin/sshd -D -f '$DIR/sshd.conf'") \
    </dev/null >"$DIR/sshd.out" 2>&1 &
  until [ -e "$DIR/sshd.pid" ]; do
    alive $! && [ $SECONDS -lt $deadline ] || die "no sshd: $(tail -1 "$DIR/sshd.out")"
    sleep 0.05
  done
}

bastion_up() {
  namespaces
  accounts
  recorder
  start_sshd
}

bastion_down() {
  local ns name
  for ns in $CLIENT $SERVER; do
    # shellcheck disable=SC2046
    end_processes $(ip netns pids $ns 2>/dev/null)
    ip netns del $ns 2>/dev/null
    rm -rf /etc/netns/$ns
  done
  [ ! -e $PUBLIC/netns-is-ours ] || rmdir /etc/netns
  for name in "${RECORDED[@]}" "${PLAIN[@]}"; do
    ! id "$name" >/dev/null 2>&1 || userdel -r "$name" 2>/dev/null
    rm -f "/run/sudo/ts/$name"
  done
  rm -f $SUDOERS
  [ ! -e $PUBLIC/utmp-is-ours ] || rm -f /run/utmp
}
