// A key leads from one slide to the next. Without scripts the page scrolls, and nothing is missing.
"use strict";
const slides = [...document.querySelectorAll(".slide")];
const [back, on, place] = ["#back", "#on", "#place"].map((name) => document.querySelector(name));
// The slide in the middle of the window.
const here = () => Math.max(0, slides.findLastIndex((slide) => slide.getBoundingClientRect().top < innerHeight / 2));
function show(number) {
  slides[Math.min(Math.max(number, 0), slides.length - 1)].scrollIntoView();
  showPlace();
}
function showPlace() {
  place.textContent = `${here() + 1} of ${slides.length}`;
}
const steps = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1 };
addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || !(event.key in steps)) return;
  if (document.activeElement.matches(".scroll, pre")) return; // what scrolls by itself keeps its keys
  event.preventDefault();
  show(here() + steps[event.key]);
});
back.addEventListener("click", () => show(here() - 1));
on.addEventListener("click", () => show(here() + 1));
for (const each of [back, on]) each.hidden = false;
addEventListener("scroll", showPlace, { passive: true });
showPlace();
