"""The open course of a checkout: there is one at a time, and starting another shows the open one."""

import contextlib
import fcntl
import os
import shutil
import webbrowser
from collections.abc import Iterator

from . import paths


class Open(Exception):
    """A course is already open in this checkout."""


@contextlib.contextmanager
def only() -> Iterator[None]:
    """Holds the checkout's session for the block.

    The operating system's lock ends with its process, so a killed one leaves none. What it has left in the folder of JupyterLab's runtime files is removed.
    """
    paths.STATE.mkdir(exist_ok=True)
    with (paths.STATE / "session").open("a+") as holder:
        try:
            fcntl.flock(holder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder.seek(0)
            raise Open(holder.read().strip()) from None
        holder.truncate(0)
        holder.write(f"{os.getpid()}\n")
        holder.flush()
        shutil.rmtree(paths.RUNTIME, ignore_errors=True)
        yield


def lead_to(pid: str) -> int:
    """Reports which course is open, and shows its page."""
    from jupyter_server.serverapp import list_running_servers

    servers = list(list_running_servers(str(paths.RUNTIME)))
    if not servers:
        print(f"lab: another ./lab (process {pid}) is about to open the course here; its terminal shows the address")
        return 0
    address = f"{servers[0]['url']}lab?token={servers[0]['token']}"
    print(
        f"lab: the course is open here already, by process {pid}; this is its page:\n       {address}",
        flush=True,
    )
    with contextlib.suppress(webbrowser.Error):
        webbrowser.open(address)
    return 0
