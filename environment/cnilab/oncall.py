"""./lab oncall: incidents to play on embedded clusters, and the catalogue of faults behind them."""

import os
import signal
import subprocess
import sys

from . import cluster, named, paths

MAIN = "dev.cnilab.lab.OnCallCommand"
OPTIONS = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss512k", "-Xmx256m"]

# A cluster that only starts others beside itself: each incident has one of its own.
STARTER = ("--nodes", "1", "--cni", "none")

# What needs no cluster.
WITHOUT = ("--list", "--record")

# Nobody sits at the terminal of these.
PROGRAMS = ("--verify", "--agent", "--suite")

# Breaks the cluster that the caller has named, and puts it back.
ON_CLUSTER = "--on-cluster"


def command(arguments: list[str]) -> list[str]:
    """How the program is started that breaks and judges; it knows clusters by their API only."""
    class_path = paths.class_path("lab")
    return [paths.java(), *OPTIONS, "-cp", class_path, MAIN, *arguments]


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
    """Waits for an incident to end. What Ctrl-C means there, the program knows: it reaches that by the terminal, too."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        with subprocess.Popen(program, env=environment) as running:
            return running.wait()
    finally:
        signal.signal(signal.SIGINT, before)


def on_cluster(arguments: list[str]) -> int:
    """Proves faults on the cluster that the caller has named.

    The program holds its standard input for a leash: when that ends, it puts the cluster back. Ctrl-C does not
    reach it, nor what ends this process.
    """
    if "--verify" not in arguments:
        raise SystemExit(f"lab: {ON_CLUSTER} goes with --verify: incidents are played on embedded clusters")
    if not named.real():
        raise SystemExit(f"lab: {ON_CLUSTER} breaks the cluster that KUBECONFIG names, and it names none")
    environment = {**os.environ, **named.variables()}
    with subprocess.Popen(command(arguments), env=environment, stdin=subprocess.PIPE, start_new_session=True) as program:
        try:
            return program.wait()
        except KeyboardInterrupt:
            print("lab: interrupted: the cluster is put back as it was, which takes a minute or two", file=sys.stderr)
            program.stdin.close()
            program.wait()
            raise
