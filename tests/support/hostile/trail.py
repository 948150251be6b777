"""The audit trail of made-up people: records as auditd hands them to a plugin (log_format = ENRICHED).

All functions give an event as a list of records without line ends. Times are seconds since 1970."""
import collections
import os

Who = collections.namedtuple('Who', 'name auid ses')
ALICE, BOB, EVE = Who('alice', 1001, 116), Who('bob', 1002, 117), Who('eve', 1003, 118)
UNSET = 4294967295
BOOT = 'b27a07e823694d33b1e5af691b3ff37d'
HOST = 'bastion01'
T0 = 1795243249.998      # when logs begin that are read afterwards
SEPARATOR = '\x1d'       # between a record and what auditd adds to it


def quoted(text):
    """A value as the kernel writes one that a user chose: in quotes, or in hex."""
    data = text.encode('utf-8', 'surrogateescape')
    plain = data and all(0x21 <= byte < 0x7f and byte != 0x22 for byte in data)
    return f'"{text}"' if plain else data.hex().upper()


_files = {}


def file_of(path):
    """Device, inode, mode and owner of a program: this machine's, where it has the program."""
    if path not in _files:
        try:
            found = os.stat(path)
            device = f'{os.major(found.st_dev):02x}:{os.minor(found.st_dev):02x}'
            _files[path] = (device, found.st_ino, found.st_mode, found.st_uid)
        except OSError:
            _files[path] = ('fe:00', 4711, 0o100755, 0)
    return _files[path]


class Trail:
    """Makes events of one host. The kernel's serials come from `serial`, a function, or rise by themselves."""

    def __init__(self, serial=1000, node=''):
        self.last = serial
        self.node = f'node={node} ' if node else ''

    def next_serial(self):
        self.last += 1
        return self.last

    def stamp(self, t):
        return f'msg=audit({t:.3f}:{self.next_serial()}):'

    def authentication(self, who, pid, t, address='10.99.0.2'):
        return [f"{self.node}type=USER_AUTH {self.stamp(t)} pid={pid} uid=0 auid={UNSET} ses={UNSET} "
                f"msg='op=PAM:authentication grantors=pam_permit acct={quoted(who.name)} exe=\"/usr/sbin/sshd\" "
                f"hostname={address} addr={address} terminal=ssh res=success'{SEPARATOR}UID=\"root\" AUID=\"unset\""]

    def login_id(self, who, pid, t, old=Who('unset', UNSET, UNSET), exe='/usr/sbin/sshd', tty='(none)', ppid=900):
        """A process takes a login id: sshd's with `old` unset, or somebody's by hand."""
        n, stamp, comm = self.node, self.stamp(t), os.path.basename(exe)
        return [
            f'{n}type=LOGIN {stamp} pid={pid} uid=0 old-auid={old.auid} auid={who.auid} tty={tty} old-ses={old.ses} '
            f'ses={who.ses} res=1{SEPARATOR}UID="root" OLD-AUID="{old.name}" AUID="{who.name}"',
            f'{n}type=SYSCALL {stamp} arch=c000003e syscall=1 success=yes exit=4 a0=5 a1=7f a2=4 a3=7f items=0 '
            f'ppid={ppid} pid={pid} auid={who.auid} uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 '
            f'tty={tty.replace("pts/", "pts")} ses={who.ses} comm="{comm}" exe="{exe}" key=(null){SEPARATOR}'
            f'ARCH=x86_64 SYSCALL=write AUID="{who.name}" UID="root"',
            f'{n}type=PROCTITLE {stamp} proctitle={comm.encode().hex().upper()}']

    def login(self, who, pid, t):
        """Both events of a login by ssh, one after the other."""
        return self.authentication(who, pid, t) + self.login_id(who, pid, t)

    def execve(self, who, argv, pid, ppid, t, exe=None, uid=None, file=None, title=True):
        """A program is executed. file: what lies under its name (file_of); argv: strings."""
        n, stamp = self.node, self.stamp(t)
        exe = exe or '/usr/bin/' + argv[0]
        uid = who.auid if uid is None else uid
        user = 'root' if uid == 0 else who.name
        device, inode, mode, owner = file or file_of(exe)
        path = (f'ogid={owner} rdev=00:00 nametype=NORMAL cap_fp=0 cap_fi=0 cap_fe=0 cap_fver=0 cap_frootid=0')
        lines = [
            f'{n}type=SYSCALL {stamp} arch=c000003e syscall=59 success=yes exit=0 a0=1 a1=2 a2=3 a3=8 items=2 '
            f'ppid={ppid} pid={pid} auid={who.auid} uid={uid} gid={uid} euid={uid} suid={uid} fsuid={uid} egid={uid} '
            f'sgid={uid} fsgid={uid} tty=pts1 ses={who.ses} comm={quoted(os.path.basename(exe)[:15])} '
            f'exe={quoted(exe)} key="exec"{SEPARATOR}ARCH=x86_64 SYSCALL=execve AUID="{who.name}" UID="{user}" '
            f'EUID="{user}"']
        lines += [f'{n}type=EXECVE {stamp} {each}' for each in execve_records(argv)]
        lines += [
            f'{n}type=CWD {stamp} cwd="/home/{who.name}"',
            f'{n}type=PATH {stamp} item=0 name={quoted(exe)} inode={inode} dev={device} mode=0{mode:o} ouid={owner} {path}',
            f'{n}type=PATH {stamp} item=1 name="/lib64/ld-linux-x86-64.so.2" inode=4712 dev=fe:00 mode=0100755 ouid=0 {path}']
        name = '\0'.join(argv[:64]).encode('utf-8', 'surrogateescape')[:128].hex().upper()
        return lines + ([f'{n}type=PROCTITLE {stamp} proctitle={name}'] if title else [])

    def recorder(self, who, pid, t, file=None):
        """tlog-rec-session in the place of who's login shell."""
        return self.execve(who, ['-tlog-rec-session'], pid, pid - 1, t, exe='/usr/bin/tlog-rec-session', file=file)

    def sudo(self, who, command, pid, t):
        return [f"{self.node}type=USER_CMD {self.stamp(t)} pid={pid} uid={who.auid} auid={who.auid} ses={who.ses} "
                f"msg='cwd=\"/home/{who.name}\" cmd={quoted(command)} exe=\"/usr/bin/sudo\" terminal=pts/1 "
                f"res=success'{SEPARATOR}UID=\"{who.name}\" AUID=\"{who.name}\""]

    def logout(self, who, pid, t):
        return [f"{self.node}type=USER_END {self.stamp(t)} pid={pid} uid=0 auid={who.auid} ses={who.ses} "
                f"msg='op=PAM:session_close grantors=pam_unix acct=\"{who.name}\" exe=\"/usr/sbin/sshd\" "
                f"hostname=10.99.0.2 addr=10.99.0.2 terminal=ssh res=success'{SEPARATOR}UID=\"root\" AUID=\"{who.name}\""]


def execve_records(argv, most=7500):
    """The bodies of EXECVE records: the kernel begins another one when a record has its 7,500 bytes."""
    records, body = [], f'argc={len(argv)}'
    for i, each in enumerate(argv):
        field = f'a{i}={quoted(each)}'
        if len(body) + 1 + len(field) > most and body:
            records.append(body)
            body = field
        else:
            body += ' ' + field
    return records + [body]
