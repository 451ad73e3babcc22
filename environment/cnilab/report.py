"""./lab report FILE…: a class's progress files as one table."""

import sys
from collections.abc import Callable

from . import arguments, report_page
from .progress import Learner, learners

FORMATS: dict[str, Callable[[list[Learner]], str]] = {
    ".csv": report_page.csv_text,
    ".html": report_page.html_text,
}


def main(words: list[str]) -> int:
    asked = arguments.report().parse_args(words)
    read, broken = learners(asked.files)
    for each in broken:
        print(f"lab: {each}", file=sys.stderr)
    if not read:
        return 1
    if not asked.output:
        print(report_page.plain_text(read), end="")
    for target in asked.output:
        target.write_text(FORMATS[target.suffix](read))
        print(f"lab: wrote {target}")
    return 1 if broken else 0

