"""python -m cnilab COMMAND: called by ./lab."""

import importlib
import os
import signal
import sys
import traceback

from . import paths

# Each command's module; it is imported only when needed, because nbconvert alone takes half a second.
COMMANDS = {
    "start": "start",
    "again": "again",
    "jupyterlab": "jupyterlab",
    "run": "run",
    "export": "export",
    "report": "report",
    "pictures": "pictures",
    "release": "release",
    "bench": "bench",
    "dev": "dev",
    "oncall": "oncall",
    "set-up-kernel": "kernel",
}


def main(command: str, arguments: list[str]) -> int:
    """Runs a command; a failure is reported in a line that begins with lab:, never as a traceback."""
    if command not in COMMANDS:
        raise SystemExit(f"lab: {command} is not a command")
    try:
        return importlib.import_module(f".{COMMANDS[command]}", __package__).main(arguments)
    except KeyboardInterrupt:
        print("lab: interrupted", file=sys.stderr)
        return 128 + signal.SIGINT
    except OSError as refused:
        raise SystemExit(f"lab: {told(refused)}") from None
    except Exception as defect:
        raise SystemExit(f"lab: {type(defect).__name__}: {first_line(defect)}; {noted()}") from None


def told(refused: OSError) -> str:
    """What the system refused, and the remedy."""
    what = f"{refused.filename}: {refused.strerror}" if refused.filename else str(refused)
    return f"{what}. ./lab doctor looks for what is missing."


def first_line(defect: Exception) -> str:
    return (str(defect).strip() or "nothing more is said").splitlines()[0]


def noted() -> str:
    """Where the traceback was written."""
    file = paths.LOGS / "traceback.log"
    try:
        paths.LOGS.mkdir(parents=True, exist_ok=True)
        file.write_text(traceback.format_exc())
    except OSError as full:
        return f"how it came about could not be written ({os.strerror(full.errno)})"
    return f"how it came about is in {file}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
