"""The program auweave: measured runs of `auweave shape`, its documents, and the plugin fed as auditd feeds it."""
import collections
import json
import os
import resource
import signal
import socket
import subprocess
import time

from .trail import BOOT, HOST

MIB = 1 << 20

# user: seconds of CPU in user mode. peak: the largest resident set, in bytes; it is at least what Python held when it
# forked, some 12 MB, which is less than auweave takes to start. status: of the exit; negative: a signal.
Cost = collections.namedtuple('Cost', 'user peak status')


def cost_of(program, arguments, memory=6 << 30):
    """What `program` with these arguments costs. memory: bytes of address space that it may have."""
    with open(os.devnull, 'r+b') as null:
        child = subprocess.Popen([program, *arguments], stdin=null, stdout=null, stderr=null,
                                 preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (memory, memory)))
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return Cost(used.ru_utime, used.ru_maxrss * 1024, child.returncode)


def documents_of(program, arguments):
    """The documents that `program` makes with these arguments, and what it says on standard error."""
    done = subprocess.run([program, *arguments], stdin=subprocess.DEVNULL, capture_output=True, timeout=120)
    lines = done.stdout.decode('utf-8', 'replace').splitlines()
    return [json.loads(line) for line in lines if line.startswith('{')], done.stderr.decode('utf-8', 'replace')


def resident(pid, which='VmRSS'):
    """Bytes of a process's resident set, or its peak (VmHWM); 0 when it is gone."""
    try:
        with open(f'/proc/{pid}/status') as file:
            for line in file:
                if line.startswith(which + ':'):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0


class Plugin:
    """`auweave plugin` with one end of a socket as its standard input, as auditd starts it, and a file sink.

    folder: is there, and has the configuration, the documents, the status page and the log. inputs: YAML lines below
    `inputs:`; more: further lines of the configuration."""

    def __init__(self, program, folder, inputs='', more='', sinks=None, memory=4 << 30):
        self.program, self.folder, self.memory = program, folder, memory
        self.documents_path, self.log_path = folder + '/documents.jsonl', folder + '/log'
        self.config, self.page = folder + '/auweave.yaml', folder + '/status.json'
        sinks = sinks or f'[{{file: {{path: {self.documents_path}}}}}]'
        with open(self.config, 'w') as to:
            to.write(f'host: {HOST}\nboot_id: {BOOT}\naccounts: none\ninputs:\n  audit: stdin\n  audit_log: none\n'
                     f'{inputs}\nsinks: {sinks}\nstatus: {{file: {self.page}}}\nhealth: none\nlog: stderr\n{more}\n')
        os.chmod(self.config, 0o600)
        self.start()

    def start(self):
        self.socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        with open(self.log_path, 'ab') as log:
            self.process = subprocess.Popen([self.program, 'plugin', '--config', self.config], stdin=theirs, cwd='/',
                                            stdout=subprocess.DEVNULL, stderr=log, env={})
        theirs.close()
        resource.prlimit(self.process.pid, resource.RLIMIT_AS, (self.memory, self.memory))
        end = time.monotonic() + 10
        while self.runs() and not self.status() and time.monotonic() < end:
            time.sleep(0.02)

    def runs(self):
        return self.process.poll() is None

    def send(self, records):
        """An event, or several: a write each event would have been several of auditd's. False when nobody reads."""
        try:
            self.socket.sendall(('\n'.join(records) + '\n').encode('utf-8', 'surrogateescape'))
            return True
        except OSError:
            return False

    def status(self):
        try:
            with open(self.page) as file:
                return json.load(file)
        except (OSError, ValueError):
            return None

    def log(self):
        with open(self.log_path, errors='replace') as file:
            return file.read()

    def cpu(self):
        """Seconds of CPU so far."""
        try:
            with open(f'/proc/{self.process.pid}/stat') as file:
                fields = file.read().rsplit(')', 1)[1].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')
        except OSError:
            return 0.0

    def stop(self, limit_s=15):
        """SIGTERM and the end of its input. Seconds until it is gone; None: it had to be killed."""
        began = time.monotonic()
        if self.runs():
            self.process.send_signal(signal.SIGTERM)
        self.socket.close()
        try:
            self.process.wait(limit_s)
            return time.monotonic() - began
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            return None


class Tail:
    """Whole lines of a file that grows."""

    def __init__(self, path):
        self.path, self.file, self.rest = path, None, b''

    def lines(self):
        """The lines, bytes without their ends, since the last call."""
        if self.file is None:
            try:
                self.file = open(self.path, 'rb', buffering=0)
            except OSError:
                return []
        lines = []
        while data := self.file.read(MIB):
            pieces = (self.rest + data).split(b'\n')
            self.rest = pieces.pop()
            lines += pieces
        return lines
