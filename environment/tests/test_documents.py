"""Checks what the documents say about the project."""

import re
import subprocess
from collections import Counter
from pathlib import Path

import nbformat
import pytest

from cnilab import paths

DOCUMENTS = [
    path
    for path in sorted(paths.ROOT.glob("**/*.md"))
    if not any(part.startswith(".") or part == "target" for part in path.relative_to(paths.ROOT).parts)
]
LINK = re.compile(r"\]\(([^)#]+)[^)]*\)")
FENCED = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
STEP = re.compile(r"^\| (\d\d) \| .+ \| (.+) \|$", re.MULTILINE)
COMMAND = re.compile(r"\./lab ([a-z][a-z-]*)")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(paths.ROOT)))
def test_links_lead_to_existing_files(document):
    for target in LINK.findall(FENCED.sub("", document.read_text())):
        assert (document.parent / target).exists(), target


def test_the_top_level_directories_match_the_design():
    kept = subprocess.run(
        ["git", "ls-files", "-z"], cwd=paths.ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    assert {Path(file).parts[0] for file in kept if file} == {
        "notebooks", "lib", "environment", "binder", "docs", ".ci", ".github", "SECURITY.md", "CODE_OF_CONDUCT.md",
        "pom.xml", "lab", "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "CITATION.cff", ".gitattributes", ".gitignore", ".editorconfig", ".mvn",
    }
    assert {Path(file).parts[1] for file in kept if file.startswith("lib/")} == {"netsim", "userland", "cluster", "conformance", "lab"}
    assert re.search(r"Apache License\s+Version 2\.0", (paths.ROOT / "LICENSE").read_text())


def test_the_readme_has_a_row_for_each_step_that_says_what_it_breaks():
    rows = STEP.findall((paths.ROOT / "README.md").read_text())
    steps = [
        (path.name[:2], nbformat.read(path, as_version=4).metadata.cnilab.breaks) for path in paths.notebooks()
    ]
    assert rows == steps


def test_the_readme_names_exactly_the_existing_commands():
    usage = subprocess.run([paths.ROOT / "lab", "--help"], capture_output=True, text=True, check=True).stdout
    readme = (paths.ROOT / "README.md").read_text()
    assert set(COMMAND.findall(readme)) == set(COMMAND.findall(usage))


@pytest.mark.parametrize(
    ("document", "said"), [("README.md", r"one of (\d+) incidents"), ("environment/agents/README.md", r"of (\d+) \|")]
)
def test_the_documents_give_the_size_of_the_catalogue(document, said):
    faults = list((paths.ROOT / "lib/lab/src/main/resources/dev/cnilab/lab/fault").glob("*.yaml"))
    counted = re.findall(said, (paths.ROOT / document).read_text())
    assert counted and set(counted) == {str(len(faults))}


def test_contributing_names_exactly_the_test_files():
    named = re.findall(r"test_\w+\.py", (paths.ROOT / "CONTRIBUTING.md").read_text())
    unnamed = {"test_command.py", "test_ijava.py", "test_real_cluster.py"}
    assert set(named) | unnamed == {path.name for path in Path(__file__).parent.glob("test_*.py")}


def test_the_architecture_names_only_existing_types():
    text = (paths.ROOT / "docs/architecture.md").read_text()
    types = ["/" + name.replace(".", "/") + ".java" for name in re.findall(r"`((?:[a-z]\w*\.)+[A-Z]\w+)(?:\.[a-z]\w*)?`", text)]
    sources = [str(path) for path in paths.ROOT.glob("lib/*/src/main/java/**/*.java")]
    assert len(types) > 50
    assert [each for each in types if not any(source.endswith(each) for source in sources)] == []


def types_in_packages(kind):
    """How many types each package has, without `dev.cnilab`."""
    return Counter(
        ".".join(source.relative_to(paths.ROOT).parts[7:-1])
        for source in paths.ROOT.glob(f"lib/*/src/{kind}/java/**/*.java")
        if not source.name.endswith("-info.java")
    )


def test_the_architecture_gives_a_reason_for_every_package_of_an_unusual_size():
    section = (paths.ROOT / "docs/architecture.md").read_text().split("## Types and packages")[1].split("**Tests of a whole")[0]
    unusual = {package for package, number in types_in_packages("main").items() if not 3 <= number <= 12}
    listed = set(re.findall(r"`([a-z]\w*(?:\.\w+)+)`", section)) - {"test_documents.py"}
    assert sorted(unusual - listed) == [], "divide it, let it join another, or give the reason"
    assert sorted(listed - unusual) == [], "needs no reason any more"


def test_the_architecture_gives_a_reason_for_every_large_test_package():
    section = (paths.ROOT / "docs/architecture.md").read_text().split("**Tests of a whole**")[1].split("\n\n")[0]
    large = {package for package, number in types_in_packages("test").items() if number > 12}
    assert large == set(re.findall(r"`([a-z]\w*(?:\.\w+)+)`", section))


def test_the_architecture_lists_the_names_shared_by_two_types():
    section = (paths.ROOT / "docs/architecture.md").read_text().split("**A name that two types have**")[1].split("\n\n")[0]
    names = Counter(path.stem for path in paths.ROOT.glob("lib/*/src/main/java/**/*.java") if not path.stem.endswith("-info"))
    assert {name for name, number in names.items() if number > 1} == set(re.findall(r"`([A-Z]\w+)`", section))


METHOD = re.compile(
    r"^ +(?P<modifiers>(?:(?:public|protected|private|static|final|abstract|default|synchronized) )*)"
    r"(?:<[^(){};=]*> )?(?:@\w+ )?(?P<type>[\w.]+)(?:<[^(){};=]*>)?(?:\[\])* (?P<name>\w+)\((?P<parameters>[^()]*(?:\([^()]*\)[^()]*)*)\)[^(){};=]*[{;]",
    re.MULTILINE,
)


def takes_a_boolean(source):
    """The methods with a boolean parameter that are not private and override none."""
    text = source.read_text()
    for found in METHOD.finditer(text):
        if "private" in found["modifiers"] or found["type"] in {"record", "private", "public", "protected", "return", "new"}:
            continue
        if not text[: found.start()].endswith("@Override\n") and re.search(r"\bboolean\s+\w", found["parameters"]):
            yield f"{source.stem}.{found['name']}"


def test_the_architecture_lists_the_methods_with_a_boolean_parameter():
    section = (paths.ROOT / "docs/architecture.md").read_text().split("**A boolean parameter**")[1].split("\n## ")[0]
    listed = set(re.findall(r"`([A-Z]\w+\.\w+)`", section))
    found = {name for source in paths.ROOT.glob("lib/*/src/main/java/**/*.java") for name in takes_a_boolean(source)}
    assert sorted(found - listed) == [], "name the two ways, or say which value it is"
    assert sorted(listed - found) == [], "no longer takes a boolean"


def test_no_type_is_longer_than_300_lines():
    sources = list(paths.ROOT.glob("lib/*/src/*/java/**/*.java"))
    assert len(sources) > 3000
    assert [source.stem for source in sources if len(source.read_text().splitlines()) > 300] == []


def test_every_decision_is_listed():
    folder = paths.ROOT / "docs/decisions"
    listed = set(LINK.findall((folder / "README.md").read_text()))
    assert listed == {path.name for path in folder.glob("*.md")} - {"README.md"}
