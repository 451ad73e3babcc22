"""How many nodes, pods and watchers the embedded cluster can run: the part of ./lab bench that fills clusters."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

from . import paths
from .figure import Figure

BENCHMARKS = "dev.cnilab.cluster.benchmark."
USUAL_HEAP = "256m"
KIBIBYTES_PER_NODE = 1024
KIBIBYTES_PER_POD = 50


@dataclass
class Size:
    """A cluster, its heap, and how long it may take."""

    nodes: int
    pods: int
    heap: str
    nodes_seconds: float | None = None
    pods_per_second: float | None = None
    total_seconds: float | None = None


SIZES = [
    Size(12, 1188, USUAL_HEAP, pods_per_second=200),
    Size(40, 0, USUAL_HEAP),
    Size(1000, 10_000, "2g", total_seconds=60),
]

# Up to the 5,000 nodes that Kubernetes documents, as far as this heap allows.
GROWTH = [100, 200, 500, 1000, 2000, 5000]
MOST_MEBIBYTES = 8192
SECONDS_FOR = {200: 15}
CURVES = [
    ("processor time", "cpu-seconds", "ms", 1e3),
    ("heap", "mebibytes", "KiB", 1024),
]

# On one number of nodes, of which each takes 110 pods, the agents' included.
NODES_OF_PODS = 100
GROWTH_OF_PODS = [1000, 2500, 5000, 10_000]
HEAP_OF_PODS = "2g"


def measured() -> Iterator[Figure]:
    for size in SIZES:
        yield from of_size(size)
    yield from growth()
    yield from growth_of_pods()
    yield from watchers()


def of_size(size: Size) -> list[Figure]:
    values = scale(size.nodes, size.pods, size.heap)
    what = f"{size.nodes:,} nodes, {size.pods:,} pods, heap {size.heap}"
    if not values:
        return [Figure(f"{what}: reached", 0, "", 1, more_is_better=True)]
    seconds = values["nodes-seconds"]
    figures = [
        Figure(f"{what}: nodes ready", seconds, "s", size.nodes_seconds),
        Figure(f"{what}: heap per node", values["node-kibibytes"], "KiB", KIBIBYTES_PER_NODE),
    ]
    if size.pods:
        rate = size.pods / values["pods-seconds"]
        figures += [
            Figure(f"{what}: pods ready", rate, "pods/s", size.pods_per_second, more_is_better=True),
            Figure(f"{what}: all", seconds + values["pods-seconds"], "s", size.total_seconds),
            Figure(f"{what}: heap per pod", values["pod-kibibytes"], "KiB", KIBIBYTES_PER_POD),
            Figure(f"{what}: pings answered", values["pings-answered-percent"], "%", 100, more_is_better=True),
        ]
    return figures


def growth() -> Iterator[Figure]:
    """The curve, which is quadratic: each pair of nodes has a route, a neighbor and a forwarding entry."""
    reached: list[dict[str, float]] = []
    for nodes in GROWTH:
        heap = heap_for(nodes)
        if mebibytes(heap) > MOST_MEBIBYTES:
            yield Figure(f"{nodes:,} nodes: the heap they need, too much to try", mebibytes(heap), "MiB", None)
            continue
        values = scale(nodes, 0, heap)
        if not values:
            yield Figure(f"{nodes:,} nodes, heap {heap}: reached", 0, "", 1, more_is_better=True)
            continue
        reached.append(values)
        yield Figure(f"{nodes:,} nodes, heap {heap}: ready", values["nodes-seconds"], "s", SECONDS_FOR.get(nodes))
        yield Figure(f"{nodes:,} nodes, heap {heap}: heap in use", values["nodes-mebibytes"], "MiB", None)
    yield from curves(reached, "node")


def growth_of_pods() -> Iterator[Figure]:
    """The curve of pods, which is straight as long as no code walks all pods for one of them."""
    reached: list[dict[str, float]] = []
    for pods in GROWTH_OF_PODS:
        what = f"{NODES_OF_PODS} nodes, {pods:,} pods, heap {HEAP_OF_PODS}"
        values = scale(NODES_OF_PODS, pods, HEAP_OF_PODS)
        if not values:
            yield Figure(f"{what}: reached", 0, "", 1, more_is_better=True)
            continue
        reached.append(values)
        yield Figure(f"{what}: ready", values["pods-seconds"], "s", None)
        yield Figure(f"{what}: heap in use", values["pods-mebibytes"], "MiB", None)
    yield from curves(reached, "pod")


def curves(reached: list[dict[str, float]], thing: str) -> Iterator[Figure]:
    if len(reached) > 2:
        for what, key, unit, factor in CURVES:
            each, each_pair = curve(reached, f"{thing}s", f"{thing}s-{key}")
            yield Figure(f"growth: {what} for each {thing}", each * factor, unit, None)
            yield Figure(f"growth: {what} for each pair of {thing}s", each_pair * factor, unit, None)


def curve(reached: list[dict[str, float]], number: str, key: str) -> tuple[float, float]:
    """Least squares of what n things take more than the fewest: an amount for each of them and one for each pair."""
    first = reached[0]
    rows = [
        (v[number] - first[number], v[number] ** 2 - first[number] ** 2, v[key] - first[key]) for v in reached[1:]
    ]
    nn = sum(n * n for n, _, _ in rows)
    np = sum(n * p for n, p, _ in rows)
    pp = sum(p * p for _, p, _ in rows)
    ny = sum(n * y for n, _, y in rows)
    py = sum(p * y for _, p, y in rows)
    determinant = nn * pp - np * np
    return (ny * pp - py * np) / determinant, (py * nn - ny * np) / determinant


def watchers() -> list[Figure]:
    values = run("WatchersBenchmark", USUAL_HEAP, 1000)
    what = "1,000 watchers of one kind, from a patch until the last of them knows"
    return [Figure(what, values.get("event-milliseconds", float("inf")), "ms", 50)]


def scale(nodes: int, pods: int, heap: str) -> dict[str, float]:
    return run("ScaleBenchmark", heap, nodes, pods)


def run(benchmark: str, heap: str, *arguments: int) -> dict[str, float]:
    """The output of a benchmark; empty if the cluster did not come up with that heap."""
    jars = paths.class_path("cluster")
    options = [f"@{paths.ENVIRONMENT / 'cluster.jvm-options'}", *setup(f"heap_options {heap}").split()]
    command = [paths.java(), *options, "-cp", jars, BENCHMARKS + benchmark, *map(str, arguments)]
    ended = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    if ended.returncode:
        return {}
    return {key: float(value) for key, value in map(str.split, ended.stdout.splitlines())}


def heap_for(nodes: int) -> str:
    """As ./lab cluster --nodes sets it."""
    return setup(f"heap_for --nodes {nodes}") or USUAL_HEAP


def mebibytes(heap: str) -> int:
    return int(heap.removesuffix("m"))


def setup(line: str) -> str:
    """The output of a shell line that can use the functions of setup.sh."""
    script = f'root=$1 state=$1/.lab; source "$root/environment/setup.sh"; {line}'
    command = ["bash", "-euo", "pipefail", "-c", script, "setup", paths.ROOT]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
