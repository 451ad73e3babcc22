"""./lab oncall: incidents to play on embedded clusters, and the catalogue of faults behind them."""

import os
import subprocess

from . import cluster, paths

MAIN = "dev.cnilab.lab.OnCallCommand"
OPTIONS = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss512k", "-Xmx256m"]

# A cluster that only starts others beside itself: each incident has one of its own.
STARTER = ("--nodes", "1", "--cni", "none")

# What needs no cluster.
WITHOUT = ("--list", "--record")


def command(arguments: list[str]) -> list[str]:
    """How the program is started that breaks and judges; it knows clusters by their API only."""
    class_path = paths.class_path("lab")
    return [paths.java(), *OPTIONS, "-cp", class_path, MAIN, *arguments]


def main(arguments: list[str]) -> int:
    if any(word in arguments for word in WITHOUT):
        return subprocess.run(command(arguments), check=False).returncode
    pace = "on-demand" if "--verify" in arguments else "real-time"
    with cluster.embedded_only(pace, *STARTER) as variables:
        environment = {**os.environ, **variables, "CNILAB_LAB": str(paths.ROOT / "lab")}
        return subprocess.run(command(arguments), env=environment, check=False).returncode
