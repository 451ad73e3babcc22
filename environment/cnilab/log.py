"""The logs of what ./lab starts: the last few are kept, so that a crash can still be investigated after the next start."""

import contextlib
from pathlib import Path

from . import paths

KEPT = 4


def fresh(name: str) -> Path:
    """Starts an empty log; the previous one becomes NAME.1.log, that one NAME.2.log, and so on."""
    paths.LOGS.mkdir(parents=True, exist_ok=True)
    files = [paths.LOGS / f"{name}.log", *(paths.LOGS / f"{name}.{age}.log" for age in range(1, KEPT))]
    for younger, older in reversed(list(zip(files, files[1:]))):
        with contextlib.suppress(FileNotFoundError):  # there is none, or another start has just renamed it
            if younger.stat().st_size:
                younger.replace(older)
    files[0].write_text("")
    return files[0]
