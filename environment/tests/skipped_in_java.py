"""Prints which Java tests the last `mvn verify` has skipped, and why."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[2]


def rows(skipped: Counter) -> Iterator[str]:
    """One row for each place and reason."""
    for (where, why), count in sorted(skipped.items()):
        yield f"{count:>4}  {where:<28} {why}"
    if not skipped:
        yield "nothing"


def found(root: Path) -> Counter:
    """How many tests were skipped, by their class and the reason."""
    return Counter(
        (case.get("classname", "").rpartition(".")[2], reason(each))
        for report in root.glob("lib/*/target/surefire-reports/TEST-*.xml")
        for case in ElementTree.parse(report).iter("testcase")
        for each in case.iter("skipped")
    )


def reason(skipped: ElementTree.Element) -> str:
    """The failed assumption of a test, which JUnit reports in the message or in the first line of a stack trace."""
    said = (skipped.get("message") or skipped.text or "disabled").strip().splitlines()[0]
    return said.partition("Assumption failed: ")[2] or said


if __name__ == "__main__":
    print("Java tests that were skipped:")
    print(*rows(found(ROOT)), sep="\n")
