"""./lab oncall: incidents to play on embedded clusters, and the catalogue of faults behind them."""

import os
import signal
import subprocess
import sys

from . import cluster, kernel, named, paths

MAIN = "dev.cnilab.lab.cli.OnCallCommand"

# A cluster that only starts others beside itself: each incident gets its own.
STARTER = ("--nodes", "1", "--cni", "none")

# Options that need no cluster.
WITHOUT = ("--list", "--record")

# Nobody is at the terminal with these options.
PROGRAMS = ("--verify", "--agent", "--suite")

# Breaks the cluster that the caller has named, and restores it.
ON_CLUSTER = "--on-cluster"


def command(arguments: list[str]) -> list[str]:
    """The command line of the program that breaks and judges; it uses clusters only through their API."""
    return kernel.program(MAIN, *arguments)


def main(arguments: list[str]) -> int:
    if any(word in arguments for word in WITHOUT):
        return subprocess.run(command(arguments), check=False).returncode
    if ON_CLUSTER in arguments:
        return on_cluster(arguments)
    pace = "on-demand" if "--verify" in arguments else "real-time"
    with cluster.embedded_only(pace, *STARTER) as variables:
        environment = {**os.environ, **variables, "CNILAB_LAB": str(paths.ROOT / "lab")}
        if any(word in arguments for word in PROGRAMS):
            return subprocess.run(command(arguments), env=environment, check=False).returncode
        return played(command(arguments), environment)


def played(program: list[str], environment: dict[str, str]) -> int:
    """Waits for an incident to end. The program handles Ctrl-C itself, as the terminal also sends it there."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        with subprocess.Popen(program, env=environment) as running:
            return running.wait()
    finally:
        signal.signal(signal.SIGINT, before)


def on_cluster(arguments: list[str]) -> int:
    """Proves faults on the cluster that the caller has named.

    The end of the program's standard input makes it restore the cluster. Ctrl-C does not reach it, nor does what ends this process.
    """
    if "--verify" not in arguments:
        raise SystemExit(f"lab: {ON_CLUSTER} goes with --verify: incidents run on embedded clusters")
    if not named.real():
        raise SystemExit(f"lab: {ON_CLUSTER} breaks the cluster that KUBECONFIG names, but KUBECONFIG is not set to one")
    environment = {**os.environ, **named.variables()}
    with subprocess.Popen(command(arguments), env=environment, stdin=subprocess.PIPE, start_new_session=True) as program:
        try:
            return program.wait()
        except KeyboardInterrupt:
            print("lab: interrupted: restoring the cluster, which takes a minute or two", file=sys.stderr)
            program.stdin.close()
            program.wait()
            raise
