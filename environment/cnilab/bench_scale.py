"""How many nodes and pods the embedded cluster carries: the part of ./lab bench that fills clusters."""

import os
import subprocess
from dataclasses import dataclass

from . import paths

CLASS = "dev.cnilab.cluster.benchmark.ScaleBenchmark"


@dataclass
class Size:
    """A cluster, the heap it has to do with, and how long it may take."""

    nodes: int
    pods: int
    heap: str
    nodes_seconds: float | None = None
    pods_per_second: float | None = None
    total_seconds: float | None = None


SIZES = [
    Size(12, 1188, "256m", pods_per_second=200),
    Size(40, 0, "256m"),
    Size(200, 0, "896m", nodes_seconds=15),  # as ./lab cluster --nodes 200 has it
    Size(1000, 10_000, "2g", total_seconds=60),
]

KIBIBYTES_PER_NODE = 1024
KIBIBYTES_PER_POD = 50


def measured() -> list[tuple[str, float, str, float | None, bool]]:
    """Each figure as (what, value, unit, limit, more is better)."""
    figures = []
    for size in SIZES:
        values = run(size.nodes, size.pods, size.heap)
        what = f"{size.nodes:,} nodes, {size.pods:,} pods, heap {size.heap}"
        if not values:
            figures.append((f"{what}: reached", 0, "", 1, True))
            continue
        seconds = values["nodes-seconds"]
        figures.append((f"{what}: nodes ready", seconds, "s", size.nodes_seconds, False))
        per_node = values["node-kibibytes"]
        figures.append((f"{what}: heap per node", per_node, "KiB", KIBIBYTES_PER_NODE, False))
        if size.pods:
            rate = size.pods / values["pods-seconds"]
            figures += [
                (f"{what}: pods ready", rate, "pods/s", size.pods_per_second, True),
                (f"{what}: all", seconds + values["pods-seconds"], "s", size.total_seconds, False),
                (f"{what}: heap per pod", values["pod-kibibytes"], "KiB", KIBIBYTES_PER_POD, False),
                (f"{what}: pings answered", values["pings-answered-percent"], "%", 100, True),
            ]
    return figures


def run(nodes: int, pods: int, heap: str) -> dict[str, float]:
    """What the benchmark prints; nothing if the cluster did not come up in that heap."""
    jars = os.pathsep.join(sorted(map(str, (paths.JARS / "cluster").glob("*.jar"))))
    options = [f"@{paths.ENVIRONMENT / 'cluster.jvm-options'}", f"-Xmx{heap}", "-XX:+ExitOnOutOfMemoryError"]
    command = [paths.java(), *options, "-cp", jars, CLASS, str(nodes), str(pods)]
    ended = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    if ended.returncode:
        return {}
    return {key: float(value) for key, value in map(str.split, ended.stdout.splitlines())}
