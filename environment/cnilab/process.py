"""The process of an embedded cluster."""

import contextlib
import os
import re
import signal
import subprocess
import threading
from collections import deque
from dataclasses import dataclass, field
from typing import BinaryIO

from . import archive, log, paths

MAIN = "dev.cnilab.cluster.cli.ClusterCommand"
READY = re.compile(r"^The cluster is ready:")
LAST_WORDS_SECONDS = 5
LAST_WORDS_LINES = 1000
OPTIONS = paths.ENVIRONMENT / "cluster.jvm-options"
OUT_OF_MEMORY = re.compile(r"OutOfMemoryError: (.*)")
JVM_CRASHED = "A fatal error has been detected by the Java Runtime Environment"


def java_command(options: list[str], *arguments: str) -> list[str]:
    """The command line of the cluster's process, with additional JVM options."""
    class_path = paths.class_path("cluster")
    heap = os.environ.get("CNILAB_HEAP", "")
    limit = [f"-Xmx{heap}"] if heap else []
    return [paths.java(), f"@{OPTIONS}", *limit, *options, "-cp", class_path, MAIN, *arguments]


def cluster_command(arguments: tuple[str, ...]) -> list[str]:
    return java_command(archive.options("cluster"), *arguments, "--end-with-input")


@dataclass(frozen=True)
class Embedded:
    """A cluster's process and its output."""

    process: subprocess.Popen
    log: BinaryIO
    heard: threading.Event = field(default_factory=threading.Event)  # all of its output has been read
    words: deque[str] = field(default_factory=lambda: deque(maxlen=LAST_WORDS_LINES))  # the log may be renamed by another start

    @classmethod
    def start(cls, name: str, *arguments: str) -> "Embedded":
        """Starts one and waits until it is ready. It ends when its standard input does, and thus with us even if we are killed. A JVM archive may be damaged: an unusable one is removed.
        """
        started = cls.launch(name, cluster_command(arguments))
        if started is None and archive.options("cluster"):
            archive.forget("cluster")
            started = cls.launch(name, cluster_command(arguments))
        if started is None:
            raise SystemExit(f"lab: the embedded cluster ended before it was ready; its output is in {paths.LOGS / name}.log")
        return started

    @classmethod
    def launch(cls, name: str, command: list[str]) -> "Embedded | None":
        """Starts a command and waits until it says that it is ready; None if it ends before."""
        file = log.fresh(name).open("ab", buffering=0)
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,  # an interrupt from the terminal is passed on by us, in order
        )
        started = cls(process, file)
        try:
            ready = started._await_ready()
        except BaseException:
            started.end()
            file.close()
            raise
        return started if ready else None

    def _await_ready(self) -> bool:
        for line in self.process.stdout:
            self._note(line)
            if READY.search(line):
                threading.Thread(target=self._listen, daemon=True).start()
                return True
        self.process.wait()
        self.log.close()
        return False

    def _listen(self) -> None:
        for line in self.process.stdout:
            self._note(line)
        self.log.close()
        self.heard.set()

    def _note(self, line: str) -> None:
        """Keeps a line, and adds it to the log. On a full disk it is lost there: if the cluster's output were not read, it would stop."""
        self.words.append(line)
        with contextlib.suppress(OSError):
            self.log.write(line.encode(errors="replace"))

    def why(self) -> str:
        """Why it has ended, in a few words. Its last words may still be on their way: the JVM writes why it ends, and ends."""
        self.heard.wait(LAST_WORDS_SECONDS)
        said = "".join(self.words)
        if memory := OUT_OF_MEMORY.search(said):
            return f"out of memory ({memory[1].strip()}; {OPTIONS} sets how much it may have)"
        if JVM_CRASHED in said:
            return f"the JVM crashed; see {self.log.name}"
        status = self.process.returncode
        if status < 0:
            return f"it was killed ({signal.Signals(-status).name})"
        return f"exit status {status}; its last output is in {self.log.name}"

    def end(self) -> None:
        end(self.process)


def end(process: subprocess.Popen) -> None:
    """Terminates a process, and kills it after ten seconds."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
