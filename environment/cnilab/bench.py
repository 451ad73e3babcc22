"""./lab bench [--peer KUBECONFIG]: the figures, as a table. Run it on a quiet machine.

It exits with status 1 if a figure misses its bound. With the kubeconfig of a real cluster the same pods are also started there, alternating with ours. ./lab bench diagnose prints a table of its own, which takes long.
"""

import contextlib
import http.client
import itertools
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import nbformat

from . import arguments, bench_diagnosis, bench_memory, bench_scale, cluster, execute, export, kube, paths, run
from .figure import Figure

CELLS = 50
PODS = "/api/v1/namespaces/default/pods"
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/\S+")


def main(words: list[str]) -> int:
    asked = arguments.bench().parse_args(words)
    if asked.part == "diagnose":
        return report(whatever_happens(lambda: bench_diagnosis.measured(asked.results)))
    return report(measured(asked.peer))


def measured(peer: Path | None) -> Iterator[Figure]:
    """The figures, one after the other as they are measured."""
    parts = [
        network_figures,
        cluster_figures,
        *([lambda: peer_figures(peer)] if peer else []),
        bench_scale.measured,
        start_figures,
        kernel_figures,
        bench_memory.figures,
        course_figures,
        export_figures,
    ]
    for part in parts:
        yield from whatever_happens(part)


def whatever_happens(part: Callable[[], Iterable[Figure]]) -> Iterator[Figure]:
    """The figures of a part; if measuring fails, the last one says why."""
    try:
        yield from part()
    except (Exception, SystemExit) as failed:
        said = " ".join(str(failed).removeprefix("lab: ").split()) or type(failed).__name__
        yield Figure(f"not measured: {said}", 0, "", 1, more_is_better=True)


def report(figures: Iterable[Figure]) -> int:
    """Prints the table, row by row; returns the exit status, which tells whether all bounds are met."""
    table = sys.stdout
    print("| | measured | wanted | |\n|---|---|---|---|", flush=True)
    missed = 0
    with contextlib.redirect_stdout(sys.stderr):  # messages printed while measuring would break the table
        for figure in figures:
            print(figure.row(), file=table, flush=True)
            missed += not figure.kept
    return 1 if missed else 0


# On one core and with all of the JIT: a single carrier thread, and the collector that needs no other thread.
ONE_CORE = ["-XX:+UseSerialGC", "-Djdk.virtualThreadScheduler.parallelism=1"]


def network_figures() -> list[Figure]:
    jars = paths.class_path("cluster")
    command = [paths.java(), *ONE_CORE, "-cp", jars, "dev.cnilab.netsim.benchmark.NetworkBenchmark"]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    values = {key: float(value) for key, value in map(str.split, printed.splitlines())}
    speed = "packets from pod to pod through two bridges and a VXLAN"
    return [
        Figure(speed, values["packets-per-second"] / 1000, "thousand/s", 1500, more_is_better=True),
        Figure("the same in look-ups in a map, as machines differ", values["lookups-per-packet"], "look-ups", None),
        Figure("heap of 10,000 namespaces", values["namespaces-mebibytes"], "MiB", 300),
    ]


def cluster_figures() -> list[Figure]:
    kubeconfig = paths.STATE / "bench.kubeconfig"
    with cluster.embedded("--kubeconfig", str(kubeconfig)) as process:
        api = kube.Api(kubeconfig)
        one = pod_to_ready(api)
        memory_pods = [f"memory-{i}" for i in range(50)]
        time_to_ready(api, memory_pods)
        memory = resident_mib(process.pid)
        sixty = time_to_ready(api, SIXTY)
    return [
        Figure("./lab cluster to DNS ready, median of 5", statistics.median(typed_start() for _ in range(5)), "s", 0.9),
        Figure("a pod from POST to Ready, median of 11", one * 1000, "ms", 200),
        Figure("60 pods to Ready", sixty, "s", 0.3),
        Figure("memory of the cluster with 50 pods more", memory, "MiB RSS", 250),
    ]


def peer_figures(kubeconfig: Path) -> list[Figure]:
    """The time a running real cluster takes for the same; its start is not measured."""
    api = kube.Api(kubeconfig)
    try:
        one = pod_to_ready(api)
        sixty = time_to_ready(api, SIXTY)
    finally:
        for name in [*ELEVEN, *SIXTY]:
            with contextlib.suppress(RuntimeError):  # it was not created
                api.send("DELETE", f"{PODS}/{name}?gracePeriodSeconds=0")
    return [
        Figure("a real cluster: a pod from POST to Ready, median of 11", one * 1000, "ms", None),
        Figure("a real cluster: 60 pods to Ready", sixty, "s", None),
    ]


ELEVEN = [f"one-{i}" for i in range(11)]
SIXTY = [f"sixty-{i}" for i in range(60)]


def pod_to_ready(api: kube.Api) -> float:
    return statistics.median(time_to_ready(api, [name]) for name in ELEVEN)


def typed_start() -> float:
    """From typing the command until it reports that the cluster is ready."""
    begun = time.monotonic()
    line = [paths.ROOT / "lab", "cluster", "--kubeconfig", paths.STATE / "bench.kubeconfig"]
    process = subprocess.Popen(line, stdout=subprocess.PIPE, text=True)
    try:
        if not any(cluster.READY.search(said) for said in process.stdout):
            raise SystemExit("lab: ./lab cluster ended before it was ready")
        return time.monotonic() - begun
    finally:
        cluster.end(process)


def time_to_ready(api: kube.Api, names: list[str]) -> float:
    """Seconds from the first request until the last of these pods is Ready and has an address."""
    version = api.send("GET", PODS)["metadata"]["resourceVersion"]
    begun = time.monotonic()
    for name in names:
        api.send("POST", PODS, pod(name))
    missing = set(names)
    for event in api.watch(PODS, resourceVersion=version):
        if is_ready(event["object"]):
            missing.discard(event["object"]["metadata"]["name"])
        if not missing:
            return time.monotonic() - begun
    raise SystemExit(f"lab: the watch ended while these pods were not ready: {sorted(missing)}")


def pod(name: str) -> dict:
    container = {"name": "pause", "image": "registry.k8s.io/pause:3.10"}
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": name},
        "spec": {"containers": [container]},
    }


def is_ready(observed: dict) -> bool:
    status = observed.get("status", {})
    conditions = {c["type"]: c["status"] for c in status.get("conditions", [])}
    return bool(status.get("podIP")) and conditions.get("Ready") == "True"


def resident_mib(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise SystemExit(f"lab: /proc/{pid}/status has no VmRSS line")


def start_figures() -> list[Figure]:
    """From ./lab, with everything set up, to its start page."""
    begun = time.monotonic()
    browser = {**os.environ, "BROWSER": "true"}  # a browser that does nothing
    process = subprocess.Popen(
        [paths.ROOT / "lab"], env=browser, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        address = next(found for line in process.stdout if (found := ADDRESS.search(line)))
        with opened(address.group()) as page:
            page.read()
        took = time.monotonic() - begun
    finally:
        cluster.end(process)
    return [Figure("./lab to an open start page", took, "s", 8)]


def opened(url: str) -> http.client.HTTPResponse:
    """A page of JupyterLab, which prints its address a little before it can be reached."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with contextlib.suppress(urllib.error.URLError):
            return urllib.request.urlopen(url, timeout=60)
        time.sleep(0.05)
    raise SystemExit(f"lab: nothing answers at {url}")


def export_figures() -> list[Figure]:
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as target:
        if export.main([target]):
            raise SystemExit("lab: notebooks failed while the course was exported; their errors are above")
    return [Figure("./lab export: the whole course and its site", time.monotonic() - begun, "s", 90)]


def kernel_figures() -> list[Figure]:
    """From the start of a kernel to its first table on the screen."""
    warm_up = paths.ENVIRONMENT / "kernel" / "warm-up.ipynb"
    notebook = nbformat.read(warm_up, as_version=4)
    notebook.cells = notebook.cells[:1]
    with cluster.in_use("on-demand") as variables:
        times = []
        for _ in range(3):
            begun = time.monotonic()
            execute.execute(
                warm_up, notebook, variables, lambda **_: times.append(time.monotonic() - begun)
            )
    return [Figure("kernel start to first table", statistics.median(times), "s", 1), *cell_figures()]


def cell_figures() -> list[Figure]:
    """The overhead of each cell: these contain only a declaration."""
    cells = [nbformat.v4.new_code_cell(f"int i{number} = 1;") for number in range(CELLS)]
    moments = []
    execute.execute(
        Path("cells"), nbformat.v4.new_notebook(cells=cells), {}, lambda **_: moments.append(time.monotonic())
    )
    each = [later - earlier for earlier, later in itertools.pairwise(moments)]
    return [Figure(f"a cell that does nothing, median of {len(each)}", statistics.median(each) * 1000, "ms", 30)]


def course_figures() -> list[Figure]:
    begun = time.monotonic()
    outcomes = run.run(["01", "02", "03", "04", "05"])
    failed = [outcome.name for outcome in outcomes if not outcome.passed]
    if failed:
        raise SystemExit(f"lab: these notebooks failed while they were measured: {failed}")
    return [Figure("./lab run 01 02 03 04 05", time.monotonic() - begun, "s", 30)]
