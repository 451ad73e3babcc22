"""The verdict of ./lab bench, without measuring."""

import json
import re

import pytest

from cnilab import bench, bench_diagnosis, bench_scale


def test_a_figure_that_misses_its_bound_makes_the_bench_exit_with_1(capsys):
    fast = bench.Figure("start", 0.8, "s", 0.9)
    slow = bench.Figure("start", 1.8, "s", 0.9)
    assert bench.report([fast]) == 0
    assert bench.report([fast, slow]) == 1
    assert "| start | 1.8 s | at most 0.9 s | MISSED |" in capsys.readouterr().out


def test_a_figure_may_have_a_lower_bound_or_none(capsys):
    few = bench.Figure("packets", 900, "thousand/s", 1500, more_is_better=True)
    unbounded = bench.Figure("a real cluster", 9.2, "s", None)
    assert bench.report([few]) == 1
    assert bench.report([unbounded]) == 0


def test_a_failed_measurement_is_a_missed_row_among_the_others(capsys):
    def breaks():
        yield bench.Figure("memory of a kernel", 140, "MiB", 150)
        raise SystemExit("lab: JupyterLab does not listen on port 8888")

    kept = list(bench.whatever_happens(breaks))
    assert bench.report(kept) == 1
    printed = capsys.readouterr().out
    assert "| memory of a kernel | 140 MiB | at most 150 MiB | ok |" in printed
    assert "| not measured: JupyterLab does not listen on port 8888 |" in printed
    assert "MISSED" in printed


def test_each_figure_is_printed_as_soon_as_it_is_measured(capsys):
    printed_before = []

    def figures():
        yield bench.Figure("first", 1, "s", 2)
        printed_before.append(capsys.readouterr().out)
        yield bench.Figure("second", 1, "s", 2)

    bench.report(figures())
    assert "| first | 1 s |" in printed_before[0]


def test_messages_during_a_measurement_go_to_standard_error(capsys):
    def talks():
        print("ok   01-which-cni  (2.0 s)")
        yield bench.Figure("./lab run 01", 2, "s", 30)

    bench.report(talks())
    printed = capsys.readouterr()
    assert all(line.startswith("|") for line in printed.out.splitlines())
    assert "01-which-cni" in printed.err


def test_the_growth_of_a_mesh_is_split_into_nodes_and_pairs():
    sizes = [{"nodes": n, "cost": 7 + 3 * n + 0.5 * n * n} for n in (100, 200, 500, 1000)]
    each_node, each_pair = bench_scale.curve(sizes, "nodes", "cost")
    assert each_node == pytest.approx(3)
    assert each_pair == pytest.approx(0.5)


def test_a_size_that_needs_too_much_heap_is_reported_and_not_tried(monkeypatch):
    monkeypatch.setattr(bench_scale, "GROWTH", [100, 5000])
    monkeypatch.setattr(bench_scale, "scale", lambda nodes, pods, heap: {"nodes-seconds": 1, "nodes-mebibytes": 50})
    said = [(figure.what, figure.kept) for figure in bench_scale.growth()]
    assert said[0][0] == "100 nodes, heap 256m: ready"
    assert said[-1][0] == "5,000 nodes: the heap they need, too much to try"
    assert all(kept for _, kept in said)


def test_the_growth_of_pods_is_measured_as_a_curve(monkeypatch, capsys):
    def cluster_of(nodes: int, pods: int, heap: str) -> dict[str, float]:
        return {"pods": pods, "pods-seconds": pods / 200, "pods-cpu-seconds": 0.004 * pods, "pods-mebibytes": 80 + 0.05 * pods}

    monkeypatch.setattr(bench_scale, "scale", cluster_of)
    assert bench.report(bench_scale.growth_of_pods()) == 0
    printed = capsys.readouterr().out
    assert "| 100 nodes, 10,000 pods, heap 2g: ready | 50 s |" in printed
    assert "| growth: processor time for each pod | 4 ms |" in printed
    assert re.search(r"\| growth: processor time for each pair of pods \| -?0 ms \|", printed)


def pair(plugin: str, *, first: bool, quiet: bool = True) -> dict:
    return {"fault": "some", "plugin": plugin, "proxy": "iptables", "first": first, "quiet": quiet}


def test_the_accuracy_of_the_diagnosis_is_reported_for_each_plugin(tmp_path, capsys):
    results = tmp_path / "pairs.json"
    pairs = [pair("weave", first=True), pair("flannel", first=True), pair("flannel", first=False), pair("weave", first=True)]
    results.write_text(json.dumps({"pairs": pairs}))
    assert bench.main(["diagnose", str(results)]) == 1
    printed = capsys.readouterr().out
    assert "| diagnose names the right cause first, flannel, of 2 | 50 % | at least 100 % | MISSED |" in printed
    assert "| diagnose names the right cause first, weave, of 2 | 100 % | at least 100 % | ok |" in printed
    assert "| diagnose finds nothing before a fault is made, of 4 | 100 % | at least 100 % | ok |" in printed


def test_a_finding_on_a_healthy_cluster_misses_the_bound():
    kept = [figure.kept for figure in bench_diagnosis.figures([pair("calico", first=True, quiet=False)])]
    assert kept == [True, False]


def test_a_missing_results_file_makes_a_missed_row(tmp_path, capsys):
    assert bench.main(["diagnose", str(tmp_path / "none.json")]) == 1
    assert "| not measured: " in capsys.readouterr().out
