"""./lab release: what is published for a version: its source as archives, the site, a list of its components, and checksums."""

import hashlib
import json
import re
import shutil
import subprocess
from pathlib import Path

from . import arguments, execute, paths, run, site
from .site import Origin

SBOM_PLUGIN = "org.cyclonedx:cyclonedx-maven-plugin:makeAggregateBom"

# A line of a lock file: a package, its version, and its allowed hashes.
LOCKED = re.compile(r"^([\w.-]+)==(\S+)[^\n]*\\\n((?:    --hash=\S+(?: \\)?\n)+)", re.MULTILINE)


def main(words: list[str]) -> int:
    asked = arguments.release().parse_args(words)
    version = releasable(asked.binder)
    target = asked.folder or paths.STATE / "release" / version
    arguments.empty_folder(str(target))
    outcomes = run.run([])
    failed = [outcome.name for outcome in outcomes if not outcome.passed]
    if failed:
        raise SystemExit(f"lab: the course fails in {', '.join(failed)}; nothing was released")
    target.mkdir(parents=True, exist_ok=True)
    name = f"cni-lab-{version}"
    archives(target, name)
    pages(target, name, outcomes, Origin.of_this_checkout(asked.binder))
    (target / f"{name}.cdx.json").write_text(json.dumps(made_of(), indent=2) + "\n")
    checksums(target)
    print(f"The release is in {target}: {', '.join(sorted(file.name for file in target.iterdir()))}")
    return 0


def releasable(binder: str = "") -> str:
    """The version, if the checkout is exactly that version."""
    version = Origin.of_this_checkout(binder).version
    changed = git("status", "--porcelain")
    if changed:
        raise SystemExit(f"lab: the work tree has uncommitted changes:\n{changed}\nCommit it first.")
    if f"v{version}" not in git("tag", "--points-at", "HEAD").split():
        raise SystemExit(f"lab: pom.xml says {version}, but the commit has no tag v{version}. When it is right, run git tag v{version}")
    for file, line in (("CITATION.cff", f"version: {version}"), ("CHANGELOG.md", f"## {version}")):
        if not re.search(rf"^{re.escape(line)}\b", (paths.ROOT / file).read_text(), re.MULTILINE):
            raise SystemExit(f"lab: {file} has no line '{line}'; add it, commit, and tag that commit")
    return version


def archives(target: Path, name: str) -> None:
    """Archives the source from git: the same commit gives the same bytes."""
    for kind in ("tar.gz", "zip"):
        git("archive", f"--prefix={name}/", f"--output={target / name}.{kind}", "HEAD")


def pages(target: Path, name: str, outcomes: list[execute.Outcome], origin: Origin) -> None:
    folder = target / f"{name}-site"
    for edition in site.EDITIONS.values():
        site.write(outcomes, folder / edition.name, edition, origin)
    shutil.make_archive(str(folder), "zip", target, folder.name)
    shutil.rmtree(folder)


def made_of() -> dict:
    """A CycloneDX list of the libraries: Java's from its Maven plugin, Python's from the lock file."""
    subprocess.run(["mvn", "-B", "-ntp", "-q", "-Dquick", SBOM_PLUGIN], cwd=paths.ROOT, check=True)
    listed = json.loads((paths.ROOT / "target" / "sbom.json").read_text())
    listed["components"] += locked((paths.ENVIRONMENT / "requirements.txt").read_text())
    return listed


def locked(lock: str) -> list[dict]:
    """The components in a lock file with hashes."""
    return [component(*found) for found in LOCKED.findall(lock)]


def component(name: str, version: str, hashes: str) -> dict:
    url = f"pkg:pypi/{name}@{version}"
    digests = [{"alg": "SHA-256", "content": digest} for digest in re.findall(r"sha256:(\w+)", hashes)]
    # Each hash belongs to a distribution, and a package has one for each system.
    files = [{"type": "distribution", "url": url, "hashes": [digest]} for digest in digests]
    return {"type": "library", "bom-ref": url, "name": name, "version": version, "purl": url, "externalReferences": files}


def checksums(target: Path) -> None:
    """Checksums in the format of sha256sum -c."""
    files = sorted(file for file in target.iterdir() if file.is_file())
    lines = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files]
    (target / "SHA256SUMS").write_text("".join(lines))


def git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=paths.ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"lab: git {arguments[0]} failed: {done.stderr.strip()}")
    return done.stdout.strip()
