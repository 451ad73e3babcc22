"""The exported pages as a reader sees them: in a browser, from the file system, narrow and wide, light and dark."""

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from cnilab import site
from cnilab.progress import Done, Learner
from cnilab.report_page import html_text
from accessibility import Judge, violations

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

# The width in pixels that JupyterLab leaves for an output in a window of 1280.
AN_OUTPUT_IN_1280 = 828

# Parts of a page that cannot be scrolled to: neither they nor anything around them scrolls where they are too wide.
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
def pages(editions):
    return editions / "student"


@pytest.fixture(scope="module")
def browser():
    # Without these the browser contacts its vendor, which is not a request of a page.
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


@pytest.fixture(scope="module")
def judge():
    return Judge()


@pytest.fixture(scope="module")
def judged() -> dict[tuple[bytes, ...], str]:
    """The pages that have been judged, by all that the browser is given of them."""
    return {}


@pytest.mark.parametrize("edition", list(site.EDITIONS))
def test_every_page_is_accessible_logs_nothing_and_fits_the_window(page, editions, judge, judged, edition):
    complaints = []
    name = ""
    page.on("console", lambda said: complaints.append(f"{name}: console: {said.text}"))
    page.on("pageerror", lambda error: complaints.append(f"{name}: {error}"))
    page.on("request", lambda asked: complaints.extend(outside(name, asked.url)))
    for file in sorted((editions / edition).glob("**/*.html")):
        name = str(file.relative_to(editions))
        if judged.setdefault(parts(file), name) == name:  # the slides of two editions are the same files
            page.goto(file.as_uri())
            complaints += [f"{name}, {each}" for each in judge.complaints(page)]
    assert complaints == []


@pytest.mark.parametrize(
    ("style", "complaint"),
    [
        ("@media (max-width: 400px) and (prefers-color-scheme: dark) { b { color: #333 } }", "at 390 px, dark: color-contrast: <b>"),
        ("@media (min-width: 400px) and (prefers-color-scheme: light) { i { color: #ddd } }", "at 1440 px, light: color-contrast: <i>"),
        ("@media (max-width: 400px) { label { display: none } }", "at 390 px, light: label: <input"),
        ("@media (max-width: 400px) { h1 { width: 500px } }", "at 390 px, 118 px wider than the window"),
        ("a { text-decoration: none } @media (prefers-color-scheme: dark) { a { color: #ccc } }", "dark: link-in-text-block: <a"),
    ],
)
def test_the_judge_finds_a_defect_at_one_width_or_in_one_color_scheme(page, tmp_path, style, complaint):
    file = tmp_path / "page.html"
    judge = Judge()
    for more in ("", style):
        file.write_text(PAGE.format(style=more))
        page.goto(file.as_uri())
        complaints = judge.complaints(page)
        assert bool(complaints) == bool(more)
    assert any(complaint in each for each in complaints), complaints


PAGE = """<!DOCTYPE html><html lang="en"><title>A page</title><style>
:root {{ color-scheme: light dark; color: light-dark(black, white); background: light-dark(white, black) }}
body {{ margin: 0 }} h1 {{ margin: 0 0 0 8px }} a {{ color: light-dark(#0a58ca, #8ab4f8) }} {style}</style>
<main><h1>A heading</h1><p>Words that <i>lean</i>, <b>stand out</b> or lead <a href="#">somewhere</a> else in a text.
<form><label for="name">Name</label> <input id="name"></form></main>"""


PART = re.compile(rb'<(?:link|script)\b[^>]*?\b(?:href|src)="([^"]+)"')


def parts(file: Path) -> tuple[bytes, ...]:
    """A page, and the style sheets, scripts and icons that it names."""
    text = file.read_bytes()
    return text, *((file.parent / name.decode()).read_bytes() for name in PART.findall(text))


def outside(name: str, url: str) -> list[str]:
    return [] if url.startswith(("file:", "data:")) else [f"{name}: asked {url}"]


def test_search_finds_and_opens_a_section(page, pages):
    open_page(page, pages, "index.html")
    page.get_by_role("searchbox").fill("conflist")
    first = page.locator("#found a").first
    expect(first).to_be_visible()
    first.click()
    expect(page).not_to_have_url((pages / "index.html").as_uri())
    assert "conflist" in page.locator("main").inner_text().lower()


def test_search_reports_no_results(page, pages):
    open_page(page, pages, "03-pod-to-pod.html")
    page.get_by_role("searchbox").fill("zebra crossing")
    expect(page.locator("#found")).to_contain_text("No results for")
    page.keyboard.press("Escape")
    expect(page.locator("#found")).to_be_hidden()


@pytest.mark.parametrize(
    ("words", "title"),
    [("big packets", "09 · Big packets"), ("networkpolicy", "11 · NetworkPolicy"), ("dnspolicy", "08 · dnsPolicy")],
)
def test_search_ranks_a_matching_title_first(page, pages, words, title):
    open_page(page, pages, "index.html")
    page.get_by_role("searchbox").fill(words)
    assert page.locator("#found a").first.evaluate("link => link.firstChild.textContent") == title


def test_search_shows_the_prose_of_a_hit(page, pages):
    open_page(page, pages, "index.html")
    page.get_by_role("searchbox").fill("ndots")
    shown = page.locator("#found a small").all_inner_texts()
    assert any("search suffix" in text for text in shown)
    assert not [text for text in shown if "nameserver 10." in text]


def test_an_opened_answer_stays_open_after_a_reload(page, pages):
    open_page(page, pages, "03-pod-to-pod.html")
    first, second = page.locator("details.answer").nth(0), page.locator("details.answer").nth(1)
    expect(first.locator("pre").first).to_be_hidden()
    first.locator("summary").first.click()
    expect(first.locator("pre").first).to_be_visible()
    page.reload()
    expect(first).to_have_attribute("open", "")
    expect(second).not_to_have_attribute("open", "")
    open_page(page, pages, "04-inside-the-pod.html")
    expect(page.locator("details.answer[open]")).to_have_count(0)


def test_one_button_shows_and_hides_all_answers_of_a_page(page, pages):
    open_page(page, pages, "03-pod-to-pod.html")
    page.get_by_role("button", name="Show answers").click()
    expect(page.locator("details.answer:not([open])")).to_have_count(0)
    page.get_by_role("button", name="Hide answers").click()
    expect(page.locator("details.answer[open]")).to_have_count(0)


def test_the_copy_button_copies_a_listing_unchanged(browser, pages):
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    open_page(page, pages, "03-pod-to-pod.html")
    listing = page.locator(".listing", has_text='ping("nettest-1", "nettest-2")').first
    listing.hover()
    listing.get_by_role("button", name="Copy").click()
    expect(listing.get_by_role("button")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == 'ping("nettest-1", "nettest-2")'
    context.close()


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_the_handout_of_a_step_has_at_most_eight_pages(page, editions, paper):
    too_long = {}
    for file in sorted((editions / "handout").glob("[0-9]*.html")):
        page.goto(file.as_uri())
        sheets = len(re.findall(rb"/Type\s*/Page\b", page.pdf(format=paper, prefer_css_page_size=True)))
        if not 1 <= sheets <= 8:
            too_long[file.name] = sheets
    assert too_long == {}


def test_the_class_report_is_accessible_and_fits_a_phone(browser, tmp_path):
    file = tmp_path / "class.html"
    file.write_text(html_text([Learner("ada", {"00": Done(begun=True, passed=True, tries=2)}), Learner("bob", {})]))
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(file.as_uri())
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == []
    signs = page.locator("caption").bounding_box()
    assert signs["x"] >= 0 and signs["x"] + signs["width"] <= 390
    context.close()


def test_keys_and_buttons_move_between_slides(page, pages):
    open_page(page, pages, "slides/10-the-nodes-side.html")
    slides = page.locator(".slide").count()
    expect(page.locator("#place")).to_have_text(f"1 of {slides}")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#place")).to_have_text(f"2 of {slides}")
    page.get_by_role("button", name="Back").click()
    expect(page.locator("#place")).to_have_text(f"1 of {slides}")


def test_the_first_column_of_a_table_stays_visible_on_a_phone(browser, pages):
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    open_page(page, pages, "03-pod-to-pod.html")
    table = page.get_by_role("group", name="Check of step 03").first
    table.evaluate("box => { box.scrollLeft = box.scrollWidth }")
    assert table.evaluate("box => box.scrollLeft") > 100
    box, cell, last = (
        each.bounding_box() for each in (table, table.locator("tbody td").first, table.locator("tbody td").last)
    )
    assert abs(cell["x"] - box["x"]) < 2
    assert cell["x"] + cell["width"] <= last["x"]
    context.close()


BEYOND_THE_TABLE_S_BOX = """captions => captions.filter((each) => {
    const text = document.createRange();
    text.selectNodeContents(each);
    return text.getBoundingClientRect().right > each.closest(".scroll").getBoundingClientRect().right + 1;
}).map((each) => each.innerText)"""


def test_table_captions_fit_a_phone_without_scrolling(browser, editions):
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    for name in ("01-which-cni.html", "06-names-in-pods.html", "09-big-packets.html"):
        open_page(page, editions / "teacher", name)
        assert page.locator(".output caption").evaluate_all(BEYOND_THE_TABLE_S_BOX) == []
    context.close()


def test_caption_and_first_column_stay_visible_on_a_wide_screen(browser, pages):
    context = browser.new_context(viewport={"width": 1440, "height": 800})
    page = context.new_page()
    open_page(page, pages, "16-production-patterns.html")
    table = page.get_by_role("group", name="CNI health").first
    table.evaluate("box => { box.scrollLeft = 1000 }")
    assert table.evaluate("box => box.scrollLeft") > 0, "the table is to be wider than its box"
    left = table.bounding_box()["x"]
    for stays in ("caption", "tbody tr:first-child > :first-child"):
        assert abs(table.locator(stays).bounding_box()["x"] - left) < 2
    context.close()


def test_event_messages_fit_a_phone_without_scrolling(browser, pages):
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    open_page(page, pages, "13-addresses-used-up.html")
    table = page.get_by_role("group", name="Events of pod/leaky").first
    for left in (0, 1000):
        table.evaluate("(box, left) => { box.scrollLeft = left }", left)
        for message in table.locator("tbody td:last-child").all():
            place = message.bounding_box()
            assert place["x"] >= 0 and place["x"] + place["width"] <= 390
    row = table.locator("tbody tr").last
    names, message = (row.locator(f"td:{which}-child").bounding_box() for which in ("first", "last"))
    assert names["y"] + names["height"] <= message["y"] + 1
    assert message["width"] > 300
    context.close()


def test_long_commands_wrap_on_a_phone(browser, editions):
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    open_page(page, editions / "teacher", "05-break-the-cni.html")
    wider = "listings => listings.filter((each) => each.scrollWidth > each.clientWidth).map((each) => each.innerText)"
    assert page.locator("main :is(.code, .text) pre").evaluate_all(wider) == []
    context.close()


def test_the_letter_column_of_answers_is_narrow_on_a_phone(browser, editions):
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    open_page(page, editions / "teacher", "05-break-the-cni.html")
    letter = page.locator(".output .scroll tbody td", has_text=re.compile("^a$")).first
    assert letter.bounding_box()["width"] < 80
    context.close()


def test_the_dns_comparison_fits_beside_the_jupyterlab_file_browser(page, pages):
    open_page(page, pages, "08-dns-policy.html")
    page.get_by_role("button", name="Show answers").click()
    for table in page.get_by_role("group", name="How each pod looks names up").all():
        table.evaluate("(box, width) => { box.style.width = `${width}px` }", AN_OUTPUT_IN_1280)
        assert table.evaluate("box => box.scrollWidth - box.clientWidth") <= 0


def test_the_fold_code_button_folds_and_unfolds_code(page, pages):
    open_page(page, pages, "03-pod-to-pod.html")
    listing = page.locator("details.code[open] pre").first
    expect(listing).to_be_visible()
    page.get_by_role("button", name="Fold code").click()
    expect(page.locator("details.code[open]")).to_have_count(0)
    page.get_by_role("button", name="Fold code").click()
    expect(listing).to_be_visible()


def test_next_and_previous_links_lead_through_the_course(page, pages):
    open_page(page, pages, "00-start-here.html")
    names = sorted(each.name for each in pages.glob("[0-9]*.html"))
    for name in names[1:]:
        page.locator("a[rel=next]").click()
        expect(page).to_have_url((pages / name).as_uri())
    page.locator("a[rel=prev]").click()
    expect(page).to_have_url((pages / names[-2]).as_uri())
    page.get_by_role("link", name="CNI Lab", exact=True).click()
    expect(page).to_have_url((pages / "index.html").as_uri())


def test_a_contents_link_scrolls_to_its_section(page, pages):
    open_page(page, pages, "03-pod-to-pod.html")
    links = page.locator("#contents a")
    assert links.count() >= 5
    links.last.click()
    target = page.url.partition("#")[2]
    expect(page.locator(f"[id='{target}']")).to_be_in_viewport()


def test_the_current_section_is_marked_in_the_contents(page, pages):
    open_page(page, pages, "03-pod-to-pod.html")
    page.get_by_role("heading", name="Observe").evaluate("heading => heading.scrollIntoView()")
    expect(page.locator("#contents [aria-current]")).to_have_text("Observe")


def test_the_contents_open_with_one_tap_on_a_narrow_screen(browser, pages):
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True)
    page = context.new_page()
    open_page(page, pages, "03-pod-to-pod.html")
    link = page.locator("#contents a", has_text="Observe")
    expect(link).to_be_hidden()
    page.get_by_text("Contents", exact=True).tap()
    link.tap()
    expect(page.get_by_role("heading", name="Observe")).to_be_in_viewport()
    context.close()


def test_wide_content_scrolls_inside_its_own_box_on_a_narrow_screen(browser, pages):
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    wide = 0
    for file in sorted(pages.glob("*.html")):
        open_page(page, pages, file.name)
        assert page.evaluate(OUT_OF_REACH) == [], file.name
        wide += page.evaluate("[...document.querySelectorAll('main .scroll')].filter(each => each.scrollWidth > each.clientWidth).length")
    assert wide > 0, "no table was too wide, so this showed nothing"
    context.close()


def test_a_printed_page_has_no_navigation_and_no_answers(page, pages):
    open_page(page, pages, "03-pod-to-pod.html")
    page.emulate_media(media="print", color_scheme="dark")
    for gone in ("header", ".steps", ".way", "footer"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(page.locator(".answer").first).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_the_chosen_color_scheme_is_kept_across_pages(page, pages):
    open_page(page, pages, "index.html")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_role("button", name="Dark").click()
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert dark != light
    open_page(page, pages, "01-which-cni.html")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark


def test_pages_can_be_read_without_javascript(browser, pages):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    open_page(page, pages, "03-pod-to-pod.html")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("form[role=search]")).to_be_hidden()
    expect(page.locator("a[rel=next]")).to_be_visible()
    context.close()
