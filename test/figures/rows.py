"""Runs a command until its end and says when what it printed was there: the part of test/figures/rows that needs more than a shell.

    python3 rows.py [--typed TEXT] WANTED OUT COMMAND

COMMAND is run by sh, its standard output is a pipe, or with --typed a terminal of 40 rows at which TEXT is typed. Prints the
milliseconds until WANTED was printed for the first time, those until the command's end, and the most memory in kB that a process of it had.
All that it printed is in the file OUT. Exits as the command does, or with 1 where WANTED was never printed.
"""

import fcntl
import os
import pty
import resource
import struct
import subprocess
import sys
import termios
import threading
import time


def main(words):
    typed = None
    if words[0] == "--typed":
        typed = words[1].encode() + b"\n"
        words = words[2:]
    wanted, out, command = words
    ours, theirs = pty.openpty() if typed else os.pipe()
    if typed:
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    begun = time.monotonic()
    child = subprocess.Popen(
        ["sh", "-c", command],
        stdin=theirs if typed else subprocess.DEVNULL,
        stdout=theirs,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=(lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0)) if typed else None,
    )
    os.close(theirs)
    if typed:
        threading.Thread(target=os.write, args=(ours, typed), daemon=True).start()
    first = read_all(ours, wanted.encode(), out)
    code = child.wait()
    ended = time.monotonic()
    if code or first is None:
        return code or 1
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(round((first - begun) * 1000), round((ended - begun) * 1000), most)
    return 0


def read_all(descriptor, wanted, out):
    """When WANTED was read, if it was. At the end of a terminal there is an error, at that of a pipe nothing."""
    first = None
    before = b""
    with open(out, "wb") as file:
        while True:
            try:
                part = os.read(descriptor, 1 << 16)
            except OSError:
                return first
            if not part:
                return first
            if first is None:
                before = before[-len(wanted) :] + part
                if wanted in before:
                    first = time.monotonic()
            file.write(part)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
