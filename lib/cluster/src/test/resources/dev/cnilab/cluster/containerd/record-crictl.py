#!/usr/bin/env python3
"""Records what crictl answers at a containerd that has no pods.

Usage: record-crictl.py CRICTL SOCKET > crictl-answers.txt

A record begins with "$" and the command line. "=" is its exit status. "1" begins a line of its
standard output, "2" one of its standard error. Of help only the line before it is kept; times and
process ids are replaced by TIME.
"""

import re
import shlex
import subprocess
import sys
import tempfile

LINES = """
--bogus-flag
-Y
nosuch
pods
pods -q
pods --state foo
pods --bogus-flag
pods -Y
pods --last
pods --last x
pods -o foo
pods extra
ps
ps -aq
ps --state foo
ps --all=foo
ps -o foo
images
images -q
inspect
inspect x
inspectp x
inspecti x
logs
logs x
logs x y
logs --stream foo x
logs --tail 1 --stream stdout x
rm
rm x
rmp
rmp x
rmi x
stop
stop x
stopp
stopp x
exec
exec x
exec x ls
pull
stats
statsp
version
"""


def shown(text):
    head = text.split("NAME:\n", 1)[0] if "NAME:\n" in text else text
    head = re.sub(r'time="[^"]*"', 'time="TIME"', head)
    return re.sub(r"(?m)^E\d+ \S+ +\d+ ", "ETIME ", head).splitlines()


def main():
    crictl, socket = sys.argv[1:]
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as config:
        config.write(f"runtime-endpoint: unix://{socket}\n")
        config.flush()
        for line in LINES.split("\n")[1:-1]:
            command = [crictl, "--config", config.name, *shlex.split(line)]
            done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
            print("$ crictl", line)
            print("=", done.returncode)
            for each in shown(done.stdout):
                print("1", each)
            for each in shown(done.stderr):
                print("2", each)


if __name__ == "__main__":
    main()
