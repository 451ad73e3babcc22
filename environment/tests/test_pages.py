"""The exported pages as a reader has them: in a browser, from the file system, narrow and wide, light and dark."""

import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect, sync_playwright

from cnilab import site

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# What of a page cannot be scrolled to: neither it nor anything around it scrolls where it is too wide.
OUT_OF_REACH = """() => {
  const scrolls = (box) => box.scrollWidth > box.clientWidth && ["auto", "scroll"].includes(getComputedStyle(box).overflowX);
  const reachable = (each) => {
    if (each.getBoundingClientRect().right <= innerWidth) return true;
    for (let box = each; box.tagName !== "MAIN"; box = box.parentElement) if (scrolls(box)) return true;
    return false;
  };
  return [...document.querySelectorAll("main :is(table, pre, svg)")].filter((each) => !reachable(each)).map((each) => each.outerHTML.slice(0, 200));
}"""

pytestmark = pytest.mark.skipif(
    BROWSER is None, reason="there is no Chromium; install the package chromium to test the pages"
)


@pytest.fixture(scope="module")
def pages(solved, tmp_path_factory):
    target = tmp_path_factory.mktemp("site")
    site.write(solved, target)
    return target


@pytest.fixture(scope="module")
def browser():
    # Without these the browser calls home, which is no request of a page's.
    quiet = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=BROWSER, args=quiet)
        yield launched
        launched.close()


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def open_page(page: Page, pages, name: str) -> None:
    page.goto((pages / name).as_uri())


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_every_page_is_accessible_quiet_and_as_wide_as_the_window(browser, pages, width, scheme):
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    complaints = []
    for file in sorted(pages.glob("*.html")):
        page = context.new_page()
        page.on("console", lambda said: complaints.append(f"{file.name}: console: {said.text}"))
        page.on("pageerror", lambda error: complaints.append(f"{file.name}: {error}"))
        page.on("request", lambda asked: complaints.extend(outside(file.name, asked.url)))
        page.goto(file.as_uri())
        wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wider > 0:
            complaints.append(f"{file.name}: {wider} px wider than the window")
        # Preloading would make axe itself ask for the style sheet again.
        result = Axe().run(page, options={"preload": False, "runOnly": RULES})
        for violation in result.response["violations"]:
            complaints.append(f"{file.name}: {violation['id']}: {violation['nodes'][0]['html'][:200]}")
        page.close()
    context.close()
    assert complaints == []


def outside(name: str, url: str) -> list[str]:
    return [] if url.startswith(("file:", "data:")) else [f"{name}: asked {url}"]


def test_search_finds_a_section_and_leads_to_it(page, pages):
    open_page(page, pages, "index.html")
    page.get_by_role("searchbox").fill("conflist")
    first = page.locator("#found a").first
    expect(first).to_be_visible()
    first.click()
    expect(page).not_to_have_url((pages / "index.html").as_uri())
    assert "conflist" in page.locator("main").inner_text().lower()


def test_search_says_when_nothing_is_found(page, pages):
    open_page(page, pages, "03-pod-to-pod.html")
    page.get_by_role("searchbox").fill("zebra crossing")
    expect(page.locator("#found")).to_contain_text("No results for")
    page.keyboard.press("Escape")
    expect(page.locator("#found")).to_be_hidden()


def test_code_folds_and_unfolds(page, pages):
    open_page(page, pages, "03-pod-to-pod.html")
    listing = page.locator("details.code[open] pre").first
    expect(listing).to_be_visible()
    page.get_by_role("button", name="Fold code").click()
    expect(page.locator("details.code[open]")).to_have_count(0)
    page.get_by_role("button", name="Fold code").click()
    expect(listing).to_be_visible()


def test_the_way_leads_from_page_to_page(page, pages):
    open_page(page, pages, "00-start-here.html")
    names = sorted(each.name for each in pages.glob("[0-9]*.html"))
    for name in names[1:]:
        page.locator("a[rel=next]").click()
        expect(page).to_have_url((pages / name).as_uri())
    page.locator("a[rel=prev]").click()
    expect(page).to_have_url((pages / names[-2]).as_uri())
    page.get_by_role("link", name="CNI Lab", exact=True).click()
    expect(page).to_have_url((pages / "index.html").as_uri())


def test_the_contents_lead_to_each_section(page, pages):
    open_page(page, pages, "03-pod-to-pod.html")
    links = page.locator("#contents a")
    assert links.count() >= 5
    links.last.click()
    target = page.url.partition("#")[2]
    expect(page.locator(f"[id='{target}']")).to_be_in_viewport()


def test_the_section_that_is_being_read_is_marked_in_the_contents(page, pages):
    open_page(page, pages, "03-pod-to-pod.html")
    page.get_by_role("heading", name="Observe").evaluate("heading => heading.scrollIntoView()")
    expect(page.locator("#contents [aria-current]")).to_have_text("Observe")


def test_on_a_narrow_screen_the_contents_are_one_touch_away(browser, pages):
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True)
    page = context.new_page()
    open_page(page, pages, "03-pod-to-pod.html")
    link = page.locator("#contents a", has_text="Observe")
    expect(link).to_be_hidden()
    page.get_by_text("Contents", exact=True).tap()
    link.tap()
    expect(page.get_by_role("heading", name="Observe")).to_be_in_viewport()
    context.close()


def test_what_is_wider_than_a_narrow_screen_scrolls_inside_itself(browser, pages):
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    wide = 0
    for file in sorted(pages.glob("*.html")):
        open_page(page, pages, file.name)
        assert page.evaluate(OUT_OF_REACH) == [], file.name
        wide += page.evaluate("[...document.querySelectorAll('main .scroll')].filter(each => each.scrollWidth > each.clientWidth).length")
    assert wide > 0, "no table was too wide, so this showed nothing"
    context.close()


def test_on_paper_there_is_the_step_and_nothing_to_click(page, pages):
    open_page(page, pages, "03-pod-to-pod.html")
    page.emulate_media(media="print", color_scheme="dark")
    for gone in ("header", ".steps", "footer"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(page.locator("details.solution pre").first).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_the_reader_chooses_the_colours_and_they_stay(page, pages):
    open_page(page, pages, "index.html")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_role("button", name="Dark").click()
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert dark != light
    open_page(page, pages, "01-which-cni.html")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark


def test_without_scripts_the_course_can_be_read(browser, pages):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    open_page(page, pages, "03-pod-to-pod.html")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("form[role=search]")).to_be_hidden()
    expect(page.locator("a[rel=next]")).to_be_visible()
    context.close()
