"""./lab pictures: retakes the README's pictures, from an executed step and a terminal."""

import html
import os
import shutil
import subprocess
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from . import cluster, paths, run, scratch, site

STEP = "10-the-nodes-side"
TYPED = ["ls -la /etc/cni/net.d", "cat /etc/cni/net.d/10-flannel.conflist", "ip route show"]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")

TERMINAL = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; padding: 1.25rem; background: #12161a; color: #e3e7eb; font: 14px/1.5 "DejaVu Sans Mono", monospace; }}
pre {{ margin: 0; white-space: pre-wrap; }} b {{ color: #5fd0c2; }}
</style><pre>{lines}</pre>"""


def main(_: list[str]) -> int:
    with scratch.folder() as folder:
        site.write(run.run([STEP[:2]]), folder)
        take(folder, typed(), paths.ENVIRONMENT / "pages")
    return 0


def typed() -> str:
    """The terminal of a person who types the lines on a node."""
    with cluster.in_use("on-demand") as variables:
        return "".join(f"$ ./lab node worker-1 -- {line}\n{answer(line, variables)}\n" for line in TYPED)


def answer(line: str, variables: dict[str, str]) -> str:
    command = [paths.ROOT / "lab", "node", "worker-1", "--", line]
    return subprocess.run(command, env={**os.environ, **variables}, capture_output=True, text=True, check=True).stdout


def take(pages: Path, terminal: str, target: Path) -> None:
    """Three pictures: a page, a terminal, and a page on a phone."""
    (pages / "terminal.html").write_text(TERMINAL.format(lines=in_colour(terminal)))
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        raise SystemExit("lab: there is no Chromium to take pictures with; ./lab test installs it as root")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        picture(browser, pages / f"{STEP}.html", (1120, 620), target / "picture.png", at=".cnilab .sketch")
        picture(browser, pages / "terminal.html", (760, 800), target / "terminal.png")
        picture(browser, pages / f"{STEP}.html", (390, 720), target / "phone.png", at=".question")
        browser.close()
    print(f"lab: the pictures are in {target}")


def in_colour(text: str) -> str:
    """Highlights the prompts."""
    lines = [f"<b>{html.escape(line)}</b>" if line.startswith("$ ") else html.escape(line) for line in text.splitlines()]
    return "\n".join(lines)


def picture(browser: Browser, page: Path, size: tuple[int, int], target: Path, at: str = "body") -> None:
    """A picture of a window of this size, with the first match of the selector in its middle."""
    window = browser.new_page(viewport={"width": size[0], "height": size[1]}, color_scheme="light")
    window.goto(page.as_uri())
    window.locator(at).first.evaluate("each => each.scrollIntoView({block: 'center'})")
    window.screenshot(path=target)
    window.close()
