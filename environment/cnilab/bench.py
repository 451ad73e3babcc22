"""./lab bench: the figures, as a table. Run it on a quiet machine.

It ends with status 1 where a figure misses its bound."""

import contextlib
import http.client
import os
import re
import statistics
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import nbformat

from . import bench_memory, bench_scale, cluster, execute, export, kube, paths, run
from .figure import Figure

PODS = "/api/v1/namespaces/default/pods"
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/\S+")


def main(_: list[str]) -> int:
    figures = [
        *network_figures(),
        *cluster_figures(),
        *(Figure(*figure) for figure in bench_scale.measured()),
        start_figure(),
        kernel_figure(),
        *bench_memory.figures(),
        course_figure(),
        export_figure(),
    ]
    print("| | measured | wanted | |\n|---|---|---|---|")
    for figure in figures:
        print(figure.row(), flush=True)
    return 0 if all(figure.kept for figure in figures) else 1


def network_figures() -> list[Figure]:
    jars = os.pathsep.join(sorted(map(str, (paths.JARS / "cluster").glob("*.jar"))))
    command = [paths.java(), "-cp", jars, "dev.cnilab.netsim.benchmark.NetworkBenchmark"]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    values = {key: float(value) for key, value in map(str.split, printed.splitlines())}
    speed = "packets from pod to pod through two bridges and a VXLAN"
    return [
        Figure(speed, values["packets-per-second"] / 1000, "thousand/s", 300, more_is_better=True),
        Figure("heap of 10,000 namespaces", values["namespaces-mebibytes"], "MiB", 300),
    ]


def cluster_figures() -> list[Figure]:
    kubeconfig = paths.STATE / "bench.kubeconfig"
    begun = time.monotonic()
    with cluster.embedded("--kubeconfig", str(kubeconfig)) as process:
        start = time.monotonic() - begun
        api = kube.Api(kubeconfig)
        one = statistics.median(time_to_ready(api, [f"one-{i}"]) for i in range(11))
        memory_pods = [f"memory-{i}" for i in range(50)]
        time_to_ready(api, memory_pods)
        memory = resident_mib(process.pid)
        sixty = time_to_ready(api, [f"sixty-{i}" for i in range(60)])
    return [
        Figure("cluster start to ready", start, "s", 2),
        Figure("a pod from POST to Ready, median of 11", one * 1000, "ms", 200),
        Figure("60 pods to Ready", sixty, "s", 1),
        Figure("memory of the cluster with 50 pods more", memory, "MiB RSS", 250),
    ]


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


def start_figure() -> Figure:
    """From ./lab, where everything is set up, to its start page."""
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
    return Figure("./lab to an open start page", took, "s", 8)


def opened(url: str) -> http.client.HTTPResponse:
    """A page of JupyterLab, which says its address a little before it can be had."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with contextlib.suppress(urllib.error.URLError):
            return urllib.request.urlopen(url, timeout=60)
        time.sleep(0.05)
    raise SystemExit(f"lab: nothing answers at {url}")


def export_figure() -> Figure:
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as target:
        export.main([target])
    return Figure("./lab export", time.monotonic() - begun, "s", 240)


def kernel_figure() -> Figure:
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
    return Figure("kernel start to first table", statistics.median(times), "s", 2)


def course_figure() -> Figure:
    begun = time.monotonic()
    outcomes = run.run(["01", "02", "03", "04", "05"])
    failed = [outcome.name for outcome in outcomes if not outcome.passed]
    if failed:
        raise SystemExit(f"lab: these notebooks failed while they were measured: {failed}")
    return Figure("./lab run 01 02 03 04 05", time.monotonic() - begun, "s", 30)
