"""The paths of files and folders."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = ROOT / "notebooks"
ENVIRONMENT = ROOT / "environment"
STATE = ROOT / ".lab"
JARS = STATE / "jars"
JUPYTER = STATE / "jupyter"
KERNEL = JUPYTER / "kernels" / "java"
ARCHIVES = STATE / "archives"
LOGS = STATE / "log"
SCRATCH = STATE / "tmp"
RUNTIME = STATE / "run"
KUBECONFIG = STATE / "kubeconfig"


def java() -> str:
    """The java executable that ./lab has chosen."""
    return jdk("java")


def jdk(program: str) -> str:
    """A program of the JDK that ./lab has chosen."""
    return str(Path(os.environ["JAVA_HOME"]) / "bin" / program)


def class_path(module: str) -> str:
    """The class path with the jars of the cluster or of the library."""
    return os.pathsep.join(sorted(map(str, (JARS / module).glob("*.jar"))))


def notebooks(steps: list[str] = ()) -> list[Path]:
    """The course's notebooks in order, or those whose names start with one of the steps."""
    every = sorted(NOTEBOOKS.glob("[0-9][0-9]-*.ipynb"))
    steps = [step and step.zfill(2) for step in steps]  # an empty word is not step 00
    chosen = [path for path in every if not steps or path.name[:2] in steps]
    unknown = set(steps) - {path.name[:2] for path in every}
    if unknown:
        known = ", ".join(path.name[:2] for path in every)
        named = ", ".join(each or "''" for each in sorted(unknown))
        raise SystemExit(f"lab: there is no step {named}; the steps are {known}")
    return chosen
