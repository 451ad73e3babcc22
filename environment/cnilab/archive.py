"""Archives of what a JVM has loaded and linked in a first run, so that the next one starts faster.

From JDK 25 on it is an AOT cache (JEP 483, 514), which also keeps linked lambdas; before, an archive of
classes (JEP 350).
"""

import re
import subprocess
from pathlib import Path

from . import paths

FIRST_WITH_AOT_CACHE = 25


def options(name: str) -> list[str]:
    """The options that make a JVM use an archive, if there is one."""
    for file, option in ((_cache(name), "-XX:AOTCache"), (_classes(name), "-XX:SharedArchiveFile")):
        if file.exists():
            return [f"{option}={file}"]
    return []


def forget(name: str) -> None:
    """Removes an archive."""
    paths.ARCHIVES.mkdir(parents=True, exist_ok=True)
    for file in (_cache(name), _classes(name), _record(name), _part(name)):
        file.unlink(missing_ok=True)


def recording(name: str) -> list[str]:
    """The options of a first run, which records at its end what it has loaded."""
    if _version() >= FIRST_WITH_AOT_CACHE:
        return ["-XX:AOTMode=record", f"-XX:AOTConfiguration={_record(name)}"]
    return [f"-XX:ArchiveClassesAtExit={_part(name)}"]


def keep(name: str, command: list[str]) -> None:
    """Makes an archive from the record of a first run started by this command. There is none if that run was killed while it wrote its record, as on a machine that is very slow.
    """
    if not _record(name).exists():
        if _part(name).exists():
            _part(name).replace(_classes(name))
        return
    create = ["-XX:AOTMode=create", f"-XX:AOTConfiguration={_record(name)}", f"-XX:AOTCache={_part(name)}"]
    made = subprocess.run([command[0], *create, *command[1:]])
    if made.returncode == 0:
        _part(name).replace(_cache(name))
    _record(name).unlink()


def _cache(name: str) -> Path:
    return paths.ARCHIVES / f"{name}.aot"


def _classes(name: str) -> Path:
    return paths.ARCHIVES / f"{name}.jsa"


def _part(name: str) -> Path:
    return paths.ARCHIVES / f"{name}.part"


def _record(name: str) -> Path:
    return paths.ARCHIVES / f"{name}.aotconf"


def _version() -> int:
    release = Path(paths.java()).parents[1] / "release"
    found = re.search(r'^JAVA_VERSION="(\d+)', release.read_text(), re.MULTILINE)
    return int(found.group(1)) if found else 0
