"""A copy of the checkout with its own .lab/, which a test may ruin."""

import shutil
import subprocess
from pathlib import Path

from cnilab import paths

PYTHON_IS_THERE = """
root=$1 state=$1/.lab
source "$root/environment/place.sh"
source "$root/environment/setup.sh"
stamp python "$(python_fingerprint)"
"""


def copied(target: Path) -> Path:
    """The sources, and what set-up has made; the Python packages are hard links. The classes are left out, as Maven may be compiling them beside the tests."""
    files = subprocess.run(["git", "ls-files", "-z"], cwd=paths.ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, files.stdout.split("\0")):
        if (paths.ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(paths.ROOT / name, target / name)
    for part in ("jars", "stamp"):
        shutil.copytree(paths.STATE / part, target / ".lab" / part)
    subprocess.run(["cp", "-al", paths.STATE / "venv", target / ".lab/venv"], check=True)
    (target / ".lab/venv/share/jupyter/lab/settings/overrides.json").unlink()  # it is modified in place
    subprocess.run(["bash", "-euc", PYTHON_IS_THERE, "bash", target], check=True)
    return target
