"""What axe-core complains about in a page, at each width and in each color scheme."""

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WIDTHS = (1440, 390)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS = (Path(__file__).parent / "looks.js").read_text()

CONTRAST = "color-contrast"

# The texts whose contrast is computed have this attribute, so that one run of axe-core applies all rules: each run first
# collects all boxes of the page.
FRESH = "data-fresh"
CONTRAST_OF_FRESH = f"axe.configure({{ rules: [{{ id: '{CONTRAST}', selector: '[{FRESH}]' }}] }})"
MARK = f"([looks, fresh]) => fresh.forEach(key => looks.get(key).setAttribute('{FRESH}', ''))"
UNMARK = f"document.querySelectorAll('[{FRESH}]').forEach(each => each.removeAttribute('{FRESH}'))"

# Rules whose result a color scheme can change. Both schemes have the same boxes, texts and attributes.
OF_COLOURS = {"light": RULES, "dark": {"type": "rule", "values": ["link-in-text-block", CONTRAST]}}


def violations(page: Page) -> list[str]:
    """By all rules, as the page is now."""
    page.evaluate(Axe().axe_script)
    return _run(page, RULES)


class Judge:
    """Judges pages one after the other. The contrast of a look of text, which is most of the work, is computed once."""

    def __init__(self):
        self._looks: set[str] = set()

    def complaints(self, page: Page) -> list[str]:
        """About an open page, which is resized: its scripts and styles listen to that."""
        page.evaluate(Axe().axe_script)
        page.evaluate(CONTRAST_OF_FRESH)
        complaints = []
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            if wider > 0:
                complaints.append(f"at {width} px, {wider} px wider than the window")
            for scheme, rules in OF_COLOURS.items():
                page.emulate_media(color_scheme=scheme)
                self._mark_fresh(page)
                complaints += [f"at {width} px, {scheme}: {each}" for each in _run(page, rules)]
                page.evaluate(UNMARK)
        page.emulate_media(color_scheme="light")
        return complaints

    def _mark_fresh(self, page: Page) -> None:
        """Marks the texts that look like none before, at whatever width, in whichever scheme and on whichever page."""
        looks = page.evaluate_handle(LOOKS)
        fresh = [key for key in looks.evaluate("looks => [...looks.keys()]") if key not in self._looks]
        self._looks.update(key for key in fresh if isinstance(key, str))
        page.evaluate(MARK, [looks, fresh])


def _run(page: Page, rules: list[str] | dict) -> list[str]:
    # Preloading would make axe itself request the style sheet again.
    options = {"preload": False, "resultTypes": ["violations"], "runOnly": rules}
    found = page.evaluate("async (options) => (await axe.run(document, options)).violations", options)
    return [f"{each['id']}: {without_mark(each['nodes'][0]['html'])[:200]}" for each in found]


def without_mark(element: str) -> str:
    return element.replace(f' {FRESH}=""', "")
