"""./lab oncall: the catalogue of faults, proved on embedded clusters."""

import os
import subprocess

from . import cluster, paths

MAIN = "dev.cnilab.lab.oncall.OnCallCommand"
OPTIONS = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss512k", "-Xmx256m"]


def command(arguments: list[str]) -> list[str]:
    """How the program is started that breaks and judges; it knows clusters by their API only."""
    class_path = paths.class_path("lab")
    return [paths.java(), *OPTIONS, "-cp", class_path, MAIN, *arguments]


def main(arguments: list[str]) -> int:
    if "--verify" not in arguments:
        return subprocess.run(command(["--list", *arguments]), check=False).returncode
    with cluster.embedded_only("on-demand") as variables:
        return subprocess.run(command(arguments), env={**os.environ, **variables}, check=False).returncode
