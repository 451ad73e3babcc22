"""The catalogue of faults: what one seed chooses is proved here, all of it by ./lab oncall --verify."""

import os
import re
import subprocess

import pytest

from cnilab import cluster, oncall

SEED = "11"


@pytest.fixture(scope="module")
def verified() -> subprocess.CompletedProcess:
    with cluster.embedded_only("on-demand") as variables:
        return subprocess.run(
            oncall.command(["--verify", "--seed", SEED]),
            env={**os.environ, **variables},
            capture_output=True,
            text=True,
            check=False,
        )


def test_the_faults_of_one_seed_hold(verified):
    assert re.search(r"^8 of 8 faults hold$", verified.stdout, re.MULTILINE), verified.stdout + verified.stderr
    assert verified.returncode == 0


def test_a_fault_that_is_not_there_is_named():
    refused = subprocess.run(oncall.command(["--verify", "no-such-fault"]), capture_output=True, text=True, check=False)
    assert refused.returncode == 1
    assert "no-such-fault" in refused.stderr
    assert "./lab oncall --list" in refused.stderr
