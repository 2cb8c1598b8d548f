#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""type_keys KEYS COMMAND...: runs the command on a terminal and types the lines of the file KEYS.

Each line is typed when the command prints the mark <ready>, so that no key arrives before the
line editor reads it, and ends with a carriage return. The terminal's output goes to standard
output. Exits with 1 where the command says nothing for a minute.
"""
import fcntl
import os
import pty
import select
import struct
import sys
import termios

MARK = b"<ready>"
PATIENCE = 60  # seconds


def main():
    with open(sys.argv[1], "rb") as file:
        lines = file.read().split(b"\r")[:-1]
    child, terminal = pty.fork()
    if child == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 200, 0, 0))
        os.execvp(sys.argv[2], sys.argv[2:])
    seen = b""
    while True:
        if not select.select([terminal], [], [], PATIENCE)[0]:
            return 1
        try:
            output = os.read(terminal, 65536)
        except OSError:  # the command has ended
            break
        sys.stdout.buffer.write(output)
        seen += output
        if MARK in seen and lines:
            seen = seen.split(MARK, 1)[1]
            os.write(terminal, lines.pop(0) + b"\r")
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


sys.exit(main())
