"""A file on a disk without room, where the system has one."""

from pathlib import Path

import pytest

FILE = Path("/dev/full")
needed = pytest.mark.skipif(not FILE.exists(), reason=f"there is no {FILE}")
