"""./lab report FILE…: a class's progress files as one table."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from . import report_page
from .progress import Learner, learners

FORMATS: dict[str, Callable[[list[Learner]], str]] = {
    ".csv": report_page.csv_text,
    ".html": report_page.html_text,
}


def main(arguments: list[str]) -> int:
    asked = options().parse_args(arguments)
    for target in asked.output:
        if target.suffix not in FORMATS:
            raise SystemExit(f"lab: {target} has an ending that is not known; the ones that are: {', '.join(FORMATS)}")
    read, broken = learners(asked.files)
    for each in broken:
        print(f"lab: {each}", file=sys.stderr)
    if not asked.output:
        print(report_page.plain_text(read), end="")
    for target in asked.output:
        target.write_text(FORMATS[target.suffix](read))
        print(f"lab: wrote {target}")
    return 1 if broken else 0


def options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("./lab report", add_help=False, epilog="./lab report --help says more")
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path)
    parser.add_argument("-o", dest="output", metavar="NAME", action="append", default=[], type=Path)
    return parser


