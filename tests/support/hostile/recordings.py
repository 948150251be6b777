"""Recordings of terminals: chunks of tlog's, folders of sudo's I/O logs, pairs of script's files."""
import json
import os
import time

from .trail import ALICE, BOOT, HOST

RECORDER = 0x5394        # the pid in the name of a recording
MARK = '\x1b[?2004h'     # with which bash begins to read a line
PROMPT = MARK + 'alice@bastion01:~$ '


def recording(pid=RECORDER, boot=BOOT):
    return f'{boot}-{pid:x}-2bd6b'


def chunk(out, number, t, who=ALICE, rec=None, pos=0, typed='', window='80x24'):
    """A line of tlog's: a chunk in which the terminal showed `out`."""
    timing = (f'={window}+1' if number == 1 else '') + f'>{len(out)}' + (f'<{len(typed)}' if typed else '')
    return json.dumps({'ver': '2.3', 'host': HOST, 'rec': rec or recording(), 'user': who.name, 'term': 'xterm',
                       'session': who.ses, 'id': number, 'pos': pos, 'time': round(t, 3), 'timing': timing,
                       'in_txt': typed, 'in_bin': [], 'out_txt': out, 'out_bin': []},
                      ensure_ascii=False, separators=(',', ':'))


def line_typed(line, shown='', prompt=PROMPT):
    """What bash shows behind its prompt: the line, what came of it, the next prompt."""
    return f'{line}\r\n\x1b[?2004l\r{shown}{prompt}'


def syslog_line(tag, message, t=None):
    return time.strftime('%b %d %H:%M:%S', time.gmtime(t or time.time())) + f' {HOST} {tag}: {message}'


def script_files(path, t, shown, over=True):
    """A recording of script's: PATH.log and PATH.timing."""
    at = time.strftime('%Y-%m-%d %H:%M:%S+00:00', time.gmtime(t))
    with open(path + '.log', 'w') as to:
        to.write(f'Script started on {at} [TERM="xterm" TTY="/dev/pts/1" COLUMNS="80" LINES="24"]\n{shown}')
    with open(path + '.timing', 'w') as to:
        to.write(f'O 0.1 {len(shown)}\n' + ('H 0 EXIT_CODE 0\n' if over else ''))
    return f'{path}.log,{path}.timing'


def sudo_log(folder, number, t, who, argv, shown=b'uid=0\n'):
    """A finished I/O log of sudo's in its folder."""
    at = '/'.join([folder, *(base36(number // each % 1296, 2) for each in (1296 * 1296, 1296, 1))])
    os.makedirs(at)
    seconds = int(t)
    with open(at + '/log.json', 'w') as to:
        json.dump({'timestamp': {'seconds': seconds, 'nanoseconds': int((t - seconds) * 1e9)}, 'columns': 80,
                   'lines': 24, 'command': '/usr/bin/' + argv[0], 'runargv': argv, 'runuser': 'root',
                   'submithost': HOST, 'submituser': who.name, 'ttyname': '/dev/pts/1'}, to)
    with open(at + '/ttyout', 'wb') as to:
        to.write(shown)
    with open(at + '/timing', 'w') as to:
        to.write(f'4 0.01 {len(shown)}\n')
    os.chmod(at + '/timing', 0o400)      # sudo does so when the command is over


def base36(number, width):
    digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
    text = ''
    for _ in range(width):
        number, digit = divmod(number, 36)
        text = digits[digit] + text
    return text
