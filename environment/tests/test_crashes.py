"""Kills at random moments: of the cluster, the kernel, JupyterLab and ./lab. Nothing is lost, and the next start recovers. A few by default, more on demand: CNILAB_KILLS=100, and CNILAB_SEED to repeat a run.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from cnilab import bench, paths
from test_survival import ADDRESS, OF_ITS_OWN, PATIENCE, Kernel, cluster_pid, ended, family

KILLS = int(os.environ.get("CNILAB_KILLS", "10"))
SEED = int(os.environ.get("CNILAB_SEED", random.randrange(1_000_000)))

class Lab:
    """./lab with its own files, a kernel, and a learner who makes progress."""

    def __init__(self, state: Path):
        self.state = state
        self.progress = state / "progress.json"
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", OF_ITS_OWN, str(self.state)],
            env={**os.environ, "BROWSER": "true", "PYTHONPATH": str(paths.ENVIRONMENT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        said = []
        while not (address := ADDRESS.search(said[-1] if said else "")):
            said.append(self.process.stdout.readline())
            assert said[-1], f"seed {SEED}: it ended: {said}"
        bench.opened(address.group()).close()
        self.open_kernel()

    def open_kernel(self) -> None:
        self.kernel = Kernel(
            {
                "KUBECONFIG": str(self.state / "kubeconfig"),
                "CNILAB_PROGRESS": str(self.progress),
                "JUPYTER_PATH": str(paths.JUPYTER),
            }
        )

    def server(self) -> int:
        return next(pid for pid in family(self.process.pid) if "jupyterlab" in command_line(pid))

    def get_on(self, letter: str) -> None:
        """Begins a step, once a restarted cluster is ready, and makes a prediction, which counts as progress."""
        until = time.monotonic() + PATIENCE
        while "the cluster is ready" not in (said := self.kernel.run('begin("01")')):
            assert time.monotonic() < until, f"seed {SEED}: {said}"
            time.sleep(0.5)
        self.kernel.run(f'predict("which-file", "{letter}")')
        assert self.predicted() == letter, f"seed {SEED}"

    def predicted(self) -> str:
        return json.loads(self.progress.read_text())["steps"]["01"]["predictions"]["which-file"]

    def kill(self, victim: str, chance: random.Random) -> None:
        before = self.predicted()
        request = self.kernel.client.execute('begin("01")')
        time.sleep(chance.uniform(0, 1.5))
        match victim:
            case "cluster":
                kill(cluster_pid(str(self.state / "kubeconfig")))
                self.kernel.outputs(request)
            case "kernel":
                kill(self.kernel.manager.provisioner.pid)
                self.kernel.close()
                self.open_kernel()
            case "JupyterLab":
                kill(self.server())
                self.process.wait(PATIENCE)
                self.restart()
            case "./lab":
                everything = family(self.process.pid)
                kill(self.process.pid)
                self.process.wait()
                assert all(ended(pid, within=PATIENCE) for pid in everything), f"seed {SEED}"
                self.restart()
        assert self.predicted() == before, f"seed {SEED}: progress was lost"

    def restart(self) -> None:
        self.process.stdout.close()
        self.kernel.close()
        self.start()

    def close(self) -> None:
        self.kernel.close()
        self.process.send_signal(signal.SIGINT)
        self.process.wait(PATIENCE)
        self.process.stdout.close()


def command_line(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text()


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def test_a_learner_can_continue_after_any_process_is_killed(tmp_path):
    chance = random.Random(SEED)
    print(f"seed {SEED}")
    lab = Lab(tmp_path)
    try:
        lab.get_on("a")
        for number in range(KILLS):
            victim = chance.choice(["cluster", "kernel", "JupyterLab", "./lab"])
            print(f"kill {number + 1}: {victim}", flush=True)
            lab.kill(victim, chance)
            lab.get_on(chance.choice("abc"))
    finally:
        lab.close()
    assert list((tmp_path / "tmp").glob("*")) == []
    assert not (tmp_path / "kubeconfig").exists()
