#!/usr/bin/env python3
"""Records what Debian's commands answer to arguments that they know or do not know.

Usage: record-answers.py ROOT COMMANDS MORE > answers.txt

ROOT is a Debian 12 root directory with the commands in it (debootstrap). COMMANDS lists names of
commands: each is asked the questions of QUESTIONS. MORE lists whole command lines. Everything runs as
root in namespaces of its own, so nothing here is touched.

A record begins with "$" and the command line; there is none of a command that is still running after
SECONDS. "=" is its exit status. "1" begins a line of its standard output, "2" one of its standard error; "1*" says that it printed what
depends on the machine.
"""

import pathlib
import shlex
import subprocess
import sys

SECONDS = 2
QUESTIONS = [[], ["--bogus-flag"], ["--help"], ["--version"], ["-Y"], ["nosuch"], ["a", "b", "c", "d"]]
NAMESPACES = ["unshare", "--mount", "--pid", "--net", "--uts", "--ipc", "--fork", "--kill-child"]

# What these print without a mistake tells of the machine.
REPORTS = set(
    "arch arp conntrack date df dmesg env findmnt free getent hostname id ifconfig iptables-save journalctl ls lsmod lsns"
    " lsof mount netstat nproc printenv ps pwd route ss sysctl systemctl top uname uptime yes whoami".split()
)

# What systemd's commands say because a root directory is not a booted machine.
ELSEWHERE = {"No journal files were found."}


def answer(root, words):
    prepare = (
        "mount -t proc proc /proc && mkdir -p /sandbox && mount -t tmpfs tmp /sandbox && cd /sandbox"
        " && hostname worker-1 && exec " + shlex.join(["timeout", "-s", "KILL", str(SECONDS), *words])
    )
    environment = ["env", "-i", "PATH=/usr/sbin:/usr/bin", "HOME=/root", "LC_ALL=C", "TZ=UTC"]
    done = subprocess.run(
        [*NAMESPACES, "chroot", root, *environment, "sh", "-c", prepare],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    running = done.returncode in (137, -9)
    status = "running" if running else str(done.returncode)
    out, err = (each.decode(errors="replace") for each in (done.stdout, done.stderr))
    return status, out, err


def record(root, words):
    status, out, err = answer(root, words)
    if status == "running":
        return
    print("$", shlex.join(words))
    print("=", status)
    if words[1:] == ["--help"]:
        return
    if words[0] in REPORTS and out and status == "0" and "--version" not in words:
        print("1*")
    else:
        for line in out.splitlines():
            print("1", line)
    for line in err.splitlines():
        if line in ELSEWHERE:
            continue
        print("2", line)


def main():
    root, commands, more = sys.argv[1:]
    for command in pathlib.Path(commands).read_text().split():
        for question in QUESTIONS:
            record(root, [command, *question])
    for line in pathlib.Path(more).read_text().splitlines():
        record(root, shlex.split(line))


if __name__ == "__main__":
    main()
