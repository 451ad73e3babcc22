"""./lab export: executes the course and writes it as a web site."""

from pathlib import Path

from . import paths, run, site


def main(arguments: list[str]) -> int:
    target = Path(arguments[0]) if arguments else paths.STATE / "site"
    if target.exists() and any(target.iterdir()) and not (target / "words.js").exists():
        raise SystemExit(f"lab: {target} is not empty and holds no earlier export; name another folder")
    outcomes = run.run([])
    site.write(outcomes, target)
    print(f"The course is in {target}: open {target / 'index.html'}")
    return 0 if all(outcome.passed for outcome in outcomes) else 1
