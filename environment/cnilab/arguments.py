"""What the commands of ./lab accept.

./lab runs this file with the system's Python before it sets anything up, so that a wrong word is refused at once: only
the standard library, and nothing of .lab/. The commands then read their arguments with the same parsers.
"""

import argparse
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from . import paths

EDITIONS = ("student", "teacher", "handout")
REPORTS = (".csv", ".html")
REPOSITORY = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+")
FAULTS = paths.ROOT / "lib/lab/src/main/resources/dev/cnilab/lab/fault"


class Parser(argparse.ArgumentParser):
    """A parser that refuses in one line, as the rest of ./lab does."""

    def error(self, message: str) -> NoReturn:
        said = message.removeprefix("argument ").replace("the following arguments are required:", "it needs")
        raise SystemExit(f"lab: {said}; {self.prog} --help says more")


def run() -> Parser:
    parser = bare("run")
    parser.add_argument("steps", metavar="STEP", nargs="*")
    return parser


def again() -> Parser:
    parser = bare("again")
    parser.add_argument("steps", metavar="STEP", nargs="+")
    return parser


def export() -> Parser:
    parser = bare("export")
    parser.add_argument("folder", metavar="DIR", nargs="?", type=site_folder, default=paths.STATE / "site")
    parser.add_argument("--edition", choices=EDITIONS, default="student")
    parser.add_argument("--binder", metavar="OWNER/REPO", type=repository, default="")
    return parser


def report() -> Parser:
    parser = bare("report")
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path)
    parser.add_argument("-o", dest="output", metavar="NAME", action="append", default=[], type=table)
    return parser


def release() -> Parser:
    parser = bare("release")
    parser.add_argument("folder", metavar="DIR", nargs="?", type=empty_folder)
    parser.add_argument("--binder", metavar="OWNER/REPO", type=repository, default="")
    return parser


def dev() -> Parser:
    parser = bare("dev")
    parser.add_argument("names", nargs="+", metavar="NAME")
    return parser


def bench() -> Parser:
    parser = Parser("./lab bench", description="Measures speed and memory.", allow_abbrev=False)
    parser.add_argument("--peer", metavar="KUBECONFIG", type=Path, help="a real cluster to measure, too")
    parts = parser.add_subparsers(dest="part", metavar="PART")
    part = parts.add_parser("diagnose", prog="./lab bench diagnose", help="only how often ./lab diagnose is right")
    part.add_argument("results", metavar="FILE", type=Path, nargs="?", help="of ./lab oncall --verify --json FILE")
    return parser


def oncall() -> Parser:
    """The words of ./lab oncall; what they mean together is decided by the program that runs it."""
    parser = bare("oncall")
    parser.add_argument("faults", metavar="FAULT", nargs="*", type=fault)
    for flag in ("list", "verify", "record", "suite", "blind", "shift", "endless", "on-cluster"):
        parser.add_argument(f"--{flag}", action="store_true")
    for option in ("agent", "cni", "proxy"):
        parser.add_argument(f"--{option}", action="append")
    parser.add_argument("--json", action="append", type=new_file)
    for option, most in (("level", 5), ("seeds", 100), ("commands", 100_000), ("seconds", 86_400), ("seed", 2**63 - 1)):
        parser.add_argument(f"--{option}", type=number(most))
    return parser


PARSERS: dict[str, Callable[[], Parser]] = {
    "run": run,
    "again": again,
    "export": export,
    "report": report,
    "release": release,
    "dev": dev,
    "bench": bench,
    "oncall": oncall,
}


def bare(command: str) -> Parser:
    """Its --help is answered by help.sh."""
    return Parser(f"./lab {command}", add_help=False, allow_abbrev=False)


def site_folder(word: str) -> Path:
    folder = usable(word)
    if folder.exists() and any(folder.iterdir()) and not (folder / "words.js").exists():
        raise argparse.ArgumentTypeError(f"{word} is not empty and holds no earlier export; name another folder")
    return folder


def empty_folder(word: str) -> Path:
    folder = usable(word)
    if folder.exists() and any(folder.iterdir()):
        raise argparse.ArgumentTypeError(f"{word} is not empty; name another folder, or remove it")
    return folder


def usable(word: str) -> Path:
    folder = Path(word)
    if folder.exists() and not folder.is_dir():
        raise argparse.ArgumentTypeError(f"{word} is a file; name a folder")
    there = next(each for each in (folder.absolute(), *folder.absolute().parents) if each.exists())
    if not there.is_dir() or not os.access(there, os.W_OK):
        raise argparse.ArgumentTypeError(f"{word} cannot be created in {there}; name another folder")
    return folder


def repository(word: str) -> str:
    if word and not REPOSITORY.fullmatch(word):
        raise argparse.ArgumentTypeError(f"'{word}' names no repository; write OWNER/REPO, e.g. --binder jane/cni-lab")
    return word


def table(word: str) -> Path:
    file = Path(word)
    if file.suffix not in REPORTS:
        raise argparse.ArgumentTypeError(f"{word} has an ending that is not known; the ones that are: {', '.join(REPORTS)}")
    return new_file(word)


def new_file(word: str) -> Path:
    """A file that can be written, as far as that shows before it is."""
    file = Path(word)
    if not file.parent.is_dir():
        raise argparse.ArgumentTypeError(f"there is no folder {file.parent} for {file.name}; create it, or name another")
    if file.is_dir() or not os.access(file if file.exists() else file.parent, os.W_OK):
        raise argparse.ArgumentTypeError(f"{word} cannot be written; name another file")
    return file


def fault(word: str) -> str:
    if not (FAULTS / f"{word}.yaml").is_file():
        raise argparse.ArgumentTypeError(f"there is no fault {word}; ./lab oncall --list names them")
    return word


def number(most: int) -> Callable[[str], int]:
    def read(word: str) -> int:
        if not (word.isdecimal() and 1 <= int(word) <= most):
            raise argparse.ArgumentTypeError(f"{word} is not a whole number from 1 to {most}")
        return int(word)

    return read


def main(command: str, words: list[str]) -> None:
    """Refuses words that a command does not accept."""
    asked = PARSERS[command]().parse_args(words)
    if "steps" in asked:
        paths.notebooks(asked.steps)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
