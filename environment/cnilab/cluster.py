"""The cluster in use: a real one if the caller named it, else an embedded one of our own."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import yaml

from . import paths

MAIN = "dev.cnilab.cluster.cli.ClusterCommand"
NAMESPACE = "cni-lab"
READY = re.compile(r"is ready", re.IGNORECASE)


def java_command(archive: Path | None, *arguments: str) -> list[str]:
    """How the cluster's process is started."""
    class_path = os.pathsep.join(sorted(map(str, (paths.JARS / "cluster").glob("*.jar"))))
    shared = [f"-XX:SharedArchiveFile={archive}"] if archive and archive.exists() else []
    return [
        paths.java(),
        f"@{paths.ENVIRONMENT / 'cluster.jvm-options'}",
        *shared,
        "-cp",
        class_path,
        MAIN,
        *arguments,
    ]


def real() -> bool:
    """Whether the caller has named a cluster."""
    return bool(os.environ.get("KUBECONFIG") or os.environ.get("CNILAB_CONTEXT"))


@contextlib.contextmanager
def in_use(pace: str) -> Iterator[dict[str, str]]:
    """The environment variables that lead a kernel or kubectl to the cluster in use.

    An embedded one is nobody else's: it does not disturb a learner's open course.
    """
    with tempfile.TemporaryDirectory() as scratch:
        file = str(Path(scratch) / "kubeconfig")
        with embedded("--pace", pace, "--kubeconfig", file):
            yield beside(file) if real() else {"KUBECONFIG": file}


def beside(kubeconfig: str) -> dict[str, str]:
    """The variables for a real cluster with an embedded one beside it, for what only that can do."""
    return {**named(), "CNILAB_BESIDE": kubeconfig}


def named() -> dict[str, str]:
    """The variables that lead to the cluster that the caller has named, in a namespace of our own.

    A small kubeconfig goes before the caller's: of two contexts of one name the first counts.
    """
    files = os.environ.get("KUBECONFIG") or str(Path.home() / ".kube" / "config")
    read = [yaml.safe_load(Path(file).read_text()) or {} for file in files.split(os.pathsep) if Path(file).exists()]
    name = os.environ.get("CNILAB_CONTEXT") or next(filter(None, (each.get("current-context") for each in read)), "")
    contexts = {each["name"]: each["context"] for file in reversed(read) for each in file.get("contexts") or []}
    if name not in contexts:
        known = ", ".join(sorted(contexts)) or "none"
        raise SystemExit(f"lab: {files} has no context '{name}'; the contexts there are: {known}")
    course = {
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": name,
        "contexts": [{"name": name, "context": {**contexts[name], "namespace": NAMESPACE}}],
    }
    paths.STATE.mkdir(exist_ok=True)
    ours = paths.STATE / "course.kubeconfig"
    ours.write_text(yaml.safe_dump(course))
    return {"KUBECONFIG": f"{ours}{os.pathsep}{files}", "CNILAB_CONTEXT": name}


@contextlib.contextmanager
def embedded(*arguments: str) -> Iterator[subprocess.Popen]:
    """An embedded cluster that is ready; it ends with the block."""
    process = _launch(*arguments)
    try:
        yield process
    finally:
        end(process)


@contextlib.contextmanager
def kept(*arguments: str) -> Iterator[None]:
    """An embedded cluster that is started anew whenever it has gone; it ends with the block."""
    running = [_launch(*arguments)]
    closing = threading.Event()

    def keep() -> None:
        while not closing.wait(0.5):
            if running[0].poll() is not None:
                print("lab: the embedded cluster has gone; a new one is started", flush=True)
                running[0] = _launch(*arguments)
                print("lab: it is ready; begin your step again", flush=True)

    keeper = threading.Thread(target=keep, daemon=True)
    keeper.start()
    try:
        yield
    finally:
        closing.set()
        keeper.join()
        end(running[0])


def _launch(*arguments: str) -> subprocess.Popen:
    log = paths.STATE / "log" / "cluster.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as errors:
        process = subprocess.Popen(
            java_command(paths.ARCHIVES / "cluster.jsa", *arguments),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            start_new_session=True,  # an interrupt in the terminal is ours to pass on, in order
        )
    try:
        _await_ready(process, log)
    except BaseException:
        end(process)
        raise
    return process


def _await_ready(process: subprocess.Popen, log: Path) -> None:
    said = []
    for line in process.stdout:
        said.append(line)
        if READY.search(line):
            return
    sys.stderr.write("".join(said) + log.read_text())
    raise SystemExit(f"lab: the embedded cluster ended before it was ready; see {log}")


def end(process: subprocess.Popen) -> None:
    """Asks a process to end, and insists after ten seconds."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
