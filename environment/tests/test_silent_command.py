"""A command that prints nothing for a while: it is waited for, although a broken connection is just as silent."""

import nbformat

from cnilab import cluster, execute, paths

QUIET = """run("quiet", worker(1));
awaitReady("quiet");
sh("quiet", "sleep 7; echo at last")"""


def test_a_command_may_be_silent_longer_than_the_connection_timeout():
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(QUIET)])
    with cluster.embedded_only("real-time") as variables:
        outcome = execute.execute(paths.NOTEBOOKS / "00-start-here.ipynb", notebook, variables)
    assert outcome.errors == []
    assert "at last" in str(notebook.cells[0].outputs)
