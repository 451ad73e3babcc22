"""The notebooks in JupyterLab, as a learner uses them: in a browser, from the start page to a completed step."""

import re
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

from cnilab import cluster, start
from cnilab.copies import Copies
from accessibility import RULES
from test_pages import BROWSER
from test_survival import cluster_pid

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/\S+")
A_GIGABYTE = 1_000_000  # in kB
KERNEL = "jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel"
RAN = "/[0-9]/.test([...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].at(-1)?.textContent)"
# Whether exactly these notebooks have a kernel.
HAVE_KERNELS = """async (wanted) => {
  const sessions = await (await fetch("/api/sessions")).json();
  return sessions.map((each) => each.path).sort().join() === wanted.join();
}"""

pytestmark = pytest.mark.skipif(
    BROWSER is None, reason="there is no Chromium; install the package chromium to test JupyterLab"
)


@dataclass(frozen=True)
class JupyterLab:
    process: subprocess.Popen
    address: str
    cluster: int


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """JupyterLab as started by ./lab, with a learner's copies of the notebooks."""
    scratch = tmp_path_factory.mktemp("lab")
    copies = Copies(scratch / "my-notebooks")
    copies.bring_up_to_date()
    variables = {
        "KUBECONFIG": str(scratch / "kubeconfig"),
        "CNILAB_PROGRESS": str(scratch / "progress.json"),
        "JUPYTER_CONFIG_DIR": str(scratch / "config"),
    }
    with cluster.kept("--pace", "real-time", "--kubeconfig", variables["KUBECONFIG"]):
        process = subprocess.Popen(
            [*start.command(), "--no-browser", "--port=0", "--LabApp.expose_app_in_browser=True"],
            cwd=copies.folder,
            env=start.environment(variables),
            stdin=subprocess.PIPE,  # open as long as the test runs: its end ends JupyterLab
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            address = next(found for line in process.stderr if (found := ADDRESS.search(line)))
            threading.Thread(target=process.stderr.read, daemon=True).start()
            yield JupyterLab(process, address.group(), cluster_pid(variables["KUBECONFIG"]))
        finally:
            cluster.end(process)


@pytest.fixture(scope="module")
def page(lab):
    """The start page with its exercise done, after all its cells have run."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(lab.address)
        page.locator(".jp-Notebook .jp-CodeCell .cm-content").first.click(timeout=60_000)
        page.keyboard.press("Shift+Enter")  # at once: a learner does not wait for the kernel
        page.wait_for_function(f"{KERNEL}?.connectionStatus === 'connected'", timeout=60_000)
        page.locator(".jp-CodeCell .cm-content", has_text="Start the pod hello").click()
        page.keyboard.press("Control+A")
        page.keyboard.insert_text('run("hello", worker(1));\nawaitReady("hello")')
        page.evaluate("() => { jupyterapp.commands.execute('notebook:run-all-cells') }")  # not awaited: it might ask
        page.wait_for_function(RAN, timeout=120_000)
        yield page
        browser.close()


def test_jupyterlab_cluster_and_kernels_fit_into_a_gigabyte(lab, page):
    server = lab.process.pid
    assert sum(map(proportional_kb, [lab.cluster, server, *children(server)])) < A_GIGABYTE


def test_no_dialog_covers_the_start_page(page):
    expect(page.get_by_role("heading", name="Start here")).to_be_visible()
    expect(page.locator(".jp-Dialog, .Toastify__toast")).to_have_count(0)


def test_the_progress_table_shows_a_passed_step(page):
    page.locator(".jp-Notebook").get_by_text("Step 00 is done").scroll_into_view_if_needed()
    table = page.get_by_role("table", name="Your progress")
    expect(table.get_by_role("row", name="Start here")).to_contain_text("passed")


def test_a_solution_is_hidden_text_that_opens_on_a_click(page):
    solution = page.locator(".jp-MarkdownCell details", has_text="awaitReady").first
    expect(solution.locator("pre")).to_be_hidden()
    solution.locator("summary").click()
    expect(solution.locator("pre")).to_be_visible()


def test_shift_tab_on_a_function_shows_its_help(page):
    type_in_a_new_cell(page, 'ping("a", ')
    page.keyboard.press("Shift+Tab")
    expect(page.locator(".jp-Tooltip")).to_contain_text("pings three times, from a pod to a pod or an address", timeout=30_000)
    page.keyboard.press("Escape")


def test_tab_completes_methods_of_a_result_but_not_those_of_object(page):
    type_in_a_new_cell(page, "worker(1).")
    page.keyboard.press("Tab")
    offered = page.locator(".jp-Completer-item")
    expect(offered.filter(has_text="podCidr")).to_be_visible(timeout=30_000)
    assert not {"getClass()", "wait(", "notify()", "hashCode()"} & set(offered.locator(".jp-Completer-match").all_inner_texts())
    page.keyboard.press("Escape")


@pytest.mark.parametrize(
    ("code", "first"),
    [
        ('pod("nosuch")', "could not look at pod nosuch: there is none of that name in namespace default"),
        ('pign("x")', "there is no method pign(String)"),
        ("List.of(1).get(4)", "Index: 4 Size: 1"),
    ],
)
def test_an_error_starts_with_its_message(page, code, first):
    type_in_a_new_cell(page, code)
    page.keyboard.press("Control+Enter")
    error = page.locator(".jp-Cell.jp-mod-active .jp-OutputArea-output").first
    expect(error).to_contain_text(first, timeout=30_000)
    assert error.inner_text().splitlines()[0] == first


def test_help_prints_a_table_of_all_functions(page):
    type_in_a_new_cell(page, "help()")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("table", name="What you can call").last).to_be_visible(timeout=30_000)  # the notebook has one too


def test_the_lab_command_works_in_a_jupyterlab_terminal(page):
    page.evaluate("() => { jupyterapp.commands.execute('terminal:create-new') }")
    page.locator(".jp-Terminal .xterm-screen").click(timeout=60_000)
    page.keyboard.type("./lab node worker-1 -- cat /etc/hostname >said.txt; echo status $? >>said.txt\n")
    page.wait_for_function(
        """async () => {
            const answer = await fetch('/api/contents/said.txt');  // there is none until the shell has begun
            return answer.ok && (await answer.json()).content === 'worker-1\\nstatus 0\\n';
        }""",
        timeout=60_000,
    )
    page.evaluate("() => { jupyterapp.commands.execute('application:close') }")


def type_in_a_new_cell(page, code: str) -> None:
    """Types below the other cells, slowly as a person does, with completions on the screen."""
    page.locator(".jp-Notebook .jp-Cell").last.click()
    page.evaluate("() => jupyterapp.commands.execute('notebook:insert-cell-below')")
    page.evaluate("() => jupyterapp.commands.execute('notebook:enter-edit-mode')")
    page.keyboard.insert_text(code)


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_the_output_of_cells_is_readable_in_both_themes(page, theme):
    page.evaluate(f"() => {{ jupyterapp.commands.execute('apputils:change-theme', {{theme: 'JupyterLab {theme}'}}) }}")
    page.wait_for_function(f"document.body.dataset.jpThemeName === 'JupyterLab {theme}'")
    result = Axe().run(page, context=".cnilab", options={"runOnly": RULES})
    assert [(each["id"], each["nodes"][0]["html"][:200]) for each in result.response["violations"]] == []


def test_the_progress_links_to_the_next_step(page):
    page.get_by_role("table", name="Your progress").get_by_role("link", name="which CNI is this?").click()
    expect(page.get_by_role("heading", name="01 · Which CNI is this?")).to_be_visible(timeout=30_000)


def test_closing_a_notebook_ends_its_kernel(page):
    page.wait_for_function(HAVE_KERNELS, arg=["00-start-here.ipynb", "01-which-cni.ipynb"], timeout=60_000)
    page.evaluate("() => { jupyterapp.commands.execute('application:close') }")
    page.wait_for_function(HAVE_KERNELS, arg=["00-start-here.ipynb"], timeout=60_000)


# The cells of step 18, with what a learner types into them.
TYPED = {
    'predict("refused", "?")': 'predict("refused", "b")',
    '// answer("…", "…")': 'answer("a service selects nothing", "Service shop/db")',
    '// patch("shop/service/db", "…")': 'patch("shop/service/db", "spec: {selector: {app: db}}")',
}
FILL_IN = """(typed) => {
  for (const {model} of jupyterapp.shell.currentWidget.content.widgets) {
    const source = model.sharedModel.getSource().trim();
    if (source in typed) model.sharedModel.setSource(typed[source]);
  }
}"""
# All text that cells have printed; what is out of sight has no elements.
PRINTED = """() => jupyterapp.shell.currentWidget.content.widgets
  .flatMap(({model}) => model.outputs?.toJSON() ?? [])
  .map((output) => [output.data?.['text/plain'] ?? output.text].flat().join(''))
  .join('\\n')"""


def test_an_incident_is_played_from_the_page_to_the_debrief(page):
    page.evaluate("() => { jupyterapp.commands.execute('docmanager:open', {path: '18-on-call.ipynb'}) }")
    page.wait_for_function(f"jupyterapp.shell.currentWidget?.context?.path === '18-on-call.ipynb' && {KERNEL}?.connectionStatus === 'connected'", timeout=60_000)
    page.evaluate(FILL_IN, TYPED)
    page.evaluate("() => { jupyterapp.commands.execute('notebook:run-all-cells') }")
    page.wait_for_function(f"({PRINTED})().includes('own cluster.')", timeout=180_000)
    printed = page.evaluate(PRINTED)
    assert "Checkout fails with" in printed and "A Service selects nothing" in printed, printed
    assert "Noted: A Service selects nothing, service shop/db" in printed, "the page's words, however they were typed"
    assert "It was: A Service selects nothing, service shop/db." in printed and "changed    nothing else" in printed, printed
    assert "Step 18 is done" in printed and "time to repair" in printed, printed
    assert re.search(r"typed +shows the cause +kubectl .*service", printed), printed


def children(pid: int) -> list[int]:
    own = list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))
    return own + [deeper for each in own for deeper in children(each)]


def proportional_kb(pid: int) -> int:
    """The memory of a process, including its share of shared memory."""
    return int(re.search(r"^Pss: +(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE).group(1))
