"""The words that are out, as CONTRIBUTING lists them: in notebooks, output, pages, documents and comments."""

import json
import re
import subprocess

import pytest

from cnilab import paths

ROW = re.compile(r"^\| ([a-z][a-z, ]+) \| [^|]+ \|$", re.MULTILINE)
CONTRIBUTING = "CONTRIBUTING.md"

# Text by others, or the output of real programs.
NOT_OURS = re.compile(
    r"lib/conformance/(captures|src/main/resources)/|src/test/resources/|lib/cluster/src/main/resources/"
    r"|environment/requirements|LICENSE|CODE_OF_CONDUCT|test_words\.py|lib/conformance/src/test/"
)
QUOTED = ['" name server "', '"mended"']  # bind's host; a remark in captures


def section() -> str:
    return (paths.ROOT / CONTRIBUTING).read_text().partition("\n## Words\n")[2].partition("\n## ")[0]


def words_out() -> list[str]:
    rows = [row for row in ROW.findall(section()) if row != "out"]
    return [word.strip() for row in rows for word in row.split(",")]


def texts() -> dict[str, str]:
    """Every text file in the repository, by its path; of a notebook only the cells."""
    kept = subprocess.run(["git", "ls-files", "-z"], cwd=paths.ROOT, capture_output=True, text=True, check=True).stdout
    read = {}
    for name in filter(None, kept.split("\0")):
        file = paths.ROOT / name
        if NOT_OURS.search(name) or not file.is_file():
            continue
        try:
            text = file.read_text()
        except UnicodeDecodeError:
            continue  # a picture
        if name.endswith(".ipynb"):
            text = "\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"])
        if name == CONTRIBUTING:
            text = text.replace(section(), "")
        read[name] = text
    return read


def found(text: str, words: list[str]) -> list[str]:
    """The lines that contain one of the words; a line break counts as a space."""
    for printed in QUOTED:
        text = text.replace(printed, "")
    pattern = re.compile(r"\b(" + "|".join(re.sub(" ", r"[\\s*#/]+", re.escape(word).replace(r"\ ", " ")) for word in words) + r")\b", re.I)
    return [text[max(0, hit.start() - 30) : hit.end() + 30] for hit in pattern.finditer(text)]


def test_contributing_lists_the_banned_words():
    assert {"mend", "cure", "whoever", "anew", "so many", "name server"} <= set(words_out())


@pytest.mark.parametrize(
    ("text", "hits"),
    [("Mend the file.", 1), ("so\n   * many bytes", 1), ("amend the commit", 0), ("a secure port", 0), ("nameserver 10.96.0.10", 0)],
)
def test_a_banned_word_is_found_as_a_whole_word_and_across_lines(text, hits):
    assert len(found(text, words_out())) == hits


def test_no_banned_word_is_in_use():
    words = words_out()
    assert {name: hits for name, text in texts().items() if (hits := found(text, words))} == {}
