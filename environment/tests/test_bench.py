"""./lab bench: its verdict, without measuring."""

from cnilab import bench


def test_a_figure_that_misses_its_bound_ends_the_bench_with_a_status(capsys):
    fast = bench.Figure("start", 0.8, "s", 0.9)
    slow = bench.Figure("start", 1.8, "s", 0.9)
    assert bench.report([fast]) == 0
    assert bench.report([fast, slow]) == 1
    assert "| start | 1.8 s | at most 0.9 s | MISSED |" in capsys.readouterr().out


def test_of_some_figures_more_is_better(capsys):
    few = bench.Figure("packets", 900, "thousand/s", 1500, more_is_better=True)
    unbounded = bench.Figure("a real cluster", 9.2, "s", None)
    assert bench.report([few]) == 1
    assert bench.report([unbounded]) == 0
