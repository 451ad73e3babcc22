"""Fixtures that several tests need and that take long."""

from collections import Counter
from pathlib import Path

import pytest

from cnilab import execute, run, site
from learner import Learner, at_work
from results import rows

# Tests that share one of these run in one process; all others run in any free one.
MADE_ONCE = ("solved", "lab", "with_a_pod", "recording", "given", "place")


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
def solved() -> list[execute.Outcome]:
    """The executed course with its solutions, each notebook with its own kernel."""
    return run.run([])


@pytest.fixture(scope="session")
def editions(solved: list[execute.Outcome], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site's three editions, each in a folder with its name."""
    target = tmp_path_factory.mktemp("editions")
    for edition in site.EDITIONS.values():
        site.write(solved, target / edition.name, edition)
    return target


@pytest.fixture(scope="session")
def learner(tmp_path_factory: pytest.TempPathFactory) -> Learner:
    with at_work(tmp_path_factory.mktemp("learner")) as somebody:
        yield somebody
