"""Prints at the end of ./lab test which Java tests were skipped, and which tests failed, Java's and Python's.

    results.py PYTEST_REPORT
"""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[2]

# Of a failure. The whole of it is in the logs.
MOST_LINES = 12


def rows(skipped: Counter) -> Iterator[str]:
    """One row for each place and reason."""
    for (where, why), count in sorted(skipped.items()):
        yield f"{count:>4}  {where:<28} {why}"
    if not skipped:
        yield "nothing"


def skipped_in_java(root: Path) -> Counter:
    """How many tests were skipped, by their class and the reason."""
    return Counter(
        (simple_name(case), reason(each))
        for report in java_reports(root)
        for case in cases(report)
        for each in case.iter("skipped")
    )


def failed(reports: list[Path]) -> Iterator[str]:
    """Each test that failed, with the beginning of its message."""
    for report in reports:
        for case in cases(report):
            for each in (*case.iter("failure"), *case.iter("error")):
                yield f"{simple_name(case)}.{case.get('name')}"
                said = (each.text or each.get("message") or "nothing was said").strip().splitlines()
                yield from (f"    {line}" for line in most_telling(said))


def most_telling(lines: list[str]) -> list[str]:
    """pytest marks what was wrong with an E; Java says it first."""
    marked = [line for line in lines if line.startswith("E ")]
    return (marked or lines)[:MOST_LINES]


def java_reports(root: Path) -> list[Path]:
    return sorted(root.glob("lib/*/target/surefire-reports/TEST-*.xml"))


def cases(report: Path) -> Iterator[ElementTree.Element]:
    """The tests in a report. One that was cut off, as a killed process leaves it, counts as a test that failed."""
    try:
        return ElementTree.parse(report).iter("testcase")
    except ElementTree.ParseError as cut:
        case = ElementTree.Element("testcase", classname=report.stem, name="its report")
        ElementTree.SubElement(case, "error").text = f"cannot be read: {cut}"
        return iter([case])


def simple_name(case: ElementTree.Element) -> str:
    return case.get("classname", "").rpartition(".")[2]


def reason(skipped: ElementTree.Element) -> str:
    """The failed assumption of a test, which JUnit reports in the message or in the first line of a stack trace."""
    said = (skipped.get("message") or skipped.text or "disabled").strip().splitlines()[0]
    return said.partition("Assumption failed: ")[2] or said


if __name__ == "__main__":
    print("Java tests that were skipped:")
    print(*rows(skipped_in_java(ROOT)), sep="\n")
    print("Tests that failed:")
    python = [path for path in map(Path, sys.argv[1:]) if path.exists()]
    print(*(list(failed([*java_reports(ROOT), *python])) or ["none"]), sep="\n")
