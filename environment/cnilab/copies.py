"""A learner's own copies of the notebooks. Git ignores them, so that a pull never conflicts with the learner's work."""

import hashlib
import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from . import paths

RECORD = ".copied.json"


@dataclass(frozen=True)
class Copies:
    """A folder of copies, and their originals."""

    folder: Path
    originals: Path = paths.NOTEBOOKS

    @classmethod
    def of_the_learner(cls) -> "Copies":
        """The copies in `my-notebooks`, or in the folder CNILAB_NOTEBOOKS."""
        return cls(Path(os.environ.get("CNILAB_NOTEBOOKS") or paths.ROOT / "my-notebooks").absolute())

    def bring_up_to_date(self) -> list[str]:
        """Creates missing copies; an untouched one is replaced by a newer version, or removed if its original is gone. Returns the names of those that have been worked in and have a newer version.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        _link(self.folder / "lab", paths.ROOT / "lab")
        if self.are_the_originals():
            return []
        copied_from, behind = self._record(), []
        there = set(map(str, files(self.originals)))
        for name in sorted(there):
            newest, mine = fingerprint(self.originals / name), self._mine(name)
            if mine in (None, newest, copied_from.get(name)):
                if mine != newest:
                    _place(self.originals / name, self.folder / name)
                copied_from[name] = newest
            elif copied_from.get(name) != newest:
                behind.append(name)
        for name in copied_from.keys() - there:
            if self._mine(name) == copied_from.pop(name):
                (self.folder / name).unlink()
        self._write_record(copied_from)
        return behind

    def _mine(self, name: str) -> str | None:
        copy = self.folder / name
        return fingerprint(copy) if copy.exists() else None

    def again(self, name: str) -> Path:
        """Replaces the learner's notebook by a fresh copy, and returns where the old one is kept."""
        mine = self.folder / name
        kept = next(each for each in _names_beside(mine) if not each.exists())
        mine.rename(kept)
        _place(self.originals / name, mine)
        self._write_record({**self._record(), name: fingerprint(mine)})
        return kept

    def is_as_new(self, name: str) -> bool:
        return self._mine(name) == fingerprint(self.originals / name)

    def are_the_originals(self) -> bool:
        return self.folder.resolve() == self.originals.resolve()

    def _record(self) -> dict[str, str]:
        """The fingerprints of the originals that the copies were made from. Without them, every copy counts as worked in."""
        try:
            return dict(json.loads((self.folder / RECORD).read_text()))
        except (FileNotFoundError, ValueError, TypeError):
            return {}

    def _write_record(self, copied_from: dict[str, str]) -> None:
        part = self.folder / f"{RECORD}.part"
        part.write_text(json.dumps(copied_from, indent=1) + "\n")
        part.replace(self.folder / RECORD)


def files(originals: Path) -> list[Path]:
    """The files for a learner, relative to the folder, without what editors leave there."""
    every = (each.relative_to(originals) for each in originals.rglob("*") if each.is_file() and not each.is_symlink())
    return [each for each in every if not any(part.startswith(".") for part in each.parts)]


def fingerprint(file: Path) -> str:
    """The part of a file that a learner changes: for a notebook the cells' text and whether they have run, not how JupyterLab writes it."""
    content = file.read_bytes()
    if file.suffix == ".ipynb":
        try:
            cells = [_work(cell) for cell in json.loads(content)["cells"]]
            content = json.dumps(cells).encode()
        except (ValueError, KeyError, TypeError, AttributeError):
            pass  # no notebook, or no longer one: compare its bytes
    return hashlib.sha256(content).hexdigest()


def _work(cell: dict) -> list:
    return [cell["cell_type"], "".join(cell["source"]), bool(cell.get("outputs"))]


def _names_beside(file: Path):
    number = 0
    while number := number + 1:
        yield file.with_name(f"{file.stem}.{number}{file.suffix}")


def _place(original: Path, copy: Path) -> None:
    copy.parent.mkdir(parents=True, exist_ok=True)
    part = copy.with_name(f".{copy.name}.part")
    shutil.copyfile(original, part)
    part.replace(copy)


def _link(link: Path, target: Path) -> None:
    """A link to the command for a terminal in this folder, because notebooks show ./lab node. One that leads elsewhere is of a checkout that was moved, or of another one."""
    if link.is_symlink() and link.resolve() != target.resolve():
        link.unlink()
    if not link.is_symlink() and not link.exists():
        link.symlink_to(os.path.relpath(target, link.parent.resolve()))
