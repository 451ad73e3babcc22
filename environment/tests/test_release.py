"""./lab release: what it refuses, and what it writes."""

import hashlib
import subprocess
import zipfile

import pytest

from cnilab import paths, release, run
from cnilab.site import Origin

VERSION = Origin.of_this_checkout().version


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A repository with a version that may be released."""
    root = tmp_path / "checkout"
    root.mkdir()
    for file in ("pom.xml", "CITATION.cff"):
        (root / file).write_bytes((paths.ROOT / file).read_bytes())
    (root / "CHANGELOG.md").write_text(f"# Changelog\n\n## {VERSION}\n")
    (root / ".gitignore").write_text(".lab/\n")
    monkeypatch.setattr(paths, "ROOT", root)
    monkeypatch.setattr(paths, "STATE", root / ".lab")
    git("init", "--quiet")
    commit()
    git("tag", f"v{VERSION}")
    return root


def git(*arguments: str) -> None:
    who = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org"]
    subprocess.run(["git", *who, *arguments], cwd=paths.ROOT, check=True)


def commit() -> None:
    git("add", "--all")
    git("commit", "--quiet", "--message", "Say something")


def test_a_tagged_commit_of_the_version_can_be_released(checkout):
    assert release.releasable() == VERSION


def test_a_dirty_work_tree_cannot_be_released(checkout):
    (checkout / "pom.xml").write_text((checkout / "pom.xml").read_text() + "\n")
    with pytest.raises(SystemExit, match=r"(?s)the work tree has uncommitted changes.*pom.xml.*Commit it first"):
        release.releasable()


def test_a_commit_without_the_tag_of_the_version_cannot_be_released(checkout):
    (checkout / "README.md").write_text("more\n")
    commit()
    with pytest.raises(SystemExit, match=f"no tag v{VERSION}.*git tag v{VERSION}"):
        release.releasable()


@pytest.mark.parametrize("file", ["CITATION.cff", "CHANGELOG.md"])
def test_a_version_missing_from_a_document_cannot_be_released(checkout, file):
    (checkout / file).write_text((checkout / file).read_text().replace(VERSION, "9.9.9"))
    commit()
    git("tag", "--force", f"v{VERSION}")
    with pytest.raises(SystemExit, match=f"{file} has no line '.*{VERSION}'"):
        release.releasable()


def test_nothing_is_written_if_the_course_fails(checkout, monkeypatch):
    failed = type("Failed", (), {"name": "05-break-the-cni", "passed": False})
    monkeypatch.setattr(run, "run", lambda steps: [failed])
    with pytest.raises(SystemExit, match="the course fails in 05-break-the-cni; nothing was released"):
        release.main([])
    assert not (checkout / ".lab" / "release").exists()


def test_the_archives_hold_the_committed_files_and_are_reproducible(checkout, tmp_path):
    (checkout / ".lab").mkdir()
    (checkout / ".lab" / "secret").write_text("not for others")
    digests = []
    for folder in (tmp_path / "first", tmp_path / "second"):
        folder.mkdir()
        release.archives(folder, "cni-lab-1")
        digests.append({file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.iterdir()})
    assert digests[0] == digests[1]
    names = zipfile.ZipFile(tmp_path / "first" / "cni-lab-1.zip").namelist()
    assert set(names) == {f"cni-lab-1/{name}" for name in ("", "pom.xml", "CITATION.cff", "CHANGELOG.md", ".gitignore")}


def test_sha256sum_accepts_the_checksums(tmp_path):
    (tmp_path / "a.zip").write_text("a")
    (tmp_path / "b.tar.gz").write_text("b")
    release.checksums(tmp_path)
    said = subprocess.run(["sha256sum", "--check", "SHA256SUMS"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert said.stdout == "a.zip: OK\nb.tar.gz: OK\n"


def test_the_bill_of_materials_lists_java_and_python_libraries():
    listed = release.made_of()
    assert (listed["bomFormat"], listed["metadata"]["component"]["name"]) == ("CycloneDX", "cni-lab")
    versions = {each["name"]: each["version"] for each in listed["components"]}
    assert versions["netsim"] == VERSION
    assert {"kubernetes-client", "tablesaw-core", "xchart", "jetty-server", "jupyterlab", "nbconvert"} <= set(versions)
    assert "pytest" not in versions and "junit-jupiter" not in versions


def test_the_bill_of_materials_lists_every_locked_package_with_its_hashes():
    lock = (paths.ENVIRONMENT / "requirements.txt").read_text()
    found = release.locked(lock)
    assert [each["name"] for each in found] == [line.split("==")[0] for line in lock.splitlines() if "==" in line.split(" ")[0]]
    assert sum(len(each["externalReferences"]) for each in found) == lock.count("--hash=sha256:")
