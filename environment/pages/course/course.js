// Search, folding, copying and the colour scheme. Without scripts the page lacks these four and nothing else.
"use strict";
const find = (selector) => document.querySelector(selector);
const remembered = {
  // A browser may forbid storage to pages from the file system; then nothing is remembered.
  get: (key) => { try { return localStorage.getItem(key); } catch { return null; } },
  set: (key, value) => { try { localStorage.setItem(key, value); } catch { /* see above */ } },
};

// --- colour scheme
const root = document.documentElement;
const scheme = find("#scheme");
const system = matchMedia("(prefers-color-scheme: dark)");
function showScheme() {
  const dark = (root.dataset.scheme ?? (system.matches ? "dark" : "light")) === "dark";
  scheme.textContent = dark ? "Light" : "Dark";
  return dark;
}
if (remembered.get("scheme")) root.dataset.scheme = remembered.get("scheme");
scheme.addEventListener("click", () => {
  root.dataset.scheme = showScheme() ? "light" : "dark";
  remembered.set("scheme", root.dataset.scheme);
  showScheme();
});
system.addEventListener("change", showScheme);
showScheme();

// --- folding
const fold = find("#fold");
const code = [...document.querySelectorAll("details.code[open]")];
fold.addEventListener("click", () => {
  const folded = fold.getAttribute("aria-pressed") !== "true";
  fold.setAttribute("aria-pressed", String(folded));
  code.forEach((each) => { each.open = !folded; });
});

// --- answers: which ones are open is remembered, page by page
const answers = [...document.querySelectorAll("details.answer")];
const showAll = find("#answers");
const key = `answers ${location.pathname.split("/").at(-1)} ${document.body.dataset.edition}`;
const asked = JSON.parse(remembered.get(key) ?? "null");
if (asked) for (const each of answers) each.open = asked.includes(each.id);
function noteAnswers() {
  const open = answers.filter((each) => each.open);
  showAll.textContent = open.length === answers.length ? "Hide answers" : "Show answers";
  return open.map((each) => each.id);
}
for (const each of answers) each.addEventListener("toggle", () => remembered.set(key, JSON.stringify(noteAnswers())));
showAll.addEventListener("click", () => {
  const open = answers.some((each) => !each.open);
  for (const each of answers) each.open = open;
});
noteAnswers();

// --- copying: a button on each listing that somebody may want to run
const clipboard = navigator.clipboard;
if (clipboard) {
  for (const listing of document.querySelectorAll(".code pre, .text > pre, .text > .highlight > pre")) {
    const box = document.createElement("div");
    box.className = "listing";
    listing.replaceWith(box);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.addEventListener("click", async () => {
      await clipboard.writeText(listing.textContent.trimEnd());
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = "Copy"; }, 1500);
    });
    box.append(listing, button);
  }
}

// --- the contents are open beside the text, and closed above it
const wide = matchMedia("(min-width: 64rem)");
const steps = find(".steps");
const placeSteps = () => { if (steps) steps.open = wide.matches; };
wide.addEventListener("change", placeSteps);
placeSteps();

// --- the section that is being read is marked in the contents: the last one whose heading has come by
const contents = [...document.querySelectorAll("#contents a")]
  .map((link) => ({ link, heading: document.getElementById(link.hash.slice(1)) }));
function showPlace() {
  const here = contents.findLast(({ heading }) => heading.getBoundingClientRect().top < innerHeight / 3);
  for (const each of contents) {
    if (each === here) each.link.setAttribute("aria-current", "location");
    else each.link.removeAttribute("aria-current");
  }
}
addEventListener("scroll", showPlace, { passive: true });
showPlace();

// --- search: every word must occur; titles count most, then headings, then prose, then code
const form = find("form[role=search]");
const found = find("#found");
const worth = { page: 50, heading: 20, text: 2, code: 1 };
function scoreOf(section, word) {
  let score = 0;
  for (const [part, points] of Object.entries(worth)) {
    if (part === "page" && section.page !== section.heading) continue; // a title is the heading of its first section
    const text = section[part].toLowerCase();
    if (new RegExp(`\\b${RegExp.escape?.(word) ?? word.replace(/\W/g, "\\$&")}\\b`).test(text)) score += 2 * points;
    else if (text.includes(word)) score += points;
  }
  return score || NaN;
}
function search(text) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return window.words
    .map((section) => ({ section, score: words.reduce((sum, word) => sum + scoreOf(section, word), 0) }))
    .filter((each) => each.score > 0)
    .sort((one, other) => other.score - one.score)
    .slice(0, 12)
    .map((each) => each.section);
}
function excerpt(section, word) {
  const at = Math.max(0, section.text.toLowerCase().indexOf(word));
  const begin = at > 60 ? section.text.indexOf(" ", at - 60) + 1 : 0;
  const end = section.text.indexOf(" ", at + word.length + 90);
  const line = document.createElement("small");
  const there = section.text.slice(at, at + word.length).toLowerCase() === word;
  const mark = document.createElement("mark");
  mark.textContent = there ? section.text.slice(at, at + word.length) : "";
  const rest = section.text.slice(there ? at + word.length : at, end < 0 ? undefined : end);
  line.append((begin ? "… " : "") + section.text.slice(begin, at), mark, rest + (end < 0 ? "" : " …"));
  return line;
}
function entry(section, word) {
  const link = document.createElement("a");
  link.href = section.href;
  link.append(section.heading === section.page ? section.page : `${section.page} – ${section.heading}`, excerpt(section, word));
  const item = document.createElement("li");
  item.append(link);
  return item;
}
function showFound() {
  const text = form.words.value.trim();
  found.hidden = !text;
  const sections = text ? search(text) : [];
  found.replaceChildren(...sections.map((section) => entry(section, text.toLowerCase().split(/\s+/)[0])));
  if (text && !sections.length) {
    const none = document.createElement("li");
    none.className = "none";
    none.textContent = `No results for “${text}”.`;
    found.append(none);
  }
  find("#count").textContent = text ? `${sections.length} found` : "";
}
form.addEventListener("input", showFound);
form.addEventListener("submit", (event) => { event.preventDefault(); found.querySelector("a")?.click(); });
form.addEventListener("keydown", (event) => {
  if (event.key === "Escape") { form.words.value = ""; showFound(); form.words.focus(); }
});
document.addEventListener("click", (event) => { if (!form.contains(event.target)) found.hidden = true; });
found.addEventListener("click", () => { found.hidden = true; });

for (const each of [form, scheme]) each.hidden = false;
fold.hidden = code.length === 0;
showAll.hidden = answers.length === 0;
