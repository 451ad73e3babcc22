"""./lab: the embedded cluster and JupyterLab, until it is interrupted."""

import contextlib
import os
import signal
import subprocess
import sys
import webbrowser
from collections.abc import Iterator
from pathlib import Path

from . import cluster, paths, scratch, session
from .copies import Copies

START_PAGE = "00-start-here.ipynb"


def main(_: list[str]) -> int:
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # even if a script ignores SIGINT
        signal.signal(each, _interrupt)
    try:
        with session.only():
            scratch.sweep()
            return until_interrupted(own_copies())
    except session.Open as already:
        return session.lead_to(str(already))


def own_copies() -> Path:
    """The folder of the learner's notebooks, up to date."""
    copies = Copies.of_the_learner()
    if not copies.folder.exists():
        print(f"lab: your own copies of the notebooks go to {copies.folder}", flush=True)
    for name in copies.bring_up_to_date():
        print(f"lab: there is a newer {name}; yours is kept because you have worked in it; {remedy(name)}", flush=True)
    return copies.folder


def remedy(name: str) -> str:
    return f"./lab again {name[:2]} takes the new one and keeps yours beside it" if name.endswith(".ipynb") else "delete it for the new one"


def until_interrupted(notebooks: Path) -> int:
    with the_cluster() as variables:
        print("lab: to end the course, press Ctrl+C here; your progress is kept\n", flush=True)
        process = subprocess.Popen(
            command(),
            cwd=notebooks,
            env=environment(variables),
            stdin=subprocess.PIPE,  # open as long as this process lives
            start_new_session=True,
        )
        try:
            return process.wait()
        except KeyboardInterrupt:
            print("\nlab: ending JupyterLab and the cluster", flush=True)
            return 0
        finally:
            cluster.end(process)


@contextlib.contextmanager
def the_cluster() -> Iterator[dict[str, str]]:
    """The cluster that the caller has named, with an embedded one beside it, or an embedded one that terminals can also use."""
    if cluster.real():
        file = str(paths.STATE / "beside.kubeconfig")
        with cluster.kept("--pace", "real-time", "--kubeconfig", file):
            yield cluster.beside(file)
        return
    with cluster.kept("--pace", "real-time", "--kubeconfig", str(paths.KUBECONFIG)):
        print(
            "lab: the embedded cluster is ready. In another terminal:\n"
            f"       export KUBECONFIG={paths.KUBECONFIG}\n",
            flush=True,
        )
        yield {"KUBECONFIG": str(paths.KUBECONFIG)}


def command() -> list[str]:
    """JupyterLab with its own defaults: 127.0.0.1, a random token, a browser where there is one."""
    line = [
        *(sys.executable, "-m", "cnilab", "jupyterlab", "--log-level=WARN"),
        f"--LabApp.default_url=/lab/tree/{START_PAGE}",
        "--KernelSpecManager.ensure_native_kernel=False",  # Python has none, and no warning about that is wanted
        "--MultiKernelManager.default_kernel_name=java",
    ]
    if not has_browser():
        print("lab: this machine has no browser; open the address below in one that can reach it", flush=True)
        line.append("--no-browser")
    if os.getuid() == 0:
        print("lab: you are root, so the notebooks run as root too; an ordinary user is safer", flush=True)
        line.append("--allow-root")
    return line


def has_browser() -> bool:
    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True


def environment(variables: dict[str, str]) -> dict[str, str]:
    return {
        **os.environ,
        **variables,
        "JUPYTER_PATH": str(paths.JUPYTER),
        "JUPYTER_RUNTIME_DIR": str(paths.RUNTIME),
        "PYTHONPATH": str(paths.ENVIRONMENT),
    }


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt
