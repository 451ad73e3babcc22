"""./lab export: executes the course and writes it as a web site."""

import argparse
from pathlib import Path

from . import paths, run, site


def main(arguments: list[str]) -> int:
    asked = options().parse_args(arguments)
    target = asked.folder
    if target.exists() and any(target.iterdir()) and not (target / "words.js").exists():
        raise SystemExit(f"lab: {target} is not empty and holds no earlier export; name another folder")
    origin = site.Origin.of_this_checkout(asked.binder)
    outcomes = run.run([])
    site.write(outcomes, target, site.EDITIONS[asked.edition], origin)
    print(f"The course is in {target}: open {target / 'index.html'}")
    return 0 if all(outcome.passed for outcome in outcomes) else 1


def options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("./lab export", add_help=False, epilog="./lab export --help says more")
    parser.add_argument("folder", nargs="?", type=Path, default=paths.STATE / "site")
    parser.add_argument("--edition", choices=list(site.EDITIONS), default="student")
    parser.add_argument("--binder", metavar="OWNER/REPO", default="")
    return parser
