"""JupyterLab as ./lab starts it: it ends when ./lab has ended for any reason."""

import os
import signal
import sys
import threading


def main(arguments: list[str]) -> int:
    threading.Thread(target=end_with_the_starter, daemon=True).start()
    from jupyterlab import labapp

    sys.argv = ["jupyter-lab", *arguments]
    return labapp.main() or 0


def end_with_the_starter() -> None:
    """Waits until the starter, which holds the other end of standard input and never writes, is gone."""
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
