#!/usr/bin/env python3
"""Records what lines of shell print on Debian 12, each in a machine of its own.

Usage: record-scripts.py ROOT LINES > scripts.txt

ROOT is a Debian 12 root directory with the commands in it (debootstrap). Each of LINES is a script for sh
that runs as root after sandbox.sh, in namespaces of its own: without an uplink, with an empty /sandbox and
/tmp. A record is written as record-answers.py does; there is none of a line that runs for SECONDS.
"""

import pathlib
import resource
import subprocess
import sys
import tempfile

SECONDS = 4
MOST_BYTES = 1 << 20
NAMESPACES = ["unshare", "--mount", "--pid", "--net", "--uts", "--ipc", "--fork", "--kill-child"]
PREPARE = """
mount -t proc proc /proc && mount -t sysfs sys /sys && mkdir -p /sandbox
mount -t tmpfs tmp /sandbox && mount -t tmpfs tmp /tmp && mkdir -p /run && mount -t tmpfs run /run
hostname worker-1; cd /sandbox; exec timeout -s KILL %d sh -c "$0"
""" % SECONDS


def limit():
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_BYTES, MOST_BYTES))


def record(root, fixture, line):
    script = "PATH=/usr/sbin:/usr/bin\n" + fixture + "\n" + line
    environment = ["env", "-i", "PATH=/usr/sbin:/usr/bin", "HOME=/root", "LC_ALL=C", "TZ=UTC"]
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        done = subprocess.run(
            [*NAMESPACES, "chroot", root, *environment, "sh", "-c", PREPARE, script],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            check=False,
            preexec_fn=limit,
        )
        if done.returncode in (137, -9):
            return
        print("$", line)
        print("=", done.returncode)
        for letter, file in (("1", out), ("2", err)):
            file.seek(0)
            for each in file.read().decode(errors="replace").splitlines():
                print(letter, each)


def main():
    root, lines = sys.argv[1:]
    fixture = pathlib.Path(__file__).with_name("sandbox.sh").read_text()
    for line in pathlib.Path(lines).read_text().splitlines():
        record(root, fixture, line)


if __name__ == "__main__":
    main()
