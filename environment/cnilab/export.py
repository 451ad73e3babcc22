"""./lab export: executes the course and writes it as a web site."""

from . import arguments, run, site


def main(words: list[str]) -> int:
    asked = arguments.export().parse_args(words)
    target = asked.folder
    origin = site.Origin.of_this_checkout(asked.binder)
    outcomes = run.run([])
    site.write(outcomes, target, site.EDITIONS[asked.edition], origin)
    print(f"The course is in {target}: open {target / 'index.html'}")
    return 0 if all(outcome.passed for outcome in outcomes) else 1

