"""What kernels and clusters leave in the machine's temporary directory: nothing."""

import os
import signal
from pathlib import Path

import pytest

from cnilab import cluster, execute, paths
from test_survival import Kernel, cluster_pid, ended


@pytest.fixture
def temporary(tmp_path):
    """A temporary directory of the test's own, for Java and all other programs."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    with execute.environment({"TMPDIR": str(folder), "JAVA_TOOL_OPTIONS": f"-Djava.io.tmpdir={folder}"}):
        yield folder


def contents(folder: Path) -> list[str]:
    return sorted(str(each.relative_to(folder)) for each in folder.rglob("*"))


def test_kernels_and_clusters_leave_no_temporary_files(temporary, tmp_path):
    home = {
        "KUBECONFIG": str(tmp_path / "kubeconfig"),
        "CNILAB_PROGRESS": str(tmp_path / "progress.json"),
        "JUPYTER_PATH": str(paths.JUPYTER),
    }
    before = contents(temporary)
    with cluster.kept("--pace", "on-demand", "--kubeconfig", home["KUBECONFIG"]):
        ends, killed = Kernel(home), Kernel(home)
        for each in (ends, killed):
            assert "the cluster is ready" in each.run('begin("12")')  # it starts further clusters
        os.kill(killed.manager.provisioner.pid, signal.SIGKILL)
        ends.close()
        killed.close()
        embedded = cluster_pid(home["KUBECONFIG"])
        os.kill(embedded, signal.SIGKILL)
        assert ended(embedded, within=60)
    assert contents(temporary) == before
    assert [each.name for each in tmp_path.glob(".kubeconfig*")] == []
