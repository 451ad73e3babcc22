"""Fixtures that several tests need and that take long."""

import fcntl
import pickle
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from cnilab import execute, run, site
from learner import Learner, at_work
from skipped_in_java import rows

# Tests that share one of these run in one process; all others run in any free one.
MADE_ONCE = ("lab", "with_a_pod", "recording")


def pytest_itemcollected(item):
    for fixture in MADE_ONCE:
        if fixture in getattr(item, "fixturenames", []):
            item.add_marker(pytest.mark.xdist_group(fixture))


def pytest_terminal_summary(terminalreporter):
    """The skipped tests: one row per reason."""
    skipped = Counter(reason(report) for report in terminalreporter.stats.get("skipped", []))
    terminalreporter.write_sep("-", "skipped")
    for row in rows(skipped):
        terminalreporter.write_line(row)


def reason(report) -> tuple[str, str]:
    file, _, why = report.longrepr
    return Path(file).name, why.removeprefix("Skipped: ")


@pytest.fixture(scope="session")
def solved(tmp_path_factory: pytest.TempPathFactory) -> list[execute.Outcome]:
    """The executed course with its solutions, each notebook with its own kernel."""

    def run_it(target: Path) -> None:
        target.write_bytes(pickle.dumps(run.run([])))

    return pickle.loads(shared(tmp_path_factory, "solved", run_it).read_bytes())


@pytest.fixture(scope="session")
def editions(solved: list[execute.Outcome], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site's three editions, each in a folder with its name."""

    def write_them(target: Path) -> None:
        for edition in site.EDITIONS.values():
            site.write(solved, target / edition.name, edition)

    return shared(tmp_path_factory, "editions", write_them)


def shared(tmp_path_factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that the first of the test processes fills while the others wait."""
    folder = tmp_path_factory.getbasetemp()
    if folder.name.startswith("popen-"):  # one of several processes
        folder = folder.parent
    target = folder / name
    made = folder / f"{name}.made"
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            make(target)
            made.touch()
    return target


@pytest.fixture(scope="session")
def learner(tmp_path_factory: pytest.TempPathFactory) -> Learner:
    with at_work(tmp_path_factory.mktemp("learner")) as somebody:
        yield somebody
