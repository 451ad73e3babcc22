#!/usr/bin/env python3
"""A baseline: answers with the findings of ./lab diagnose, and runs the commands that it prints."""

import json
import os
import subprocess
from pathlib import Path

LAB = Path(os.environ["CNILAB_LAB"])


def run(line: str) -> str:
    """The output of a line of bash, run in the checkout."""
    return subprocess.run(["bash", "-c", line], cwd=LAB.parent, capture_output=True, text=True, check=False).stdout


def main() -> None:
    causes = json.loads(run("./lab diagnose -o json") or '{"causes": []}')["causes"]
    for line in dict.fromkeys(cause["command"] for cause in causes if cause["command"]):
        run(line)
    print(json.dumps({"causes": causes[:2]}))


main()
