"""./lab set-up itself, killed at random moments in a copy of the checkout: the next one completes what is half-done.

A tenth of CNILAB_KILLS, and none without that variable: each takes a build. The Python packages are made again, too,
which needs the network.
"""

import os
import random
import signal
import subprocess
import time
import zipfile
from pathlib import Path

import pytest
from checkout import copied
from cnilab import execute
from test_crashes import KILLS, SEED, Kernel
from test_survival import PATIENCE, ended, family

PARTS = ["java", "kernel", "python"]
SOURCE = "lib/netsim/src/main/java/dev/cnilab/netsim/NetworkNamespace.java"


class SetUp:
    """./lab set-up in a copy of the checkout, first completed and then interrupted."""

    def __init__(self, root: Path):
        self.root = copied(root)
        self.stamps = root / ".lab/stamp"
        self.seconds("java")  # the first build compiles everything, and takes longer than those that are killed
        self.took = {part: self.seconds(part) for part in PARTS}
        self.made = self.contents()

    def seconds(self, part: str) -> float:
        self.spoil(part)
        begun = time.monotonic()
        self.complete()
        return time.monotonic() - begun

    def spoil(self, part: str) -> None:
        """Spoils a part, so that it has to be made again."""
        if part == "java":
            with (self.root / SOURCE).open("a") as source:
                source.write("// changed\n")
        else:
            (self.stamps / part).unlink(missing_ok=True)

    def start(self) -> subprocess.Popen:
        return subprocess.Popen(
            [self.root / "lab", "set-up"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def complete(self) -> None:
        process = self.start()
        said, _ = process.communicate(timeout=PATIENCE * 2)
        assert process.returncode == 0, f"seed {SEED}: {said}"

    def kill(self, chance: random.Random) -> str:
        """Spoils a part, and kills the set-up that remakes it; returns what was killed."""
        part = chance.choice(PARTS)
        self.spoil(part)
        process = self.start()
        time.sleep(chance.uniform(0, self.took[part]))
        everything = [process.pid, *family(process.pid)] if process.poll() is None else [process.pid]
        victim, number = chance.choice(
            [
                (process.pid, signal.SIGKILL),
                (process.pid, signal.SIGTERM),
                (-process.pid, signal.SIGINT),
                (-process.pid, signal.SIGHUP),
                (chance.choice(everything), signal.SIGKILL),
            ]
        )
        what = f"seed {SEED}: {part}, {number.name} for {victim} of {everything}"
        print(what, flush=True)
        if process.poll() is None:
            killed(victim, number)
        said, _ = process.communicate(timeout=PATIENCE * 2)
        assert all(ended(pid, within=PATIENCE) for pid in everything), what
        assert all(line.startswith(("lab: ", "  ")) for line in said.splitlines()), f"{what}: {said}"
        return what

    def requires_whole_jars(self, what: str) -> None:
        """The stamps that count as current are unchanged."""
        if (self.stamps / "java").exists():
            assert self.contents() == self.made, what

    def contents(self) -> dict[str, int]:
        """The checksums of the project's own classes."""
        jars = self.root.glob(".lab/jars/*/*-0.*.jar")
        return {
            f"{jar.name} {entry.filename}": entry.CRC
            for jar in jars
            for entry in zipfile.ZipFile(jar).infolist()
            if entry.filename.endswith(".class")
        }


def killed(victim: int, number: int) -> None:
    try:
        os.killpg(-victim, number) if victim < 0 else os.kill(victim, number)
    except ProcessLookupError:
        pass  # it has ended by itself


@pytest.mark.skipif("CNILAB_KILLS" not in os.environ, reason="builds the project several times; CNILAB_KILLS=20 asks for it")
def test_a_set_up_killed_at_any_moment_is_completed_by_the_next(tmp_path):
    chance = random.Random(SEED)
    set_up = SetUp(tmp_path / "cni lab")
    assert len(set_up.made) > 1000
    for _ in range(KILLS // 10):
        what = set_up.kill(chance)
        set_up.requires_whole_jars(what)
    set_up.complete()
    set_up.requires_whole_jars(f"seed {SEED}")
    assert [each.name for each in set_up.stamps.glob("jdk.*")] == []
    with execute.environment({"JUPYTER_PATH": str(set_up.root / ".lab/jupyter")}):
        kernel = Kernel({"CNILAB_PROGRESS": str(tmp_path / "progress.json")})
        try:
            assert "ping" in kernel.run("help()")
        finally:
            kernel.close()
