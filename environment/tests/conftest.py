"""What several tests need, and takes long: each of it is made once in a process."""

import pytest

from cnilab import execute, run
from learner import Learner, at_work

# Tests that share one of these run in one process; all others run in the one that is free.
MADE_ONCE = ("solved", "lab", "with_a_pod", "recording")


def pytest_itemcollected(item):
    for fixture in MADE_ONCE:
        if fixture in getattr(item, "fixturenames", []):
            item.add_marker(pytest.mark.xdist_group(fixture))


@pytest.fixture(scope="session")
def solved() -> list[execute.Outcome]:
    """The course with its solutions, each notebook through a kernel of its own."""
    return run.run([])


@pytest.fixture(scope="session")
def learner(tmp_path_factory: pytest.TempPathFactory) -> Learner:
    with at_work(tmp_path_factory.mktemp("learner")) as somebody:
        yield somebody
