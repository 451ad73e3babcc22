"""./lab dev NAME…: compiles what has changed and runs one test or one notebook.

NAME is a Java test (EventLoopTest, EventLoopTest#name; where several packages have one of that name, all of them,
or one: kubelet.ContainerLifeTest), a step (05), or a word in the names of Python tests.
"""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from . import archive, arguments, paths, run

WAY = paths.STATE / "dev"
RUNNER = "org.junit.platform.console.ConsoleLauncher"


def main(words: list[str]) -> int:
    names = arguments.dev().parse_args(words).names
    compile_changed()
    tests = [name for name in names if test_sources(name)]
    steps = [name for name in names if re.fullmatch(r"\d\d", name)]
    words = [name for name in names if name not in tests and name not in steps]
    if steps or words:
        freshen_jars()
    ends = [java_tests(module, chosen) for module, chosen in by_module(tests).items()]
    ends += [run.main(steps)] if steps else []
    ends += [python_tests(word) for word in words]
    return max(ends, default=0)


@dataclass(frozen=True)
class Sources:
    """A module's sources of one kind, main or test, and the folder of their classes."""

    module: str
    kind: str

    @property
    def folder(self) -> Path:
        return paths.ROOT / "lib" / self.module / "src" / self.kind

    @property
    def classes(self) -> Path:
        return paths.ROOT / "lib" / self.module / "target" / ("classes" if self.kind == "main" else "test-classes")

    def files(self) -> list[Path]:
        return sorted((self.folder / "java").rglob("*.java"))

    def resources(self) -> list[Path]:
        return [each for each in (self.folder / "resources").rglob("*") if each.is_file()]


MODULES = ("netsim", "userland", "cluster", "conformance", "lab")
EVERY = [Sources(module, kind) for module in MODULES for kind in ("main", "test")]


def compile_changed() -> None:
    """Compiles what has changed since the last time, and what refers to it. A failure leaves the stamp unchanged, so the next run compiles the same again.
    """
    stamp = WAY / "compiled"
    if not stamp.exists() or newer([paths.ROOT / "pom.xml", *paths.ROOT.glob("lib/*/pom.xml")], stamp):
        compile_with_maven(stamp)
        return
    begun = WAY / "begun"
    begun.touch()
    changed = newer([file for sources in EVERY for file in sources.files()], stamp)
    for sources in EVERY:
        for file in newer(sources.resources(), stamp):
            to = sources.classes / file.relative_to(sources.folder / "resources")
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, to)
        javac(sources, [file for file in sources.files() if file in changed or names_one_of(file, changed)])
    begun.replace(stamp)


def newer(files: list[Path], stamp: Path) -> set[Path]:
    since = stamp.stat().st_mtime
    return {file for file in files if file.stat().st_mtime > since}


def names_one_of(file: Path, changed: set[Path]) -> bool:
    """Whether a file refers to a changed type: by an import, or from the same package."""
    if not changed:
        return False
    text = file.read_text()
    here = package(file)
    return any(
        re.search(rf"\b{each.stem}\b", text) if package(each) == here else f"{package(each)}.{each.stem}" in text
        for each in changed
    )


def package(file: Path) -> str:
    """The package of a source file: its folders below src/main/java or src/test/java."""
    parts = file.parent.parts
    return ".".join(parts[parts.index("src") + 3 :])


def compile_with_maven(stamp: Path) -> None:
    """Compiles everything, and asks Maven for the libraries of each module's tests."""
    WAY.mkdir(parents=True, exist_ok=True)
    stamp.unlink(missing_ok=True)
    begun = WAY / "begun"
    begun.touch()
    print("lab: compiling everything once", flush=True)
    goals = ["test-compile", "dependency:build-classpath@tests"]
    if subprocess.run(["mvn", "-B", "-ntp", "-q", "-Dquick", *goals], cwd=paths.ROOT).returncode:
        raise SystemExit("lab: Maven failed; its error is above")
    begun.replace(stamp)


def javac(sources: Sources, files: list[Path]) -> None:
    if not files:
        return
    options = ["-g", "-parameters", "-proc:none", "-nowarn", "-Xlint:none", "--release", "21", "-implicit:none"]
    listed = WAY / "files"
    listed.write_text("\n".join(f'"{file}"' for file in files))
    command = [paths.jdk("javac"), *options, "-d", sources.classes, "-cp", class_path(), f"@{listed}"]
    if subprocess.run(command).returncode:
        raise SystemExit("lab: the code does not compile; javac's errors are above")


def class_path() -> str:
    libraries = [paths.ROOT / "lib" / module / "target" / "test.classpath" for module in MODULES]
    jars = {jar for file in libraries for jar in file.read_text().strip().split(os.pathsep) if "cnilab" not in Path(jar).name}
    return os.pathsep.join([*(str(sources.classes) for sources in EVERY), *sorted(jars)])


def freshen_jars() -> None:
    """Puts the classes into the jars that ./lab runs; archives of the old ones are useless now."""
    for jar in paths.JARS.glob("*/*.jar"):
        module = re.sub(r"-\d.*", "", jar.name)
        classes = Sources(module, "main").classes
        if module in MODULES and newer([each for each in classes.rglob("*") if each.is_file()], jar):
            subprocess.run([paths.jdk("jar"), "--update", "--file", jar, "-C", classes, "."], check=True)
            archive.forget("cluster")
            archive.forget("kernel")


def test_sources(name: str) -> list[Path]:
    """The sources of the test classes of a name, which may have the last parts of their package before it."""
    path = name.partition("#")[0].replace(".", "/")
    return sorted(paths.ROOT.glob(f"lib/*/src/test/java/**/{path}.java"))


def by_module(names: list[str]) -> dict[str, list[str]]:
    """What to select in each module, as JUnit's console launcher has it."""
    chosen: dict[str, list[str]] = {}
    for name in names:
        sources = test_sources(name)
        method = name.partition("#")[2]
        if len(sources) > 1:
            print(f"lab: {len(sources)} tests are named {name}: {', '.join(map(package, sources))}", flush=True)
        for source in sources:
            wanted = f"{package(source)}.{source.stem}"
            selected = ["--select-method", f"{wanted}#{method}"] if method else ["--select-class", wanted]
            chosen.setdefault(source.relative_to(paths.ROOT / "lib").parts[0], []).extend(selected)
    return chosen


def java_tests(module: str, chosen: list[str]) -> int:
    """Runs test classes, or single methods, of a module in its folder."""
    quick = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djdk.trackAllThreads=false"]
    command = [paths.java(), *quick, "-cp", class_path(), RUNNER, "execute", "--disable-banner", "--details=tree", *chosen]
    return subprocess.run(command, cwd=paths.ROOT / "lib" / module).returncode


def python_tests(word: str) -> int:
    environment = {**os.environ, "PYTHONPATH": str(paths.ENVIRONMENT)}
    command = [sys.executable, "-m", "pytest", "-q", paths.ENVIRONMENT / "tests", "-k", word]
    return subprocess.run(command, env=environment).returncode
