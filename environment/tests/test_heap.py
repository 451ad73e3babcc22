"""The heap of ./lab cluster --nodes N, which the shell sets exactly as the cluster asks for; and the end of a heap."""

import os
import re
import subprocess

import pytest

from cnilab import cluster, paths


def heap_for(*arguments: str) -> str:
    return set_up("heap_for", *arguments)


def set_up(function: str, *arguments: str) -> str:
    """The output of a function of setup.sh."""
    script = 'root=$1 state=$1/.lab; shift; source "$root/environment/setup.sh"; "$@"'
    line = ["bash", "-euo", "pipefail", "-c", script, "setup", paths.ROOT, function, *arguments]
    return subprocess.run(line, check=True, capture_output=True, text=True).stdout.strip()


def refused(nodes: int) -> str:
    """The message of a cluster with far too little heap."""
    answer = subprocess.run(
        [paths.ROOT / "lab", "cluster", "--pod-cidr", "10.128.0.0/9", "--nodes", str(nodes)],
        env={**os.environ, "CNILAB_HEAP": "64m"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert answer.returncode == 2
    return answer.stderr


@pytest.mark.parametrize("nodes", [300, 1000, 5000])
def test_many_nodes_get_the_heap_that_the_cluster_says_they_need(nodes):
    needed = re.search(rf"{nodes} nodes need a heap of (\d+) MiB, and there are 64 MiB", refused(nodes)).group(1)
    assert heap_for("--nodes", str(nodes)) == f"{needed}m"
    assert heap_for("--cni", "flannel", f"--nodes={nodes}", "--seed", "1") == f"{needed}m"


@pytest.mark.parametrize("arguments", [[], ["--nodes", "3"], ["--nodes", "0"], ["--nodes", "many"], ["--nodes"]])
def test_a_few_nodes_get_the_default_heap(arguments):
    assert heap_for(*arguments) == ""


@pytest.mark.parametrize("heap", ["64m", "256m", "640m", "2g", "8192m"])
def test_java_prints_no_warning_for_the_heap_options(heap):
    options = [f"@{paths.ENVIRONMENT / 'cluster.jvm-options'}", *set_up("heap_options", heap).split()]
    said = subprocess.run([paths.java(), *options, "-version"], check=True, capture_output=True, text=True)
    assert (said.stdout, "warning" in said.stderr) == ("", False)


@pytest.mark.parametrize(("nodes", "compiler"), [(300, "1"), (400, "4"), (1000, "4")])
def test_only_large_clusters_use_the_optimizing_compiler(nodes, compiler):
    options = [f"@{paths.ENVIRONMENT / 'cluster.jvm-options'}", *set_up("heap_options", heap_for("--nodes", str(nodes))).split()]
    said = subprocess.run([paths.java(), *options, "-XX:+PrintFlagsFinal", "-version"], check=True, capture_output=True, text=True)
    assert re.search(r" TieredStopAtLevel += (\d)", said.stdout).group(1) == compiler


@pytest.mark.parametrize("process", ["cluster", "kernel"])
def test_compact_object_headers_are_used_if_java_has_them(process):
    options = [f"@{paths.ENVIRONMENT / f'{process}.jvm-options'}", "-XX:+PrintFlagsFinal"]
    said = subprocess.run([paths.java(), *options, "-version"], check=True, capture_output=True, text=True)
    version = int(re.search(r'version "(\d+)', said.stderr).group(1))
    assert (re.search(r"UseCompactObjectHeaders += true", said.stdout) is not None) == (version >= 25)


def test_a_kernel_out_of_memory_reports_it_and_ends(tmp_path):
    greedy = tmp_path / "Greedy.java"
    greedy.write_text("class Greedy { public static void main(String[] words) { System.out.println(new long[words.length << 27].length); } }")
    answer = subprocess.run(
        [paths.java(), f"@{paths.ENVIRONMENT / 'kernel.jvm-options'}", greedy, "a", "b"], capture_output=True, text=True, timeout=60
    )
    assert answer.returncode == 3
    assert "\nlab: a notebook has used up its memory (256 MB), and its kernel starts again: go on with begin\n" in f"\n{answer.stderr}"


def test_a_cluster_starts_without_a_full_collection(tmp_path, monkeypatch):
    """HotSpot makes one if much code has been compiled, or many classes loaded: a start takes a twentieth longer."""
    log = tmp_path / "gc.log"
    monkeypatch.setenv("JDK_JAVA_OPTIONS", f"-Xlog:gc:file={log}")
    with cluster.embedded("--pace", "on-demand", "--kubeconfig", str(tmp_path / "kubeconfig")):
        collections = log.read_text()
    assert "Pause Young" in collections
    assert "Pause Full" not in collections
