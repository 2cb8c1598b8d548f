#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""at_terminal.py ROWS COLUMNS LOG COUNT:WHAT... -- COMMAND...: a user at a terminal, on which a command runs.

Once "[y/N" has been printed COUNT times, the user does WHAT: types a text with escapes such as \\n and \\x04 (type:TEXT),
sends a signal (signal:INT), or closes the terminal (hangup). LOG gets what was printed. Exits as the command does, with
128 and the signal's number where a signal ends it, and with 99 where it has not ended after a minute.
"""
import codecs
import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time

SECONDS = 60


def begin(rows, columns, command):
    pid, terminal = pty.fork()
    if pid == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        os.execvp(command[0], command)
    return pid, terminal


def do(what, pid, terminal):
    """Returns whether the terminal is still there."""
    word, _, rest = what.partition(":")
    if word == "type":
        os.write(terminal, codecs.decode(rest, "unicode_escape").encode("latin-1"))
    elif word == "signal":
        os.kill(pid, signal.Signals["SIG" + rest])
    else:
        os.close(terminal)
        return False
    return True


def read(terminal):
    """What was printed within a tenth of a second; None at the end."""
    if not select.select([terminal], [], [], 0.1)[0]:
        return b""
    try:
        return os.read(terminal, 65536) or None
    except OSError:  # nobody has the terminal open
        return None


def wait(pid, until):
    while time.monotonic() < until:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status)
        time.sleep(0.02)
    os.kill(pid, signal.SIGKILL)
    return 99


def main():
    split = sys.argv.index("--")
    rows, columns, log = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    steps = [step.partition(":")[::2] for step in sys.argv[4:split]]
    until = time.monotonic() + SECONDS
    pid, terminal = begin(rows, columns, sys.argv[split + 1 :])
    printed = b""
    while time.monotonic() < until:
        some = read(terminal)
        if some is None:
            break
        printed += some
        if steps and printed.count(b"[y/N") >= int(steps[0][0]) and not do(steps.pop(0)[1], pid, terminal):
            break
    with open(log, "wb") as file:
        file.write(printed)
    return wait(pid, until)


if __name__ == "__main__":
    sys.exit(main())
