"""./lab bench diagnose: how often ./lab diagnose is right, per network plugin, from the proofs of the catalogue."""

import json
import subprocess
import tempfile
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from . import paths
from .figure import Figure


def measured(results: Path | None) -> Iterator[Figure]:
    """From the output of ./lab oncall --verify --json, or from a run of it, which takes half an hour or more."""
    if results:
        return figures(json.loads(results.read_text())["pairs"])
    return figures(verified())


def verified() -> list[dict]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "pairs.json"
        said = subprocess.run(
            [paths.ROOT / "lab", "oncall", "--verify", "--json", file], check=False, capture_output=True, text=True
        )
        if not file.exists():
            raise SystemExit(f"lab: the catalogue could not be verified: {said.stderr.strip()}")
        return json.loads(file.read_text())["pairs"]


def figures(pairs: list[dict]) -> Iterator[Figure]:
    plugin = itemgetter("plugin")
    for name, some in groupby(sorted(pairs, key=plugin), key=plugin):
        yield share(f"diagnose names the right cause first, {name}", [pair["first"] for pair in some])
    yield share("diagnose finds nothing before a fault is made", [pair["quiet"] for pair in pairs])


def share(what: str, right: list[bool]) -> Figure:
    return Figure(f"{what}, of {len(right)}", 100 * sum(right) / len(right), "%", 100, more_is_better=True)
