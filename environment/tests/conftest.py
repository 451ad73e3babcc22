"""The course is executed twice for all tests: with its solutions, and by a learner who does nothing."""

import nbformat
import pytest

from cnilab import cluster, execute, paths, run


@pytest.fixture(scope="session")
def solved() -> list[execute.Outcome]:
    return run.run([])


@pytest.fixture(scope="session")
def left_out(tmp_path_factory: pytest.TempPathFactory) -> list[execute.Outcome]:
    progress = tmp_path_factory.mktemp("progress") / "progress.json"
    with cluster.in_use("on-demand") as variables:
        return [
            execute.execute(
                path,
                execute.left_out(nbformat.read(path, as_version=4)),
                {**variables, "CNILAB_PROGRESS": str(progress)},
            )
            for path in paths.notebooks()
        ]
