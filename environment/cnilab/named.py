"""A cluster that the caller has named, by KUBECONFIG or a context, and that is not one of our embedded ones."""

import os
import socket
import urllib.parse
from pathlib import Path

import yaml

from . import paths

NAMESPACE = "cni-lab"
OURS = "# An embedded cluster of CNI Lab"


def real() -> bool:
    """Whether the caller has named a cluster other than an embedded one."""
    return bool(files() or os.environ.get("CNILAB_CONTEXT"))


def files() -> list[str]:
    """The files of KUBECONFIG, except those that refer only to an embedded cluster of this checkout.

    The README has people export KUBECONFIG=.lab/kubeconfig for their terminals. That file's cluster is, or was, the open course's: someone who starts another ./lab there does not mean it, nor a copy of the file whose cluster has ended.
    """
    return [file for file in os.environ.get("KUBECONFIG", "").split(os.pathsep) if file and not is_ours(Path(file))]


def is_ours(file: Path) -> bool:
    if file.resolve() == paths.KUBECONFIG.resolve():
        return True
    try:
        text = file.read_text()
    except (OSError, UnicodeDecodeError):
        return False  # reported when it is read
    return text.startswith(OURS) and not answers(text)


def answers(kubeconfig: str) -> bool:
    """Whether something listens at the address in a kubeconfig."""
    try:
        server = urllib.parse.urlsplit(yaml.safe_load(kubeconfig)["clusters"][0]["cluster"]["server"])
        with socket.create_connection((server.hostname, server.port), timeout=2):
            return True
    except (OSError, yaml.YAMLError, LookupError, TypeError, ValueError):
        return False  # even for a truncated file


def variables() -> dict[str, str]:
    """The variables that point to it, in a namespace of our own. A small kubeconfig precedes the caller's: of two contexts with the same name the first one counts.
    """
    chosen = files() or [str(Path.home() / ".kube" / "config")]
    read = [contents(Path(file)) for file in chosen if Path(file).exists()]
    if not read:
        raise SystemExit(f"lab: {os.pathsep.join(chosen)} does not exist; unset KUBECONFIG for the embedded cluster, or name a file that exists")
    name = os.environ.get("CNILAB_CONTEXT") or next(filter(None, (each.get("current-context") for each in read)), "")
    contexts = {each["name"]: each["context"] for each in reversed(read) for each in each.get("contexts") or []}
    if name not in contexts:
        known = ", ".join(sorted(contexts)) or "none"
        raise SystemExit(f"lab: {os.pathsep.join(chosen)} has no context '{name}'; the contexts there are: {known}")
    course = {
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": name,
        "contexts": [{"name": name, "context": {**contexts[name], "namespace": NAMESPACE}}],
    }
    paths.STATE.mkdir(exist_ok=True)
    ours = paths.STATE / "course.kubeconfig"
    ours.write_text(yaml.safe_dump(course))
    return {"KUBECONFIG": os.pathsep.join([str(ours), *chosen]), "CNILAB_CONTEXT": name}


def contents(file: Path) -> dict:
    """The content of a kubeconfig."""
    try:
        read = yaml.safe_load(file.read_text()) or {}
    except (yaml.YAMLError, UnicodeDecodeError) as damaged:
        where = getattr(damaged, "problem_mark", None)
        line = f" (line {where.line + 1})" if where else ""
        raise SystemExit(f"lab: {file} is not a kubeconfig: it can't be parsed as YAML{line}; unset KUBECONFIG for the embedded cluster") from None
    if not isinstance(read, dict):
        raise SystemExit(f"lab: {file} is not a kubeconfig; unset KUBECONFIG for the embedded cluster")
    return read
