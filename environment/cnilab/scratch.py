"""Temporary folders below .lab/, each named after its process: the next process removes what a killed one has left."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from . import paths


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    """A folder of this process, which is removed at the end of the block."""
    sweep()
    paths.SCRATCH.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=paths.SCRATCH, prefix=f"{os.getpid()}-") as made:
        yield Path(made)


def sweep() -> None:
    """Removes the folders of processes that have ended."""
    for left in paths.SCRATCH.glob("[0-9]*-*"):
        if not alive(int(left.name.split("-")[0])):
            shutil.rmtree(left, ignore_errors=True)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
