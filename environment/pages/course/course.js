// Search, folding and the colour scheme. Without scripts the page lacks these three and nothing else.
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
const code = [...document.querySelectorAll("details.code[open]")]; // solutions stay as they are
fold.addEventListener("click", () => {
  const folded = fold.getAttribute("aria-pressed") !== "true";
  fold.setAttribute("aria-pressed", String(folded));
  code.forEach((each) => { each.open = !folded; });
});

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

// --- search: every word must occur; a section whose heading has it comes first
const form = find("form[role=search]");
const found = find("#found");
function search(text) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const score = (section) => words.reduce((sum, word) => {
    const inHeading = section.heading.toLowerCase().includes(word) || section.page.toLowerCase().includes(word);
    const inText = section.text.toLowerCase().includes(word);
    return inHeading || inText ? sum + (inHeading ? 5 : 1) : NaN;
  }, 0);
  return window.words
    .map((section) => ({ section, score: score(section) }))
    .filter((each) => each.score > 0)
    .sort((one, other) => other.score - one.score)
    .slice(0, 12)
    .map((each) => each.section);
}
function excerpt(section, word) {
  const at = Math.max(0, section.text.toLowerCase().indexOf(word));
  const from = Math.max(0, at - 40);
  const line = document.createElement("small");
  const mark = document.createElement("mark");
  mark.textContent = section.text.slice(at, at + word.length);
  line.append((from ? "…" : "") + section.text.slice(from, at), mark, section.text.slice(at + word.length, at + 80));
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
